//! Texts that have been checked: trimmed, not empty, not too long, and free of
//! control characters.

use super::{ErrorCode, Problem};

/// Declares a text type with its longest length in characters, and whether it
/// may have several lines.
macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident ($longest:literal, $lines:ident);)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(String);

            impl $name {
                /// Checks `text`; the problem says what is wrong and what is allowed.
                pub fn parse(text: &str) -> Result<Self, Problem> {
                    checked(text, $longest, Lines::$lines).map(Self)
                }

                /// The text.
                pub fn as_str(&self) -> &str {
                    &self.0
                }

                /// The text, owned.
                pub fn into_string(self) -> String {
                    self.0
                }
            }
        )*
    };
}

#[derive(Clone, Copy)]
enum Lines {
    One,
    Many,
}

text_types! {
    /// What people call something: 1 to 200 characters in one line.
    Name (200, One);
    /// One question or label: 1 to 1,000 characters, several lines allowed.
    Sentence (1000, Many);
    /// A reason, comment or explanation: 1 to 4,000 characters, several lines allowed.
    LongText (4000, Many);
    /// A key that a client chose for one write: 1 to 200 characters in one line.
    IdempotencyKey (200, One);
}

/// A short stable name that people type and programs compare: 1 to 64 letters or
/// digits of any script, `.`, `_` and `-`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Code(String);

impl Code {
    /// Checks `text`; the problem says what is wrong and what is allowed.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let code = checked(text, 64, Lines::One)?;
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        if code.chars().all(allowed) {
            Ok(Self(code))
        } else {
            Err(Problem::new(
                ErrorCode::Invalid,
                "A code has letters, digits, \".\", \"_\" and \"-\" only.",
                "编码只能包含文字、数字、“.”、“_”和“-”。",
            ))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn checked(text: &str, longest: usize, lines: Lines) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().all(is_invisible) {
        return Err(required());
    }
    // Bytes first: counting the characters of a megabyte would be work for nothing.
    if text.len() > longest * 4 || text.chars().count() > longest {
        return Err(Problem::new(
            ErrorCode::TooLong,
            format!("This has more than {longest} characters."),
            format!("内容超过 {longest} 个字符。"),
        ));
    }
    let newline = |c: char| matches!(lines, Lines::Many) && matches!(c, '\n' | '\r' | '\t');
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text
        .chars()
        .any(|c| turns(c) || c.is_control() && !newline(c))
    {
        return Err(Problem::new(
            ErrorCode::Invalid,
            "This has control characters, which are not allowed.",
            "内容含有不允许的控制字符。",
        ));
    }
    Ok(text.to_owned())
}

/// Whether a character alone shows nothing. Within a text some are needed: a joiner
/// holds an emoji or a script together.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// A value is needed and none was given.
pub fn required() -> Problem {
    Problem::new(ErrorCode::Required, "This is required.", "此项必填。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_checked() {
        assert_eq!(
            Name::parse("  财务中心 ").map(Name::into_string),
            Ok("财务中心".to_owned())
        );
        let code = |text: &str| Name::parse(text).map_err(|problem| problem.code);
        assert_eq!(code(" \t "), Err(ErrorCode::Required));
        assert_eq!(code("\u{200b} \u{feff}"), Err(ErrorCode::Required));
        assert_eq!(code("a\u{0}b"), Err(ErrorCode::Invalid));
        assert_eq!(
            code("a\u{202e}b"),
            Err(ErrorCode::Invalid),
            "turns the line around"
        );
        assert!(code("👩\u{200d}🔧").is_ok());
        assert_eq!(code("a\nb"), Err(ErrorCode::Invalid));
        assert_eq!(code(&"财".repeat(201)), Err(ErrorCode::TooLong));
        assert!(code(&"财".repeat(200)).is_ok());
        assert!(LongText::parse("a\nb").is_ok());
    }

    #[test]
    fn a_code_has_letters_digits_and_three_signs() {
        assert!(Code::parse("FIN-1.a_财").is_ok());
        for wrong in ["a b", "a/b", "a\"", "<x>"] {
            assert_eq!(
                Code::parse(wrong).map_err(|p| p.code),
                Err(ErrorCode::Invalid),
                "{wrong}"
            );
        }
    }
}
