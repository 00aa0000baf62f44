//! What can be wrong with the inputs of a scoring run.
//!
//! Each of these is a mistake of the caller or of stored data, never of a respondent: a
//! respondent's sheet is at worst INVALID, with its reason.

use std::fmt;

use super::instrument::QuestionnaireReference;

/// Why a run cannot be set up, or a sheet cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoringError {
    /// The policy's normalisation would leave 0–100 or divide by zero on this item's scale:
    /// RATIO_OF_MAX needs `0 ≤ min ≤ max` and `max > 0`, MIN_MAX needs `min < max`; the
    /// neutral point must lie on the scale.
    ScaleNotNormalisable {
        /// The item's code.
        item: String,
    },
    /// A weight below zero.
    NegativeWeight {
        /// The code of what carries the weight.
        code: String,
    },
    /// One attention item with two expected levels.
    ContradictoryAttention {
        /// The item's code.
        item: String,
    },
    /// Two questionnaire versions, departments, assessors of one department, dimensions or
    /// items of one questionnaire under one code.
    DuplicateCode {
        /// The code.
        code: String,
    },
    /// A matrix row names a questionnaire version that was not given.
    UnknownQuestionnaire(QuestionnaireReference),
    /// The matrix has no row for this pair (or, of customers, no such plan or stratum).
    NotInMatrix {
        /// The assessed department's code.
        assessed: String,
        /// The assessing department's code, or that of the plan.
        assessor: String,
    },
    /// A sheet has more or fewer marks than its questionnaire has rating items.
    MarksMisaligned {
        /// Rating items of the questionnaire.
        expected: usize,
        /// Marks on the sheet.
        found: usize,
    },
}

impl fmt::Display for ScoringError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ScaleNotNormalisable { item } => {
                write!(
                    formatter,
                    "the scale of item {item} cannot be normalised to 0–100"
                )
            }
            Self::NegativeWeight { code } => write!(formatter, "the weight of {code} is negative"),
            Self::ContradictoryAttention { item } => {
                write!(
                    formatter,
                    "attention item {item} expects two different levels"
                )
            }
            Self::DuplicateCode { code } => write!(formatter, "code {code} is given twice"),
            Self::UnknownQuestionnaire(reference) => write!(
                formatter,
                "questionnaire {} version {} is not part of the run",
                reference.code, reference.version
            ),
            Self::NotInMatrix { assessed, assessor } => {
                write!(
                    formatter,
                    "the matrix does not have {assessed} assessed by {assessor}"
                )
            }
            Self::MarksMisaligned { expected, found } => {
                write!(formatter, "{found} marks for {expected} rating items")
            }
        }
    }
}

impl std::error::Error for ScoringError {}
