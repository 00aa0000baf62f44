//! One response as the engine sees it, and what becomes of it.
//!
//! Invariant: a sheet is valid, invalid for exactly one reason, or excluded for exactly one
//! reason, so the counts by reason add up to the sheets.

use std::fmt::Write;

use super::canonical::{ContentDigest, digest, line};
use super::moments::Quotient;
use crate::kernel::exact::Exact;

/// What stands in the place of one rating item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A level of the item's scale.
    Level(i32),
    /// Asked, and left open.
    Missing,
    /// Answered "no dealings / not applicable".
    NotApplicable,
    /// Not asked: a condition hid the item.
    Hidden,
}

/// The whole sheet in canonical form (texts and choices included, no ids, no times), for
/// the hash of the inputs. A text and its digest count as the same content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetContent {
    /// The canonical text.
    Text(String),
    /// Its SHA-256.
    Digest(ContentDigest),
}

/// What the invalidity rules ask of a sheet beyond its marks. The caller knows the window
/// and the other sheets; the engine sees one sheet at a time, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetFacts {
    /// How long answering took, where it is known.
    pub seconds_taken: Option<u32>,
    /// Submitted outside the validity window.
    pub outside_window: bool,
    /// The same contact had already answered on the same day (company time zone).
    pub repeats_contact_of_day: bool,
    /// The reason code of an approved exclusion.
    pub exclusion: Option<String>,
}

/// One submitted answer sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// One mark per rating item, in the instrument's order.
    pub marks: Vec<Mark>,
    /// What was submitted, for the hash.
    pub content: SheetContent,
    /// What the invalidity rules need to know.
    pub facts: SheetFacts,
}

/// Why a response is kept and counted, but not scored. Where several apply the first in
/// this order is the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InvalidReason {
    /// A level that the item's scale does not have: damaged data, never a figure.
    LevelOutsideScale,
    /// "Not applicable" on an item that does not offer it: damaged data.
    NotApplicableNotAllowed,
    /// Submitted outside the validity window.
    OutsideWindow,
    /// A further response of one contact on one day.
    DuplicateContact,
    /// Answered faster than the policy's floor.
    TooFast,
    /// An attention item was not answered as it asks.
    FailedAttention,
    /// More missing ratings than the policy allows.
    TooManyMissing,
    /// All ratings the same, on at least as many items as the policy says.
    IdenticalRatings,
    /// No item that carries weight was asked.
    NothingToScore,
}

impl InvalidReason {
    /// The name that is stored and published.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::LevelOutsideScale => "LEVEL_OUTSIDE_SCALE",
            Self::NotApplicableNotAllowed => "NOT_APPLICABLE_NOT_ALLOWED",
            Self::OutsideWindow => "OUTSIDE_WINDOW",
            Self::DuplicateContact => "DUPLICATE_CONTACT",
            Self::TooFast => "TOO_FAST",
            Self::FailedAttention => "FAILED_ATTENTION",
            Self::TooManyMissing => "TOO_MANY_MISSING",
            Self::IdenticalRatings => "IDENTICAL_RATINGS",
            Self::NothingToScore => "NOTHING_TO_SCORE",
        }
    }
}

/// What becomes of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetResult {
    /// It is scored.
    Valid(ValidSheet),
    /// It is counted only.
    Invalid(InvalidReason),
    /// It was removed by an approved exclusion, named by its reason code.
    Excluded(String),
}

impl SheetResult {
    /// `VALID`, the reason's code, or `EXCLUDED` with its reason.
    fn verdict(&self) -> (&'static str, &str) {
        match self {
            Self::Valid(_) => ("VALID", ""),
            Self::Invalid(reason) => ("INVALID", reason.code()),
            Self::Excluded(reason) => ("EXCLUDED", reason),
        }
    }
}

/// The figures of a valid sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidSheet {
    pub(super) index: Quotient,
    pub(super) dimensions: Vec<Option<Quotient>>,
    pub(super) imputed: u32,
    pub(super) satisfied: bool,
}

impl ValidSheet {
    /// The response index, 0–100.
    #[must_use]
    pub fn index(&self) -> Exact {
        self.index.to_exact()
    }

    /// The index (0–100) over the items of the dimension at this place of the instrument;
    /// `None` where none of them was asked.
    #[must_use]
    pub fn dimension_index(&self, position: usize) -> Option<Exact> {
        self.dimensions
            .get(position)?
            .as_ref()
            .map(Quotient::to_exact)
    }

    /// Missing ratings that counted as neutral.
    #[must_use]
    pub fn imputed(&self) -> u32 {
        self.imputed
    }

    /// Whether the index reaches the policy's threshold.
    #[must_use]
    pub fn is_satisfied(&self) -> bool {
        self.satisfied
    }
}

impl Sheet {
    /// What the sheet contributes to the hash of the inputs: its content, its marks and its
    /// verdict. The facts behind a verdict stay out, since they are times and people.
    pub(super) fn fingerprint(&self, result: &SheetResult) -> ContentDigest {
        let content = match &self.content {
            SheetContent::Text(text) => digest(text),
            SheetContent::Digest(content) => *content,
        };
        let (verdict, reason) = result.verdict();
        digest(line(&[
            "sheet",
            verdict,
            reason,
            &marks_text(&self.marks),
            &hex::encode(content),
        ]))
    }
}

/// `5,4,-,n,h`: levels, missing, not applicable, hidden.
fn marks_text(marks: &[Mark]) -> String {
    let mut text = String::with_capacity(marks.len() * 3);
    for mark in marks {
        match mark {
            Mark::Level(level) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "{level}");
            }
            Mark::Missing => text.push('-'),
            Mark::NotApplicable => text.push('n'),
            Mark::Hidden => text.push('h'),
        }
        text.push(',');
    }
    text
}
