//! The rules by which a cycle is scored, as the cycle carries them.
//!
//! A draft's settings can change; the opening turns them into a policy version,
//! which never does. Two settings are the same policy exactly if their content is
//! the same text.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::settings::Confidentiality;
use crate::closed_set;
use crate::cycles::error;
use crate::kernel::{Decimal, Parse, Problem};

closed_set! {
    /// How a level of a scale becomes a figure from 0 to 100.
    pub enum Normalisation {
        /// 100 · level / highest level.
        RatioOfMax = "RATIO_OF_MAX",
        /// 100 · (level − lowest) / (highest − lowest).
        MinMax = "MIN_MAX",
    }
}

closed_set! {
    /// Which figure a target speaks of.
    pub enum TargetMeasure {
        /// The satisfaction rate.
        Rate = "RATE",
        /// The satisfaction index.
        Index = "INDEX",
    }
}

/// The most missing ratings that may count as neutral.
const MOST_MISSING: i32 = 100;

/// The largest group below which people may be hidden.
const LARGEST_GROUP: i32 = 1_000;

/// The rules of scoring. The fields stand in alphabetical order, which makes the
/// content canonical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoringSettings {
    /// The share of weight in per cent below which a score is provisional.
    pub min_coverage: Decimal,
    /// The fewest people whose answers may be shown as a group.
    pub min_group: u32,
    /// How many missing ratings count as the scale's neutral point.
    pub missing_allowed: u32,
    /// How levels become 0 to 100.
    pub normalisation: Normalisation,
    /// The index from which on a response is satisfied.
    pub satisfied_threshold: Decimal,
    /// The target, 0 to 100, where there is one.
    pub target: Option<Decimal>,
    /// What the target is set on.
    pub target_measure: TargetMeasure,
}

/// A decimal as read, or why it cannot be.
pub type TypedDecimal = Result<Decimal, Problem>;

/// Scoring settings as typed; what is left out has a default.
#[derive(Clone, Debug, Default)]
pub struct TypedScoring {
    /// See [`ScoringSettings::normalisation`].
    pub normalisation: Option<Normalisation>,
    /// See [`ScoringSettings::missing_allowed`].
    pub missing_allowed: Option<i32>,
    /// See [`ScoringSettings::satisfied_threshold`].
    pub satisfied_threshold: Option<TypedDecimal>,
    /// See [`ScoringSettings::target`]; `Some(None)` takes a target away.
    pub target: Option<Option<TypedDecimal>>,
    /// See [`ScoringSettings::target_measure`].
    pub target_measure: Option<TargetMeasure>,
    /// See [`ScoringSettings::min_coverage`].
    pub min_coverage: Option<TypedDecimal>,
    /// See [`ScoringSettings::min_group`].
    pub min_group: Option<i32>,
}

impl TypedScoring {
    /// These settings, with the `current` ones where something is left out.
    pub fn over(self, current: ScoringSettings) -> Self {
        Self {
            normalisation: self.normalisation.or(Some(current.normalisation)),
            missing_allowed: self
                .missing_allowed
                .or_else(|| i32::try_from(current.missing_allowed).ok()),
            satisfied_threshold: self
                .satisfied_threshold
                .or(Some(Ok(current.satisfied_threshold))),
            target: self.target.or(Some(current.target.map(Ok))),
            target_measure: self.target_measure.or(Some(current.target_measure)),
            min_coverage: self.min_coverage.or(Some(Ok(current.min_coverage))),
            min_group: self
                .min_group
                .or_else(|| i32::try_from(current.min_group).ok()),
        }
    }
}

impl Default for ScoringSettings {
    fn default() -> Self {
        Self {
            min_coverage: Decimal::from(50),
            min_group: 5,
            missing_allowed: 1,
            normalisation: Normalisation::RatioOfMax,
            satisfied_threshold: Decimal::from(70),
            target: None,
            target_measure: TargetMeasure::Rate,
        }
    }
}

impl ScoringSettings {
    /// Reads settings for a cycle that promises `confidentiality`.
    pub fn read(
        parse: &mut Parse,
        typed: TypedScoring,
        confidentiality: Confidentiality,
    ) -> Option<Self> {
        let default = Self::default();
        let missing_allowed = parse.field(
            "missingAllowed",
            whole(
                typed.missing_allowed,
                default.missing_allowed,
                0,
                MOST_MISSING,
            ),
        );
        let satisfied_threshold = parse.field(
            "satisfiedThreshold",
            percentage(
                typed
                    .satisfied_threshold
                    .unwrap_or(Ok(default.satisfied_threshold)),
            ),
        );
        let target = parse.optional("target", typed.target.flatten().map(percentage));
        let min_coverage = parse.field(
            "minCoverage",
            percentage(typed.min_coverage.unwrap_or(Ok(default.min_coverage))),
        );
        // A group of one hides nobody: whoever promises more than ATTRIBUTED needs
        // a group in which one does not stand alone.
        let smallest = match confidentiality {
            Confidentiality::Attributed => 1,
            Confidentiality::Confidential | Confidentiality::Anonymous => 2,
        };
        let min_group = parse.field(
            "minGroup",
            whole(typed.min_group, default.min_group, smallest, LARGEST_GROUP),
        );
        Some(Self {
            min_coverage: min_coverage?,
            min_group: min_group?,
            missing_allowed: missing_allowed?,
            normalisation: typed.normalisation.unwrap_or(default.normalisation),
            satisfied_threshold: satisfied_threshold?,
            target: target?,
            target_measure: typed.target_measure.unwrap_or(default.target_measure),
        })
    }

    /// The content of the policy version: JSON without blanks, keys in
    /// alphabetical order, decimals as canonical text.
    pub fn content(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads back what [`Self::content`] wrote.
    pub fn from_content(content: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(content)
    }
}

/// SHA-256 of a policy's content, in hexadecimal.
pub fn content_sha256(content: &str) -> String {
    hex::encode(Sha256::digest(content.as_bytes()))
}

fn percentage(value: TypedDecimal) -> Result<Decimal, Problem> {
    let value = value?;
    if (Decimal::from(0)..=Decimal::from(100)).contains(&value) {
        Ok(value)
    } else {
        Err(error::out_of_range(0, 100))
    }
}

fn whole(value: Option<i32>, default: u32, least: i32, most: i32) -> Result<u32, Problem> {
    match value {
        None => Ok(default),
        Some(value) if (least..=most).contains(&value) => Ok(value.unsigned_abs()),
        Some(_) => Err(error::out_of_range(least, most)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        typed: TypedScoring,
        confidentiality: Confidentiality,
    ) -> Result<ScoringSettings, Vec<String>> {
        let mut parse = Parse::arguments();
        let settings = ScoringSettings::read(&mut parse, typed, confidentiality);
        parse.finish(settings).map_err(|problems| {
            let field =
                |problem: Problem| format!("{:?} {}", problem.code, problem.field.join("."));
            problems.into_iter().map(field).collect()
        })
    }

    #[test]
    fn what_is_left_out_has_the_documented_default() {
        let settings = read(TypedScoring::default(), Confidentiality::Attributed).unwrap();
        assert_eq!(
            settings.content().unwrap(),
            r#"{"min_coverage":"50","min_group":5,"missing_allowed":1,"normalisation":"RATIO_OF_MAX","satisfied_threshold":"70","target":null,"target_measure":"RATE"}"#
        );
    }

    #[test]
    fn the_content_reads_back_and_equal_values_have_equal_content() {
        let typed = |threshold: &str| TypedScoring {
            satisfied_threshold: Some(Ok(threshold.parse().unwrap())),
            target: Some(Some(Ok("85.50".parse().unwrap()))),
            ..TypedScoring::default()
        };
        let one = read(typed("70"), Confidentiality::Attributed).unwrap();
        let other = read(typed("70.00"), Confidentiality::Attributed).unwrap();
        let content = one.content().unwrap();
        assert_eq!(content, other.content().unwrap());
        assert_eq!(ScoringSettings::from_content(&content).unwrap(), one);
        assert_eq!(content_sha256(&content).len(), 64);
    }

    #[test]
    fn everything_out_of_range_is_told_at_once() {
        let typed = TypedScoring {
            missing_allowed: Some(-1),
            satisfied_threshold: Some(Ok("100.01".parse().unwrap())),
            target: Some(Some(Ok("-0.5".parse().unwrap()))),
            min_coverage: Some(Ok("101".parse().unwrap())),
            min_group: Some(0),
            ..TypedScoring::default()
        };
        assert_eq!(
            read(typed, Confidentiality::Attributed).unwrap_err(),
            [
                "OutOfRange missingAllowed",
                "OutOfRange satisfiedThreshold",
                "OutOfRange target",
                "OutOfRange minCoverage",
                "OutOfRange minGroup"
            ]
        );
    }

    #[test]
    fn a_promise_needs_a_group() {
        let alone = TypedScoring {
            min_group: Some(1),
            ..TypedScoring::default()
        };
        assert!(read(alone.clone(), Confidentiality::Attributed).is_ok());
        assert!(read(alone.clone(), Confidentiality::Confidential).is_err());
        assert!(read(alone, Confidentiality::Anonymous).is_err());
    }
}
