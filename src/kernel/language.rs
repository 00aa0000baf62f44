//! The languages in which the server speaks to people.

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, where nothing else was asked for.
    #[default]
    English,
    /// 简体中文.
    Chinese,
}

impl Language {
    /// The language that an `Accept-Language` header prefers among ours. A header
    /// that cannot be read means English.
    pub fn from_header(header: &str) -> Self {
        let mut best = (Self::English, -1);
        for range in header.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1000, thousandths);
            let language = match tag.split('-').next() {
                Some("zh") => Self::Chinese,
                Some("en" | "*") => Self::English,
                _ => continue,
            };
            if quality > best.1 {
                best = (language, quality);
            }
        }
        best.0
    }
}

/// A quality value of 0 to 1 with at most three decimals, in thousandths.
fn thousandths(quality: &str) -> i32 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let digits = format!("{fraction:0<3}");
    let fraction = digits
        .get(..3)
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if whole == "1" { 1000 } else { fraction }
}

/// One message in both languages; which one is sent is decided at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// The English text.
    pub english: String,
    /// 中文。
    pub chinese: String,
}

impl Bilingual {
    /// A message from its two texts.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            chinese: chinese.into(),
        }
    }

    /// The text in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_among_ours_is_taken() {
        for (header, language) in [
            ("", Language::English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en-US,en;q=0.9,zh;q=0.8", Language::English),
            ("fr, zh;q=0.5", Language::Chinese),
            ("zh;q=0.2, en;q=0.25", Language::English),
            ("zh;q=abc", Language::Chinese),
            (";;;,,,q=", Language::English),
        ] {
            assert_eq!(Language::from_header(header), language, "{header}");
        }
    }
}
