//! The messages of the executor's validation in Chinese, where they follow a simple
//! pattern. Whatever has none stays in English: the code is the same, and these
//! messages are for whoever writes the frontend.

use std::borrow::Cow;

/// A message whose changing parts stand between fixed ones, and what it is in Chinese,
/// where `{0}`, `{1}` … stand for these parts.
struct Pattern {
    english: &'static [&'static str],
    chinese: &'static str,
}

const fn pattern(english: &'static [&'static str], chinese: &'static str) -> Pattern {
    Pattern { english, chinese }
}

/// The messages are those of async-graphql 7.2.1, which is pinned; a test meets each.
const PATTERNS: [Pattern; 9] = [
    pattern(
        &["Unknown field \"", "\" on type \"", "\"."],
        "类型 \"{1}\" 没有字段 \"{0}\"。{2}",
    ),
    pattern(
        &[
            "Unknown argument \"",
            "\" on field \"",
            "\" of type \"",
            "\".",
        ],
        "类型 \"{2}\" 的字段 \"{1}\" 没有参数 \"{0}\"。{3}",
    ),
    pattern(
        &[
            "Field \"",
            "\" argument \"",
            "\" of type \"",
            "\" is required but not provided",
        ],
        "字段 \"{0}\" 缺少必填参数 \"{1}\"。",
    ),
    pattern(&["Unknown fragment: \"", "\""], "没有片段 \"{0}\"。"),
    pattern(&["Unknown type \"", "\""], "没有类型 \"{0}\"。"),
    pattern(&["Unknown directive \"", "\""], "没有指令 \"{0}\"。"),
    pattern(
        &["Variable \"$", "\" is not used"],
        "变量 \"${0}\" 未被使用。",
    ),
    pattern(
        &["Variable \"$", "\" is not defined"],
        "变量 \"${0}\" 未定义。",
    ),
    pattern(
        &[
            "Invalid value for argument \"",
            "\", expected type \"",
            "\"",
        ],
        "参数 \"{0}\" 的值无效，应为类型 \"{1}\"。",
    ),
];

/// The message in Chinese, where it has a known form.
pub(super) fn in_chinese(message: &str) -> Option<String> {
    PATTERNS.iter().find_map(|pattern| {
        let parts = parts(message, pattern.english)?;
        let mut text = pattern.chinese.to_owned();
        for (index, part) in parts.into_iter().enumerate() {
            text = text.replace(&format!("{{{index}}}"), &suggestion(part));
        }
        Some(text)
    })
}

/// What stands between the fixed texts, and behind the last.
fn parts<'a>(message: &'a str, fixed: &[&str]) -> Option<Vec<&'a str>> {
    let (first, others) = fixed.split_first()?;
    let mut rest = message.strip_prefix(first)?;
    let mut parts = Vec::new();
    for text in others {
        let (part, behind) = rest.split_once(text)?;
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

/// What the library suggests instead of a name that it does not know.
fn suggestion(part: &str) -> Cow<'_, str> {
    match part.strip_prefix(" Did you mean ") {
        Some(names) => Cow::Owned(format!(
            "您是否要用 {}",
            names.replace(", or ", ", ").replace(" or ", ", ")
        )),
        None => Cow::Borrowed(part),
    }
}
