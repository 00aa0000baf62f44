//! How many responses there are, and what became of them.
//!
//! Invariant: every sheet fed is in exactly one of valid, invalid and excluded.

use std::collections::BTreeMap;

use super::sheet::{InvalidReason, SheetResult};
use crate::kernel::exact::Exact;

/// Responses by what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResponseCounts {
    /// Evaluators who were to answer. Who was excluded is not among them.
    pub assigned: u64,
    /// Scored responses.
    pub valid: u64,
    /// Valid responses whose index reaches the threshold.
    pub satisfied: u64,
    /// Responses that are counted but not scored, by reason.
    pub invalid: BTreeMap<InvalidReason, u64>,
    /// Responses removed by approved exclusions, by reason code.
    pub excluded: BTreeMap<String, u64>,
    /// Valid responses in which a missing rating counted as neutral.
    pub imputed_responses: u64,
    /// Missing ratings that counted as neutral.
    pub imputed_ratings: u64,
}

impl ResponseCounts {
    pub(super) fn record(&mut self, result: &SheetResult) {
        match result {
            SheetResult::Valid(sheet) => {
                self.valid += 1;
                self.satisfied += u64::from(sheet.is_satisfied());
                self.imputed_responses += u64::from(sheet.imputed() > 0);
                self.imputed_ratings += u64::from(sheet.imputed());
            }
            SheetResult::Invalid(reason) => *self.invalid.entry(*reason).or_default() += 1,
            SheetResult::Excluded(reason) => {
                *self.excluded.entry(reason.clone()).or_default() += 1;
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.assigned += other.assigned;
        self.valid += other.valid;
        self.satisfied += other.satisfied;
        self.imputed_responses += other.imputed_responses;
        self.imputed_ratings += other.imputed_ratings;
        for (reason, count) in &other.invalid {
            *self.invalid.entry(*reason).or_default() += count;
        }
        for (reason, count) in &other.excluded {
            *self.excluded.entry(reason.clone()).or_default() += count;
        }
    }

    /// Responses that are counted but not scored.
    #[must_use]
    pub fn invalid_in_all(&self) -> u64 {
        self.invalid.values().sum()
    }

    /// Responses removed by approved exclusions.
    #[must_use]
    pub fn excluded_in_all(&self) -> u64 {
        self.excluded.values().sum()
    }

    /// Responses received, valid or not; excluded ones stand apart.
    #[must_use]
    pub fn responded(&self) -> u64 {
        self.valid + self.invalid_in_all()
    }

    /// Responses received per assigned evaluator, in per cent; `None` where nobody was
    /// assigned. Whoever was screened out or left out has responded all the same.
    #[must_use]
    pub fn response_rate(&self) -> Option<Exact> {
        Exact::percentage(self.responded() + self.excluded_in_all(), self.assigned)
    }

    /// The satisfaction rate: satisfied per valid response, in per cent; `None` without a
    /// valid response. A rate counts sheets and is never mixed with an index.
    #[must_use]
    pub fn satisfaction_rate(&self) -> Option<Exact> {
        Exact::percentage(self.satisfied, self.valid)
    }
}
