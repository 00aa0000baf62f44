//! From the rows of one assessed department to its score.
//!
//! `S(d) = Σ u(d,a)·s(d,a) / Σ u(d,a)` over the assessors with at least one valid response,
//! `s(d,a)` the mean index of those responses; coverage is the share of weight present.
//!
//! Invariant: without a valid response there is a score, but no index and no rank.

use std::collections::{BTreeMap, BTreeSet};

use super::composite::{Composite, SideWeights};
use super::counts::ResponseCounts;
use super::error::ScoringError;
use super::instrument::QuestionnaireReference;
use super::levels::levels_in_all;
use super::moments::Moments;
use super::passport::{InputsHash, Passport, RowInputs};
use super::policy::{Policy, TargetMeasure};
use super::score::{DepartmentScore, DimensionScore, ItemScore};
use super::sheet::{Sheet, SheetResult};
use super::survey::{ExternalScore, SurveyTally};
use super::tally::{ItemTallies, RowTally, standard_deviation};
use super::weighted::WeightedMean;
use crate::kernel::exact::Exact;

/// One assessed department while its sheets stream by.
#[derive(Debug)]
pub(super) struct DepartmentTally {
    pub(super) side_weights: Option<SideWeights>,
    pub(super) survey: SurveyTally,
    pub(super) rows: BTreeMap<String, RowTally>,
    items: BTreeMap<QuestionnaireReference, ItemTallies>,
}

impl DepartmentTally {
    pub(super) fn new(side_weights: Option<SideWeights>, rows: BTreeMap<String, RowTally>) -> Self {
        let items = rows
            .values()
            .map(|row| {
                let reference = row.asked.questionnaire.reference.clone();
                (reference, ItemTallies::new(row.asked.clone()))
            })
            .collect();
        Self {
            side_weights,
            survey: SurveyTally::default(),
            rows,
            items,
        }
    }

    /// `None` where the matrix does not have this assessor.
    pub(super) fn record(
        &mut self,
        assessor: &str,
        sheet: &Sheet,
    ) -> Option<Result<SheetResult, ScoringError>> {
        let row = self.rows.get_mut(assessor)?;
        let result = row.record(sheet);
        if let Ok(SheetResult::Valid(_)) = result
            && let Some(items) = self.items.get_mut(&row.asked.questionnaire.reference)
        {
            items.record(&sheet.marks);
        }
        Some(result)
    }

    /// The score, not yet ranked. Where only customers assess, the figures of the score are
    /// theirs.
    pub(super) fn finish(
        self,
        code: &str,
        policy: &Policy,
        matrix_digest: &str,
    ) -> DepartmentScore {
        let means: Vec<Option<Exact>> = self.rows.values().map(|row| row.index.mean()).collect();
        let weights = self.rows.values().map(|row| &row.weight);
        let internal = WeightedMean::over(weights.zip(means.iter().map(Option::as_ref)));
        let external = self.survey.finish();
        let sides = self.composite(internal.mean, external.as_ref());
        let least = &policy.min_coverage;
        let provisional =
            self.falls_short(&sides.weights, &internal.coverage, external.as_ref(), least);

        let mut counts = ResponseCounts::default();
        let mut indices = Moments::default();
        for row in self.rows.values() {
            counts.merge(&row.counts);
            indices.merge(&row.index);
        }
        let present: Exact = self
            .rows
            .values()
            .zip(&means)
            .filter_map(|(row, mean)| mean.as_ref().map(|_| &row.weight))
            .sum();
        let assessors = self
            .rows
            .iter()
            .zip(means)
            .map(|((assessor, row), mean)| row.score(assessor, mean, &present))
            .collect();
        let dimensions = self.dimensions();
        let only_customers = self.rows.is_empty();
        let (items, passport) = self.into_passport(code, policy, matrix_digest);
        let score = DepartmentScore {
            department: code.to_owned(),
            index: sides.index.clone(),
            rank: None,
            provisional,
            sides,
            coverage: internal.coverage,
            satisfaction_rate: counts.satisfaction_rate(),
            target_met: None,
            mean: indices.mean(),
            standard_deviation: standard_deviation(&indices),
            counts,
            assessors,
            dimensions,
            levels: levels_in_all(&items),
            items,
            external,
            passport,
        };
        let score = if only_customers {
            score.of_customers_alone()
        } else {
            score
        };
        DepartmentScore {
            target_met: score.meets(policy),
            ..score
        }
    }

    /// Where no weights are named, other departments are the whole as far as they said
    /// something, and else the customers.
    fn composite(&self, internal: Option<Exact>, external: Option<&ExternalScore>) -> Composite {
        let customers = external.and_then(|side| side.estimate.index.clone());
        let weights = match &self.side_weights {
            Some(weights) => weights.clone(),
            None if internal.is_none() && external.is_some() => SideWeights::external_only(),
            None => SideWeights::internal_only(),
        };
        Composite::of(internal, customers, weights)
    }

    /// Whether a side that was asked and counts has less coverage than the policy wants.
    fn falls_short(
        &self,
        weights: &SideWeights,
        internal: &Exact,
        external: Option<&ExternalScore>,
        least: &Exact,
    ) -> bool {
        let internal_short =
            !self.rows.is_empty() && !weights.internal.is_zero() && internal < least;
        let external_short = external
            .is_some_and(|side| !weights.external.is_zero() && side.estimate.coverage < *least);
        internal_short || external_short
    }

    fn dimensions(&self) -> Vec<DimensionScore> {
        let codes: BTreeSet<&str> = self
            .rows
            .values()
            .flat_map(|row| &row.asked.questionnaire.instrument.dimensions)
            .map(|dimension| dimension.code.as_str())
            .collect();
        codes.into_iter().map(|code| self.dimension(code)).collect()
    }

    fn dimension(&self, code: &str) -> DimensionScore {
        let asked: Vec<(&Exact, u64, Option<Exact>)> = self
            .rows
            .values()
            .filter_map(|row| {
                let moments = row.dimension(code)?;
                Some((&row.weight, moments.count(), moments.mean()))
            })
            .collect();
        let weighted = WeightedMean::over(
            asked
                .iter()
                .map(|(weight, _, mean)| (*weight, mean.as_ref())),
        );
        DimensionScore {
            code: code.to_owned(),
            index: weighted.mean,
            coverage: weighted.coverage,
            responses: asked.iter().map(|(_, responses, _)| responses).sum(),
        }
    }

    fn into_passport(
        self,
        code: &str,
        policy: &Policy,
        matrix_digest: &str,
    ) -> (Vec<ItemScore>, Passport) {
        let policy = policy.canonical_text();
        let mut hash = InputsHash::new(&policy, code, self.side_weights.as_ref());
        self.survey.hash(&mut hash);
        let mut questionnaires = BTreeMap::new();
        let asked = self.rows.values().map(|row| &row.asked);
        for asked in asked.chain(self.survey.questionnaires()) {
            let questionnaire = &asked.questionnaire;
            questionnaires.insert(questionnaire.reference.clone(), questionnaire);
        }
        for questionnaire in questionnaires.values() {
            hash.questionnaire(questionnaire);
        }
        let questionnaires = questionnaires
            .into_iter()
            .map(|(reference, questionnaire)| (reference, questionnaire.content_hash.clone()))
            .collect();

        let mut sheets = self.survey.sheets();
        for (assessor, row) in self.rows {
            sheets += row.sheets.len() as u64;
            let inputs = RowInputs {
                assessor: &assessor,
                weight: &row.weight,
                assigned: row.counts.assigned,
                questionnaire: &row.asked.questionnaire.reference,
            };
            hash.row(&inputs, row.sheets);
        }
        let items = self
            .items
            .into_values()
            .flat_map(ItemTallies::finish)
            .collect();
        let passport = Passport {
            policy,
            questionnaires,
            matrix_digest: matrix_digest.to_owned(),
            sheets,
            inputs_digest: hash.finish(),
        };
        (items, passport)
    }
}

impl DepartmentScore {
    /// The score with the figures of the customers in the place of those of other
    /// departments, which were never asked.
    fn of_customers_alone(self) -> Self {
        match self.external.clone() {
            None => self,
            Some(external) => Self {
                coverage: external.estimate.coverage,
                satisfaction_rate: external.satisfaction_rate,
                mean: external.mean,
                standard_deviation: external.standard_deviation,
                counts: external.counts,
                dimensions: external.dimensions,
                items: external.items,
                levels: external.levels,
                ..self
            },
        }
    }

    /// Whether the policy's target is met.
    fn meets(&self, policy: &Policy) -> Option<bool> {
        let target = policy.target.as_ref()?;
        let figure = match policy.target_measure {
            TargetMeasure::Rate => self.satisfaction_rate.as_ref()?,
            TargetMeasure::Index => self.index.as_ref()?,
        };
        Some(figure >= target)
    }
}
