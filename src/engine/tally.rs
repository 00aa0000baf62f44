//! What is kept of the sheets while they stream by.
//!
//! Invariant: memory per matrix row is a few sums per dimension and 32 bytes per sheet; the
//! order of arrival leaves no trace.

use std::sync::Arc;

use super::canonical::ContentDigest;
use super::counts::ResponseCounts;
use super::error::ScoringError;
use super::instrument::Questionnaire;
use super::judge::SheetJudge;
use super::levels::LevelDistribution;
use super::moments::Moments;
use super::policy::Policy;
use super::score::{AssessorDimension, AssessorScore, ItemScore};
use super::sheet::{Mark, Sheet, SheetResult};
use crate::kernel::exact::Exact;

/// Decimal places of a standard deviation: a root is where exactness ends.
const ROOT_PLACES: u32 = 6;

/// A questionnaire version under the cycle's policy.
#[derive(Debug)]
pub(super) struct PreparedQuestionnaire {
    pub(super) questionnaire: Questionnaire,
    pub(super) judge: SheetJudge,
}

impl PreparedQuestionnaire {
    pub(super) fn new(policy: &Policy, questionnaire: Questionnaire) -> Result<Self, ScoringError> {
        let judge = SheetJudge::new(policy, &questionnaire.instrument)?;
        Ok(Self {
            questionnaire,
            judge,
        })
    }
}

/// The sheets of one matrix row: one assessing department about one assessed.
#[derive(Debug)]
pub(super) struct RowTally {
    pub(super) weight: Exact,
    pub(super) asked: Arc<PreparedQuestionnaire>,
    pub(super) counts: ResponseCounts,
    pub(super) index: Moments,
    /// One per dimension of the instrument.
    pub(super) dimensions: Vec<Moments>,
    pub(super) sheets: Vec<ContentDigest>,
}

impl RowTally {
    pub(super) fn new(weight: Exact, assigned: u64, asked: Arc<PreparedQuestionnaire>) -> Self {
        let dimensions = asked.questionnaire.instrument.dimensions.len();
        Self {
            weight,
            counts: ResponseCounts {
                assigned,
                ..ResponseCounts::default()
            },
            index: Moments::default(),
            dimensions: vec![Moments::default(); dimensions],
            sheets: Vec::new(),
            asked,
        }
    }

    pub(super) fn record(&mut self, sheet: &Sheet) -> Result<SheetResult, ScoringError> {
        let result = self.asked.judge.judge(sheet)?;
        self.sheets.push(sheet.fingerprint(&result));
        self.counts.record(&result);
        if let SheetResult::Valid(valid) = &result {
            self.index.add(&valid.index);
            for (moments, index) in self.dimensions.iter_mut().zip(&valid.dimensions) {
                if let Some(index) = index {
                    moments.add(index);
                }
            }
        }
        Ok(result)
    }

    /// The mean over the valid responses in one dimension.
    pub(super) fn dimension(&self, code: &str) -> Option<&Moments> {
        let dimensions = &self.asked.questionnaire.instrument.dimensions;
        let position = dimensions
            .iter()
            .position(|dimension| dimension.code == code)?;
        self.dimensions.get(position)
    }

    /// The row as it is published; `present` is the weight of all rows with an index.
    pub(super) fn score(&self, code: &str, index: Option<Exact>, present: &Exact) -> AssessorScore {
        let questionnaire = &self.asked.questionnaire;
        let dimensions = questionnaire
            .instrument
            .dimensions
            .iter()
            .zip(&self.dimensions);
        AssessorScore {
            code: code.to_owned(),
            weight: self.weight.clone(),
            share: index
                .as_ref()
                .and_then(|_| (&self.weight * Exact::hundred()).divided_by(present)),
            questionnaire: questionnaire.reference.clone(),
            index,
            standard_deviation: standard_deviation(&self.index),
            dimensions: dimensions
                .map(|(dimension, moments)| AssessorDimension {
                    code: dimension.code.clone(),
                    index: moments.mean(),
                    responses: moments.count(),
                })
                .collect(),
            counts: self.counts.clone(),
        }
    }
}

/// The answers to the items of one questionnaire version about one assessed department.
#[derive(Debug, Clone)]
pub(super) struct ItemTallies {
    asked: Arc<PreparedQuestionnaire>,
    items: Vec<ItemScore>,
}

impl ItemTallies {
    pub(super) fn new(asked: Arc<PreparedQuestionnaire>) -> Self {
        let questionnaire = &asked.questionnaire;
        let items = questionnaire
            .instrument
            .dimensions
            .iter()
            .flat_map(|dimension| dimension.items.iter().map(move |item| (dimension, item)))
            .map(|(dimension, item)| ItemScore {
                questionnaire: questionnaire.reference.clone(),
                dimension: dimension.code.clone(),
                code: item.code.clone(),
                levels: LevelDistribution::new(item.scale.min, item.scale.max),
                imputed: 0,
                not_applicable: 0,
            })
            .collect();
        Self { asked, items }
    }

    /// Counts the marks of a valid sheet.
    pub(super) fn record(&mut self, marks: &[Mark]) {
        for (item, mark) in self.items.iter_mut().zip(marks) {
            match mark {
                Mark::Level(level) => item.levels.add(*level),
                Mark::Missing => item.imputed += 1,
                Mark::NotApplicable => item.not_applicable += 1,
                Mark::Hidden => {}
            }
        }
    }

    /// The items as they are published: attention items are no opinion.
    pub(super) fn finish(self) -> impl Iterator<Item = ItemScore> {
        let Self { asked, items } = self;
        let opinions = items.into_iter().enumerate();
        opinions
            .filter_map(move |(position, item)| asked.judge.is_opinion(position).then_some(item))
    }
}

/// The sample standard deviation, six places; `None` below two values.
pub(super) fn standard_deviation(moments: &Moments) -> Option<Exact> {
    moments.variance()?.square_root(ROOT_PLACES)
}
