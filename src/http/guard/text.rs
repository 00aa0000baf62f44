//! The look at the query text before it is parsed.

use super::super::refusal::Refusal;
use super::super::settings::QueryLimits;
use super::exceeded;

/// The longest name or number: unknown names are compared with all known ones.
const LONGEST_WORD: usize = 200;

/// Refuses a text that is too long, has too many tokens or nests too many
/// brackets. One pass, no recursion, nothing allocated.
///
/// The scan must see strings exactly as the parser does, else brackets could be
/// hidden from it. Where the two might differ (a string that never ends), the
/// text is refused.
pub(in crate::http) fn check_text(query: &str, limits: &QueryLimits) -> Result<(), Refusal> {
    if query.len() > limits.length {
        return Err(exceeded("too many bytes", "长度", limits.length));
    }
    let bytes = query.as_bytes();
    let mut at = 0;
    let mut depth = 0_usize;
    let mut tokens = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at = match byte {
            b' ' | b',' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = end_of_comment(bytes, at);
                continue;
            }
            b'"' => end_of_string(bytes, at).ok_or_else(unterminated)?,
            b'{' | b'(' | b'[' => {
                depth += 1;
                if depth > limits.brackets {
                    return Err(exceeded(
                        "too many brackets within brackets",
                        "括号嵌套层数",
                        limits.brackets,
                    ));
                }
                at + 1
            }
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            b'.' => run(bytes, at, |byte| byte == b'.'),
            _ if is_word(byte) => run(bytes, at, is_word),
            _ => at + 1,
        };
        if is_word(byte) && at - start > LONGEST_WORD {
            return Err(Refusal::too_complex(
                format!("A name or number in the query is longer than {LONGEST_WORD} characters."),
                format!("查询中有超过 {LONGEST_WORD} 个字符的名称或数字。"),
            ));
        }
        tokens += 1;
        if tokens > limits.tokens {
            return Err(exceeded("too many tokens", "词元数", limits.tokens));
        }
    }
    Ok(())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn run(bytes: &[u8], start: usize, matches: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|&&byte| matches(byte)).count()
}

fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    run(bytes, start, |byte| byte != b'\n' && byte != b'\r')
}

/// The place after the string that starts at `start`, if it ends at all.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let starts_with = |at: usize, text: &[u8]| bytes.get(at..)?.starts_with(text).then_some(());
    let mut at;
    if starts_with(start, b"\"\"\"").is_some() {
        at = start + 3;
        loop {
            if starts_with(at, b"\"\"\"").is_some() {
                return Some(at + 3);
            }
            let escaped = starts_with(at, b"\\\"\"\"").is_some();
            bytes.get(at)?;
            at += if escaped { 4 } else { 1 };
        }
    }
    at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn unterminated() -> Refusal {
    Refusal::bad_request(
        "A string in the query does not end.",
        "查询中有未结束的字符串。",
    )
}
