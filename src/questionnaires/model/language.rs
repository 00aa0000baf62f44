//! The languages in which questions are put to people.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kernel::{ErrorCode, Problem};

/// Longest text of a language tag.
const LONGEST: usize = 35;

/// A language as BCP 47 writes it (`zh-CN`, `en`), in its usual spelling, so that
/// `ZH-cn` and `zh-CN` are the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Checks `text`; only the form is looked at, not whether anybody speaks it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let well_formed = text.len() <= LONGEST
            && (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.clone().all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if !well_formed {
            return Err(Problem::new(
                ErrorCode::Invalid,
                "A language is written like \"zh-CN\" or \"en\".",
                "语言的写法如“zh-CN”或“en”。",
            ));
        }
        let mut tag = primary.to_ascii_lowercase();
        for part in parts {
            tag.push('-');
            tag.push_str(&usual_spelling(part));
        }
        Ok(Self(tag))
    }

    /// English, wherever it is spoken.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region and script: `zh` of `zh-CN`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Regions are written `CN`, scripts `Hans`, everything else small.
fn usual_spelling(part: &str) -> String {
    let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
    match (letters, part.len()) {
        (true, 2) => part.to_ascii_uppercase(),
        (true, 4) => {
            let (first, rest) = part.split_at(1);
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        }
        _ => part.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_has_one_spelling() {
        for (typed, usual) in [
            ("zh-cn", "zh-CN"),
            (" EN ", "en"),
            ("zh-HANS-cn", "zh-Hans-CN"),
            ("es-419", "es-419"),
        ] {
            let tag = LanguageTag::parse(typed).unwrap();
            assert_eq!(tag.as_str(), usual);
        }
        assert_eq!(LanguageTag::parse("zh-Hans-CN").unwrap().primary(), "zh");
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for wrong in [
            "",
            "z",
            "chinese",
            "中文",
            "zh_CN",
            "zh-",
            "zh--CN",
            "en-aaaaaaaaa",
            "e1",
        ] {
            let problem = LanguageTag::parse(wrong).unwrap_err();
            assert_eq!(problem.code, ErrorCode::Invalid, "{wrong}");
        }
    }
}
