//! What customers said, as the API shows it.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::passport::{ItemStatistics, ReasonCount, SheetStatistics};
use crate::graphql::base::Decimal;
use crate::scoring;

/// How what other departments said and what customers said make the index.
#[derive(SimpleObject)]
pub(crate) struct ScoreSides {
    /// The index of what other departments said, 0 to 100 with two places; null where they
    /// said nothing.
    internal: Option<Decimal>,
    /// The index of what customers said, 0 to 100 with two places; null where they said
    /// nothing, or fewer answered than they were promised.
    external: Option<Decimal>,
    /// The relative weight of the first that was applied.
    internal_weight: Decimal,
    /// The relative weight of the second that was applied.
    external_weight: Decimal,
    /// The share of the weight that is present, per cent with two places.
    weight_present: Decimal,
    /// Whether the index stands on a part of the weight only.
    renormalised: bool,
}

impl From<&scoring::Sides> for ScoreSides {
    fn from(sides: &scoring::Sides) -> Self {
        let figure = |text: &Option<String>| text.as_deref().map(Decimal::published);
        Self {
            internal: figure(&sides.internal),
            external: figure(&sides.external),
            internal_weight: Decimal::published(&sides.internal_weight),
            external_weight: Decimal::published(&sides.external_weight),
            weight_present: Decimal::published(&sides.weight_present),
            renormalised: sides.renormalised,
        }
    }
}

/// What customers said about a department: figures of their own, never mixed with what other
/// departments said.
pub(crate) struct ExternalScore {
    opened: Arc<scoring::OpenedDetails>,
}

impl ExternalScore {
    /// What customers said, where they were asked.
    pub(super) fn of(opened: Arc<scoring::OpenedDetails>) -> Option<Self> {
        opened.details.external.as_ref()?;
        Some(Self { opened })
    }

    fn figures(&self) -> std::borrow::Cow<'_, scoring::ExternalFigures> {
        match &self.opened.details.external {
            Some(figures) => std::borrow::Cow::Borrowed(figures),
            None => std::borrow::Cow::Owned(scoring::ExternalFigures::default()),
        }
    }
}

/// What customers said about a department: figures of their own, never mixed with what other
/// departments said.
#[Object]
impl ExternalScore {
    /// The mean index weighted by strata, 0 to 100 with two places; null without a valid
    /// answer, and where fewer answered than the plan promises to show.
    async fn index(&self) -> Option<Decimal> {
        self.figures().index.as_deref().map(Decimal::published)
    }

    /// The standard error of the index, six places: how far off it may be for having asked a
    /// sample, with the correction for a finite frame. 0 for a census. Null where a stratum
    /// of a sample has a single answer, and for those who may not see figures over so few.
    async fn standard_error(&self) -> Option<Decimal> {
        let figures = self.figures();
        figures.standard_error.as_deref().map(Decimal::published)
    }

    /// Valid answers whose index reaches the threshold, per cent with two places.
    async fn satisfaction_rate(&self) -> Option<Decimal> {
        let figures = self.figures();
        figures.satisfaction_rate.as_deref().map(Decimal::published)
    }

    /// The share of the frame whose strata have a valid answer, per cent with two places.
    async fn coverage(&self) -> Decimal {
        Decimal::published(&self.figures().coverage)
    }

    /// How many contacts were invited.
    async fn invited(&self) -> u64 {
        self.figures().invited
    }

    /// Answers received that can count.
    async fn responded(&self) -> u64 {
        self.figures().responded
    }

    /// Answers that are scored.
    async fn valid(&self) -> u64 {
        self.figures().valid
    }

    /// Answers that are counted and not scored.
    async fn invalid(&self) -> u64 {
        self.figures().invalid
    }

    /// How many of those, by reason; empty for those who may not see figures over so few.
    async fn invalid_by_reason(&self) -> Vec<ReasonCount> {
        reasons(&self.figures().invalid_by_reason)
    }

    /// Answers that stand apart: QUOTA_FULL, NOT_ASSESSED, EXCLUDED.
    async fn left_out(&self) -> Vec<ReasonCount> {
        reasons(&self.figures().left_out)
    }

    /// Figures over the valid answer sheets, each counting one; null or empty for those who
    /// may not see figures over so few, be it in one stratum alone.
    async fn statistics(&self) -> SheetStatistics {
        SheetStatistics::from(&self.figures().statistics)
    }

    /// The index of each dimension, by code. Empty where it would tell of single sheets.
    async fn by_dimension(&self) -> Vec<ExternalDimension> {
        let figures = self.figures();
        figures.dimensions.iter().map(Into::into).collect()
    }

    /// Each item by itself, plan by plan. Empty for those who may not see figures over so few.
    async fn items(&self) -> Vec<ItemStatistics> {
        let figures = self.figures();
        figures.items.iter().map(ItemStatistics::from).collect()
    }

    /// Each survey plan by itself, by code.
    async fn plans(&self) -> Vec<ExternalPlan> {
        let figures = self.figures();
        figures.plans.iter().map(Into::into).collect()
    }
}

/// One dimension in the eyes of customers.
#[derive(SimpleObject)]
pub(crate) struct ExternalDimension {
    /// The code.
    code: String,
    /// The index over its items, 0 to 100 with two places.
    index: Option<Decimal>,
    /// Valid answers in which an item of it was asked.
    responses: u64,
}

impl From<&scoring::ExternalDimension> for ExternalDimension {
    fn from(dimension: &scoring::ExternalDimension) -> Self {
        Self {
            code: dimension.code.clone(),
            index: dimension.index.as_deref().map(Decimal::published),
            responses: dimension.responses,
        }
    }
}

/// What one survey plan contributed to a score.
#[derive(SimpleObject)]
pub(crate) struct ExternalPlan {
    /// The code of the plan.
    code: String,
    /// The code of the questionnaire that it asked.
    questionnaire_code: String,
    /// The number of its version.
    questionnaire_number: u32,
    /// The index over its strata, 0 to 100 with two places.
    index: Option<Decimal>,
    /// Whether fewer answered than its promise shows: they are in no figure.
    withheld: bool,
    /// How many contacts were invited.
    invited: u64,
    /// Answers received that can count.
    responded: u64,
    /// Answers that are scored.
    valid: u64,
    /// Its strata, by value; one with the empty value without strata. Empty for those who may
    /// not see figures over so few.
    strata: Vec<ExternalStratum>,
}

impl From<&scoring::ExternalPlan> for ExternalPlan {
    fn from(plan: &scoring::ExternalPlan) -> Self {
        Self {
            code: plan.code.clone(),
            questionnaire_code: plan.questionnaire.clone(),
            questionnaire_number: plan.questionnaire_number,
            index: plan.index.as_deref().map(Decimal::published),
            withheld: plan.withheld,
            invited: plan.invited,
            responded: plan.responded,
            valid: plan.valid,
            strata: plan.strata.iter().map(Into::into).collect(),
        }
    }
}

/// One stratum of a survey plan in a score.
#[derive(SimpleObject)]
pub(crate) struct ExternalStratum {
    /// Its value.
    value: String,
    /// Contacts in the frame who are assessed (N_h).
    population: u64,
    /// Valid answers (n_h).
    responses: u64,
    /// Their mean index, 0 to 100 with two places.
    mean: Option<Decimal>,
}

impl From<&scoring::StratumFigures> for ExternalStratum {
    fn from(stratum: &scoring::StratumFigures) -> Self {
        Self {
            value: stratum.value.clone(),
            population: stratum.population,
            responses: stratum.responses,
            mean: stratum.mean.as_deref().map(Decimal::published),
        }
    }
}

fn reasons(counts: &[scoring::NamedCount]) -> Vec<ReasonCount> {
    let counted = counts.iter().map(|it| ReasonCount {
        reason: it.name.clone(),
        count: it.count,
    });
    counted.collect()
}
