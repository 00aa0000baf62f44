//! Decides what becomes of one sheet: valid with its index, or invalid with the reason.
//!
//! Invariants: the verdict depends on the policy, the instrument and this one sheet only;
//! no sheet, however damaged, yields a figure that its answers do not carry.

use super::error::ScoringError;
use super::gauge::{Attention, Gauge};
use super::instrument::{Instrument, Scale};
use super::policy::Policy;
use super::sheet::{InvalidReason, Mark, Sheet, SheetResult, ValidSheet};

/// One instrument under one policy, made ready for any number of sheets.
#[derive(Debug)]
pub struct SheetJudge {
    policy: Policy,
    gauge: Gauge,
    items: Vec<JudgedItem>,
}

/// What a mark is checked against.
#[derive(Debug)]
struct JudgedItem {
    scale: Scale,
    not_applicable_allowed: bool,
    /// The level that passes, on an attention item.
    expected_level: Option<i32>,
}

/// What the marks of one sheet look like before any figure is made of them.
#[derive(Default)]
struct Survey {
    missing: u32,
    rated: u32,
    first_level: Option<i32>,
    levels_differ: bool,
    attention_failed: bool,
}

impl SheetJudge {
    /// # Errors
    /// Whatever makes the instrument unusable under this policy: see [`ScoringError`].
    pub fn new(policy: &Policy, instrument: &Instrument) -> Result<Self, ScoringError> {
        let mut attention = Attention::new();
        for item in &policy.invalidity.attention_items {
            let before = attention.insert(&item.code, item.expected_level);
            if before.is_some_and(|level| level != item.expected_level) {
                return Err(ScoringError::ContradictoryAttention {
                    item: item.code.clone(),
                });
            }
        }
        let items = instrument
            .items()
            .map(|item| JudgedItem {
                scale: item.scale.clone(),
                not_applicable_allowed: item.not_applicable_allowed,
                expected_level: attention.get(item.code.as_str()).copied(),
            })
            .collect();
        let gauge = Gauge::new(instrument, policy.normalisation, &attention)?;
        Ok(Self {
            policy: policy.clone(),
            gauge,
            items,
        })
    }

    /// # Errors
    /// [`ScoringError::MarksMisaligned`] where the marks belong to another instrument.
    pub fn judge(&self, sheet: &Sheet) -> Result<SheetResult, ScoringError> {
        if sheet.marks.len() != self.items.len() {
            return Err(ScoringError::MarksMisaligned {
                expected: self.items.len(),
                found: sheet.marks.len(),
            });
        }
        if let Some(reason) = &sheet.facts.exclusion {
            return Ok(SheetResult::Excluded(reason.clone()));
        }
        Ok(match self.score(sheet) {
            Ok(valid) => SheetResult::Valid(valid),
            Err(reason) => SheetResult::Invalid(reason),
        })
    }

    /// Whether the item at this place asks for an opinion (is no attention item).
    pub(super) fn is_opinion(&self, position: usize) -> bool {
        self.items
            .get(position)
            .is_some_and(|item| item.expected_level.is_none())
    }

    fn score(&self, sheet: &Sheet) -> Result<ValidSheet, InvalidReason> {
        let survey = self.survey(&sheet.marks)?;
        self.apply_rules(sheet, &survey)?;
        let reading = self.gauge.read(&sheet.marks);
        let index = reading.index.ok_or(InvalidReason::NothingToScore)?;
        Ok(ValidSheet {
            satisfied: index.reaches(&self.policy.satisfied_threshold),
            index,
            dimensions: reading.dimensions,
            imputed: survey.missing,
        })
    }

    fn survey(&self, marks: &[Mark]) -> Result<Survey, InvalidReason> {
        let mut survey = Survey::default();
        for (item, mark) in self.items.iter().zip(marks) {
            match mark {
                Mark::Level(level) if !item.scale.contains(*level) => {
                    return Err(InvalidReason::LevelOutsideScale);
                }
                Mark::NotApplicable if !item.not_applicable_allowed => {
                    return Err(InvalidReason::NotApplicableNotAllowed);
                }
                _ => {}
            }
            match (item.expected_level, mark) {
                (_, Mark::Hidden) | (None, Mark::NotApplicable) => {}
                (Some(expected), mark) => {
                    survey.attention_failed |= *mark != Mark::Level(expected);
                }
                (None, Mark::Missing) => survey.missing += 1,
                (None, Mark::Level(level)) => survey.rate(*level),
            }
        }
        Ok(survey)
    }

    fn apply_rules(&self, sheet: &Sheet, survey: &Survey) -> Result<(), InvalidReason> {
        let rules = &self.policy.invalidity;
        let below = |taken: Option<u32>, floor: Option<u32>| {
            taken.zip(floor).is_some_and(|(taken, floor)| taken < floor)
        };
        let identical = rules
            .identical_ratings_at_least
            .is_some_and(|least| survey.rated >= least.max(1) && !survey.levels_differ);
        // The order is that of the reasons: the first that applies is the one counted.
        let findings = [
            (
                rules.outside_window && sheet.facts.outside_window,
                InvalidReason::OutsideWindow,
            ),
            (
                rules.duplicate_contact_per_day && sheet.facts.repeats_contact_of_day,
                InvalidReason::DuplicateContact,
            ),
            (
                below(sheet.facts.seconds_taken, rules.minimum_seconds),
                InvalidReason::TooFast,
            ),
            (survey.attention_failed, InvalidReason::FailedAttention),
            (
                survey.missing > self.policy.missing_allowed,
                InvalidReason::TooManyMissing,
            ),
            (identical, InvalidReason::IdenticalRatings),
        ];
        match findings.into_iter().find(|(applies, _)| *applies) {
            Some((_, reason)) => Err(reason),
            None => Ok(()),
        }
    }
}

impl Survey {
    fn rate(&mut self, level: i32) {
        self.rated += 1;
        let first = *self.first_level.get_or_insert(level);
        self.levels_differ |= first != level;
    }
}
