//! The instrument library: ready questionnaires that come with the program, each a file
//! under `assets/instruments`.
//!
//! Invariants: an instrument is complete in each of [`LANGUAGES`] and fit to be published
//! as it is; its codes stay the same from release to release. The tests hold every file
//! to that, so that [`instruments`] only fails where a file is broken.

mod file;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use super::{LanguageTag, QuestionnaireContent};
use crate::kernel::{Failure, Outcome};

/// The languages of every instrument.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The scales that the instruments name.
const SCALES: &str = include_str!("../../../assets/instruments/scales.toml");

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(include_str!(concat!("../../../assets/instruments/", $name, ".toml"))),*]
    };
}

/// The instruments in the order in which they are shown.
const FILES: &[&str] = files![
    "internal-assessment",
    "rater",
    "rater-ratio",
    "ccsi",
    "airline",
    "tobacco-retail",
    "bank-branch",
    "logistics",
    "hospital-outpatient",
    "hospital-inpatient",
    "hospital-discharged",
    "e-commerce-order",
    "property-owner",
    "hotel-gsts",
    "wedding-studio",
    "security-company",
    "crm-user",
    "pre-sale",
    "after-sale",
];

static LIBRARY: LazyLock<Result<Vec<Instrument>, String>> =
    LazyLock::new(|| file::read(SCALES, FILES));

/// A ready questionnaire in one language, with the others beside it as translations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// What names it; the same in each language.
    pub code: String,
    /// When it is of use, in the language.
    pub purpose: String,
    /// What it asks; its first language is that of the entry.
    pub content: QuestionnaireContent,
}

/// Every instrument in every language.
pub(super) fn instruments() -> Outcome<&'static [Instrument]> {
    match &*LIBRARY {
        Ok(instruments) => Ok(instruments),
        Err(cause) => Err(Failure::internal(cause.as_str())),
    }
}

impl Instrument {
    /// Whether its first language is `language`, or the one of which that is a variety:
    /// `zh` is given to whoever asks for `zh-CN`.
    pub(super) fn speaks(&self, language: &LanguageTag) -> bool {
        self.content.language.primary() == language.primary()
    }
}
