//! The scoring policy: every rule that a cycle names when it opens.
//!
//! Invariants: nothing in the engine is decided outside a policy, and two policies are the
//! same exactly if their [`Policy::canonical_text`] is the same.

use super::canonical::{digest, line};
use crate::kernel::exact::Exact;

/// How a level of a scale becomes a figure from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Normalisation {
    /// `100 · v / max`: the lowest level of a five-level scale is worth 20.
    #[default]
    RatioOfMax,
    /// `100 · (v − min) / (max − min)`: the lowest level is worth nothing.
    MinMax,
}

impl Normalisation {
    /// The name that is stored and published.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RatioOfMax => "RATIO_OF_MAX",
            Self::MinMax => "MIN_MAX",
        }
    }
}

/// Which figure a target speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum TargetMeasure {
    /// The satisfaction rate: "85 % satisfied" speaks of sheets.
    #[default]
    Rate,
    /// The satisfaction index.
    Index,
}

impl TargetMeasure {
    /// The name that is stored and published.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Rate => "RATE",
            Self::Index => "INDEX",
        }
    }
}

/// A rating item that asks for a given level ("please choose 2 here") to see whether the
/// respondent reads. It is no opinion: it counts in no index, no missing rating, no share.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttentionItem {
    /// The item's code; an instrument without that item is not concerned.
    pub code: String,
    /// The level that passes.
    pub expected_level: i32,
}

/// The rules that make a response INVALID beyond too many missing ratings. By default none
/// is switched on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InvalidityRules {
    /// Answered in fewer seconds than this. A sheet whose time is unknown (paper, phone) is
    /// not concerned.
    pub minimum_seconds: Option<u32>,
    /// All given ratings are the same level, and there are at least this many.
    pub identical_ratings_at_least: Option<u32>,
    /// Submitted outside the validity window.
    pub outside_window: bool,
    /// A further response of one contact on one day.
    pub duplicate_contact_per_day: bool,
    /// Attention items: any other answer than the expected level fails.
    pub attention_items: Vec<AttentionItem>,
}

/// One immutable version of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// How levels become 0–100.
    pub normalisation: Normalisation,
    /// How many missing ratings count as the scale's neutral point.
    pub missing_allowed: u32,
    /// The index (0–100) from which on a response is satisfied.
    pub satisfied_threshold: Exact,
    /// The target (0–100), where one is set.
    pub target: Option<Exact>,
    /// What the target is set on.
    pub target_measure: TargetMeasure,
    /// The coverage in per cent below which a score is PROVISIONAL.
    pub min_coverage: Exact,
    /// The fewest respondents whose breakdown may be shown. The engine hides nothing; the
    /// number belongs to the policy because readers apply it.
    pub min_group: u32,
    /// The further invalidity rules.
    pub invalidity: InvalidityRules,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            normalisation: Normalisation::default(),
            missing_allowed: 1,
            satisfied_threshold: Exact::from(70),
            target: None,
            target_measure: TargetMeasure::default(),
            min_coverage: Exact::from(50),
            min_group: 5,
            invalidity: InvalidityRules::default(),
        }
    }
}

impl Policy {
    /// The text that identifies the policy: one `key⇥value` line per rule, keys in
    /// alphabetical order, `-` where a rule is off, attention items sorted by code.
    #[must_use]
    pub fn canonical_text(&self) -> String {
        let rules = &self.invalidity;
        let optional = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let switch = |on: bool| if on { "on" } else { "-" };

        let mut attention: Vec<&AttentionItem> = rules.attention_items.iter().collect();
        attention.sort_unstable();
        attention.dedup();
        let mut text: String = attention
            .into_iter()
            .map(|item| {
                line(&[
                    "attention_item",
                    &item.code,
                    &item.expected_level.to_string(),
                ])
            })
            .collect();

        let identical = optional(
            rules
                .identical_ratings_at_least
                .map(|count| count.to_string()),
        );
        let seconds = optional(rules.minimum_seconds.map(|seconds| seconds.to_string()));
        let target = optional(self.target.as_ref().map(Exact::to_string));
        let pairs: [(&str, &str); 11] = [
            (
                "duplicate_contact_per_day",
                switch(rules.duplicate_contact_per_day),
            ),
            ("identical_ratings_at_least", &identical),
            ("min_coverage", &self.min_coverage.to_string()),
            ("min_group", &self.min_group.to_string()),
            ("minimum_seconds", &seconds),
            ("missing_allowed", &self.missing_allowed.to_string()),
            ("normalisation", self.normalisation.code()),
            ("outside_window", switch(rules.outside_window)),
            ("satisfied_threshold", &self.satisfied_threshold.to_string()),
            ("target", &target),
            ("target_measure", self.target_measure.code()),
        ];
        text.extend(pairs.map(|(key, value)| line(&[key, value])));
        text
    }

    /// The SHA-256 of the canonical text, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(digest(self.canonical_text()))
    }
}
