//! What customers said about one assessed department, survey plan by survey plan.
//!
//! All plans about a department are one stratified sample: each stratum of each plan
//! weighs by its part of the frame ([`super::external`]). A plan without strata is one
//! stratum.
//!
//! Invariant: the internal and the external figures never touch before the composite.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::counts::ResponseCounts;
use super::error::ScoringError;
use super::external::{ExternalEstimate, Stratum, StratumMean};
use super::instrument::QuestionnaireReference;
use super::levels::{LevelDistribution, levels_in_all};
use super::moments::Moments;
use super::passport::{InputsHash, PlanInputs};
use super::score::{DimensionScore, ItemScore};
use super::sheet::{Sheet, SheetResult};
use super::tally::{ItemTallies, PreparedQuestionnaire, RowTally, standard_deviation};
use super::weighted::WeightedMean;
use crate::kernel::exact::Exact;

/// A survey plan about an assessed department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyedPlan {
    /// Its code.
    pub code: String,
    /// What it asks.
    pub questionnaire: QuestionnaireReference,
    /// How many contacts were invited.
    pub invited: u64,
    /// The fewest valid responses that make a figure: what fewer people said is counted and
    /// told to nobody, because they were promised so.
    pub least: u64,
    /// The strata with the number of contacts in the frame of each (`N_h`); one with the
    /// empty name without strata.
    pub strata: Vec<(String, u64)>,
}

/// What customers said about a department: every figure exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalScore {
    /// The index with its precision and coverage, over the strata of all plans.
    pub estimate: ExternalEstimate,
    /// Satisfied per valid response.
    pub satisfaction_rate: Option<Exact>,
    /// The plain mean of the valid response indices, every sheet counting one.
    pub mean: Option<Exact>,
    /// Their sample standard deviation, six places; `None` below two sheets.
    pub standard_deviation: Option<Exact>,
    /// The responses to all plans together.
    pub counts: ResponseCounts,
    /// The dimensions, by code.
    pub dimensions: Vec<DimensionScore>,
    /// The items, plan by plan in the instrument's order.
    pub items: Vec<ItemScore>,
    /// Levels over all items, where all stand on one scale.
    pub levels: Option<LevelDistribution>,
    /// Each plan by itself, by code.
    pub plans: Vec<PlanScore>,
}

/// What one survey plan contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanScore {
    /// The plan's code.
    pub code: String,
    /// What it asked.
    pub questionnaire: QuestionnaireReference,
    /// The index over its strata alone.
    pub index: Option<Exact>,
    /// Whether too few answered for a figure.
    pub withheld: bool,
    /// Its responses.
    pub counts: ResponseCounts,
    /// Its strata, by name.
    pub strata: Vec<StratumMean>,
}

impl PlanTally {
    fn is_withheld(&self) -> bool {
        (1..self.least).contains(&self.row.counts.valid)
    }

    /// The strata; those of a plan that too few answered have no responses to show.
    fn shown_strata(&self) -> Vec<Stratum> {
        let strata = self.strata.values();
        if self.is_withheld() {
            strata.map(Stratum::emptied).collect()
        } else {
            strata.cloned().collect()
        }
    }
}

/// The sheets of all plans about one department while they stream by.
#[derive(Debug, Default)]
pub(super) struct SurveyTally {
    plans: BTreeMap<String, PlanTally>,
}

#[derive(Debug)]
struct PlanTally {
    least: u64,
    row: RowTally,
    items: ItemTallies,
    strata: BTreeMap<String, Stratum>,
    /// The fingerprints of the sheets, with the stratum of each.
    sheets: Vec<(String, super::ContentDigest)>,
}

impl SurveyTally {
    pub(super) fn add(
        &mut self,
        plan: SurveyedPlan,
        asked: Arc<PreparedQuestionnaire>,
    ) -> Result<(), ScoringError> {
        let SurveyedPlan {
            code,
            invited,
            least,
            strata,
            ..
        } = plan;
        let dimensions = asked.questionnaire.instrument.dimensions.len();
        let strata = strata.into_iter().map(|(name, population)| {
            let stratum = Stratum::new(name.clone(), population).with_dimensions(dimensions);
            (name, stratum)
        });
        let tally = PlanTally {
            least,
            strata: strata.collect(),
            items: ItemTallies::new(Arc::clone(&asked)),
            row: RowTally::new(Exact::from(1), invited, asked),
            sheets: Vec::new(),
        };
        match self.plans.insert(code.clone(), tally) {
            None => Ok(()),
            Some(_) => Err(ScoringError::DuplicateCode { code }),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// `None` where there is no such plan or stratum.
    pub(super) fn record(
        &mut self,
        plan: &str,
        stratum: &str,
        sheet: &Sheet,
    ) -> Option<Result<SheetResult, ScoringError>> {
        let plan = self.plans.get_mut(plan)?;
        let tally = plan.strata.get_mut(stratum)?;
        let result = plan.row.record(sheet);
        if let Ok(result) = &result {
            let fingerprint = plan.row.sheets.pop()?;
            plan.sheets.push((stratum.to_owned(), fingerprint));
            if let SheetResult::Valid(valid) = result {
                tally.add(valid);
                plan.items.record(&sheet.marks);
            }
        }
        Some(result)
    }

    /// The questionnaires that were asked.
    pub(super) fn questionnaires(&self) -> impl Iterator<Item = &Arc<PreparedQuestionnaire>> {
        self.plans.values().map(|plan| &plan.row.asked)
    }

    /// How many sheets there are, those too that are not scored.
    pub(super) fn sheets(&self) -> u64 {
        self.plans
            .values()
            .map(|plan| plan.sheets.len() as u64)
            .sum()
    }

    /// Adds the inputs to the hash, plan by plan.
    pub(super) fn hash(&self, hash: &mut InputsHash) {
        for (code, plan) in &self.plans {
            let questionnaire = &plan.row.asked.questionnaire.reference;
            hash.plan(&PlanInputs {
                code,
                questionnaire,
                invited: plan.row.counts.assigned,
                least: plan.least,
                strata: plan.strata.values().map(Stratum::size).collect(),
                sheets: &plan.sheets,
            });
        }
    }

    /// The score; `None` where no plan was about the department.
    pub(super) fn finish(&self) -> Option<ExternalScore> {
        if self.is_empty() {
            return None;
        }
        let dimensions = self.dimensions();
        let mut counts = ResponseCounts::default();
        let mut shown = ResponseCounts::default();
        let mut indices = Moments::default();
        let mut strata = Vec::new();
        let mut items = Vec::new();
        let mut plans = Vec::new();
        for (code, plan) in &self.plans {
            counts.merge(&plan.row.counts);
            let own = plan.shown_strata();
            let estimate = ExternalEstimate::of(&own);
            strata.extend(own);
            if !plan.is_withheld() {
                shown.merge(&plan.row.counts);
                indices.merge(&plan.row.index);
                items.extend(plan.items.clone().finish());
            }
            plans.push(PlanScore {
                code: code.clone(),
                questionnaire: plan.row.asked.questionnaire.reference.clone(),
                index: estimate.index,
                withheld: plan.is_withheld(),
                counts: plan.row.counts.clone(),
                strata: estimate.strata,
            });
        }
        Some(ExternalScore {
            estimate: ExternalEstimate::of(&strata),
            satisfaction_rate: shown.satisfaction_rate(),
            mean: indices.mean(),
            standard_deviation: standard_deviation(&indices),
            counts,
            dimensions,
            levels: levels_in_all(&items),
            items,
            plans,
        })
    }

    /// Each dimension by the same rule as the index: over the strata of the plans that ask
    /// it.
    fn dimensions(&self) -> Vec<DimensionScore> {
        let asked = self
            .plans
            .values()
            .flat_map(|plan| &plan.row.asked.questionnaire.instrument.dimensions);
        let codes: BTreeSet<&str> = asked.map(|dimension| dimension.code.as_str()).collect();
        codes.into_iter().map(|code| self.dimension(code)).collect()
    }

    fn dimension(&self, code: &str) -> DimensionScore {
        let mut parts: Vec<(Exact, Option<Exact>)> = Vec::new();
        let mut responses = 0;
        for plan in self.plans.values() {
            let mut dimensions = plan.row.asked.questionnaire.instrument.dimensions.iter();
            let Some(position) = dimensions.position(|dimension| dimension.code == code) else {
                continue;
            };
            for stratum in &plan.shown_strata() {
                let (population, moments) = stratum.dimension(position);
                responses += moments.map_or(0, Moments::count);
                parts.push((Exact::from(population), moments.and_then(Moments::mean)));
            }
        }
        let weighted =
            WeightedMean::over(parts.iter().map(|(weight, mean)| (weight, mean.as_ref())));
        DimensionScore {
            code: code.to_owned(),
            index: weighted.mean,
            coverage: weighted.coverage,
            responses,
        }
    }
}
