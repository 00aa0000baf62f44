//! What is asked: the rating items of one questionnaire version, with their weights.
//!
//! Invariant: a questionnaire is checked where it is published (siblings total 100). Here
//! any weights that are not negative are safe: only their proportions matter, and where
//! nothing weighs there is no index.

use super::canonical::line;
use crate::kernel::exact::Exact;

/// Consecutive integer levels, the lowest the worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The worst level.
    pub min: i32,
    /// The best level.
    pub max: i32,
    /// What a missing rating counts as; need not be a level (2.5 on a scale of four).
    pub neutral: Exact,
}

impl Scale {
    /// The scale `min…max` whose neutral point is its middle, `(min + max) / 2`.
    #[must_use]
    pub fn new(min: i32, max: i32) -> Self {
        let sum = i64::from(min) + i64::from(max);
        let neutral = Exact::fraction(sum.into(), 2.into()).unwrap_or_default();
        Self { min, max, neutral }
    }

    /// Whether a level lies on the scale.
    #[must_use]
    pub fn contains(&self, level: i32) -> bool {
        (self.min..=self.max).contains(&level)
    }
}

/// One rating item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its code, the same in every version that asks the same.
    pub code: String,
    /// Its weight among the items of its dimension (siblings total 100).
    pub weight: Exact,
    /// What it is rated on.
    pub scale: Scale,
    /// Whether "no dealings / not applicable" is one of its answers.
    pub not_applicable_allowed: bool,
}

/// A group of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its code, the same in every version that asks the same.
    pub code: String,
    /// Its weight among the dimensions (siblings total 100).
    pub weight: Exact,
    /// Its rating items, in the order in which a sheet's marks stand.
    pub items: Vec<Item>,
}

/// The rating items of one questionnaire version. An item's weight in the sheet is its
/// dimension's weight times its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// The dimensions, in the order in which a sheet's marks stand.
    pub dimensions: Vec<Dimension>,
}

impl Instrument {
    /// All items, in the order in which a sheet's marks stand.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.dimensions
            .iter()
            .flat_map(|dimension| &dimension.items)
    }

    /// Weights and scales as canonical lines, for the hash of the inputs.
    pub(super) fn canonical_text(&self) -> String {
        let mut text = String::new();
        for dimension in &self.dimensions {
            text.push_str(&line(&[
                "dimension",
                &dimension.code,
                &dimension.weight.to_string(),
            ]));
            for item in &dimension.items {
                text.push_str(&line(&[
                    "item",
                    &item.code,
                    &item.weight.to_string(),
                    &item.scale.min.to_string(),
                    &item.scale.max.to_string(),
                    &item.scale.neutral.to_string(),
                    if item.not_applicable_allowed {
                        "not_applicable"
                    } else {
                        "-"
                    },
                ]));
            }
        }
        text
    }
}

/// Names one immutable questionnaire version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionnaireReference {
    /// The questionnaire's code.
    pub code: String,
    /// The version's number.
    pub version: u32,
}

/// One immutable questionnaire version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// Its name.
    pub reference: QuestionnaireReference,
    /// The hash of everything the version says, texts included; the engine only carries it
    /// into the passport.
    pub content_hash: String,
    /// Its rating items.
    pub instrument: Instrument,
}
