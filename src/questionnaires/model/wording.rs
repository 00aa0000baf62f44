//! One text in the company's first language and its translations.

use serde::{Deserialize, Serialize};

use super::{LanguageTag, TranslationForm};
use crate::kernel::text::{Name, Sentence};
use crate::kernel::{ErrorCode, Parse, Problem};

/// Most translations that one text may have.
const MAX_TRANSLATIONS: usize = 20;

/// A text as it is put to people, in one or more languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The text in the first language of the questionnaire.
    pub text: String,
    /// The same text in other languages, sorted by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
}

/// A text in one other language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The other language.
    pub language: LanguageTag,
    /// The text in it.
    pub text: String,
}

impl Wording {
    /// The text in `language`: that very language, else one of the same primary
    /// language, else the first language of the questionnaire.
    pub fn in_language(&self, language: &LanguageTag) -> &str {
        let exact = |translation: &&Translation| &translation.language == language;
        let close =
            |translation: &&Translation| translation.language.primary() == language.primary();
        let translations = self.translations.iter();
        translations
            .clone()
            .find(exact)
            .or_else(|| translations.clone().find(close))
            .map_or(&self.text, |translation| &translation.text)
    }
}

impl Wording {
    /// Whether there is a translation into `language`, from wherever it is spoken.
    pub(super) fn is_translated_into(&self, language: &LanguageTag) -> bool {
        let mut translations = self.translations.iter();
        translations.any(|it| it.language.primary() == language.primary())
    }

    /// The same texts with the one in `language` first; the first one stays where there is
    /// none.
    #[must_use]
    pub(super) fn spoken_in(&self, language: &LanguageTag) -> Self {
        Self {
            text: self.in_language(language).to_owned(),
            translations: self.translations.clone(),
        }
    }
}

/// What one kind of wording is called in the input and how long it may be.
pub(super) struct Rule {
    field: &'static str,
    check: fn(&str) -> Result<String, Problem>,
}

/// A name, one line.
pub(super) const NAME: Rule = Rule {
    field: "name",
    check: |text| Name::parse(text).map(Name::into_string),
};

/// The label of a level, one line.
pub(super) const LABEL: Rule = Rule {
    field: "label",
    check: |text| Name::parse(text).map(Name::into_string),
};

/// A question or an option.
pub(super) const TEXT: Rule = Rule {
    field: "text",
    check: |text| Sentence::parse(text).map(Sentence::into_string),
};

impl Rule {
    /// Reads the text of the object that `parse` stands at, and its translations
    /// into languages other than `first`.
    pub(super) fn read(
        &self,
        parse: &mut Parse,
        first: &LanguageTag,
        text: &str,
        translations: Vec<TranslationForm>,
    ) -> Option<Wording> {
        let text = parse.field(self.field, (self.check)(text));
        let mut seen: Vec<LanguageTag> = vec![first.clone()];
        let translations = parse.list(
            "translations",
            translations,
            MAX_TRANSLATIONS,
            |parse, form| {
                let language = parse.field("language", LanguageTag::parse(&form.language));
                if let Some(language) = &language {
                    if seen.contains(language) {
                        parse.push("language", translated_twice(language));
                    }
                    seen.push(language.clone());
                }
                let text = parse.field(self.field, (self.check)(&form.text));
                Some(Translation {
                    language: language?,
                    text: text?,
                })
            },
        );
        let mut translations = translations?;
        translations.sort_by(|one, other| one.language.cmp(&other.language));
        Some(Wording {
            text: text?,
            translations,
        })
    }
}

fn translated_twice(language: &LanguageTag) -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        format!("This text is given in {language} already."),
        format!("该文字的 {language} 版本已经给出。"),
    )
}
