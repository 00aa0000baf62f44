//! What customers said about a department, and how it combines with what other departments
//! said, as a score keeps it. Texts are as published.

use serde::{Deserialize, Serialize};

use super::details::{item, statistics};
use super::score::published;
use super::{ItemFigures, NamedCount, Statistics};
use crate::engine::{Composite, DepartmentScore, ExternalScore, PlanScore, StratumMean};

/// Decimal places of figures that stand on a root.
const ROOT_PLACES: u32 = 6;

/// The two sides of a score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// The index of what other departments said.
    pub internal: Option<String>,
    /// The index of what customers said.
    pub external: Option<String>,
    /// The relative weight of the first.
    pub internal_weight: String,
    /// The relative weight of the second.
    pub external_weight: String,
    /// The share of the weight that is present, per cent.
    pub weight_present: String,
    /// Whether the index stands on a part of the weight only.
    pub renormalised: bool,
}

/// What customers said about a department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalFigures {
    /// The index over the strata of all plans.
    pub index: Option<String>,
    /// The standard error of the index, six places: what it may be off by for having asked a
    /// sample. `None` where a sampled stratum has a single answer.
    pub standard_error: Option<String>,
    /// Satisfied per valid response, per cent.
    pub satisfaction_rate: Option<String>,
    /// The share of the frame whose strata have an answer, per cent.
    pub coverage: String,
    /// How many were invited.
    pub invited: u64,
    /// Responses received.
    pub responded: u64,
    /// Responses that are scored.
    pub valid: u64,
    /// Responses that are counted and not scored.
    pub invalid: u64,
    /// How many of those, by reason.
    pub invalid_by_reason: Vec<NamedCount>,
    /// Responses that stand apart, by reason: QUOTA_FULL, NOT_ASSESSED, EXCLUDED.
    pub left_out: Vec<NamedCount>,
    /// Figures over single answer sheets.
    pub statistics: Statistics,
    /// The dimensions, by code.
    pub dimensions: Vec<ExternalDimension>,
    /// The items, plan by plan.
    pub items: Vec<ItemFigures>,
    /// Each plan by itself, by code.
    pub plans: Vec<ExternalPlan>,
    /// Whether every valid sheet was asked every rated item.
    pub complete: bool,
    /// Whether customers were promised more than attribution.
    pub promised: bool,
}

/// One dimension in the eyes of customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalDimension {
    /// The code.
    pub code: String,
    /// The index over its items.
    pub index: Option<String>,
    /// Valid responses in which an item of it was asked.
    pub responses: u64,
}

/// One survey plan of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalPlan {
    /// Its code.
    pub code: String,
    /// The code of what it asked.
    pub questionnaire: String,
    /// The number of the version.
    pub questionnaire_number: u32,
    /// The index over its strata.
    pub index: Option<String>,
    /// Whether fewer answered than its promise shows: they are in no figure.
    pub withheld: bool,
    /// How many were invited.
    pub invited: u64,
    /// Responses received.
    pub responded: u64,
    /// Responses that are scored.
    pub valid: u64,
    /// Its strata, by name; one with the empty name without strata.
    pub strata: Vec<StratumFigures>,
}

/// One stratum of a survey plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratumFigures {
    /// Its value.
    pub value: String,
    /// Contacts in the frame (`N_h`).
    pub population: u64,
    /// Valid responses (`n_h`).
    pub responses: u64,
    /// Their mean index.
    pub mean: Option<String>,
}

impl Sides {
    /// The sides of a score that has more than one, or weights that say so.
    pub fn of(score: &DepartmentScore) -> Option<Self> {
        let Composite {
            internal,
            external,
            weights,
            weight_present,
            renormalised,
            ..
        } = &score.sides;
        if score.external.is_none() && weights.external.is_zero() {
            return None;
        }
        Some(Self {
            internal: internal.as_ref().map(published),
            external: external.as_ref().map(published),
            internal_weight: weights.internal.to_string(),
            external_weight: weights.external.to_string(),
            weight_present: published(weight_present),
            renormalised: *renormalised,
        })
    }
}

impl ExternalFigures {
    /// What customers said, as it is kept.
    pub fn of(score: &ExternalScore) -> Self {
        let counts = &score.counts;
        let shown = score.plans.iter().filter(|plan| !plan.withheld);
        let shown: u64 = shown.map(|plan| plan.counts.valid).sum();
        let complete = score.items.iter().all(|item| {
            let of_plan = score.plans.iter();
            let of_plan = of_plan.filter(|plan| plan.questionnaire == item.questionnaire);
            let valid: u64 = of_plan.map(|plan| plan.counts.valid).sum();
            item.levels.answered() + item.imputed == valid.min(shown)
        });
        Self {
            index: score.estimate.index.as_ref().map(published),
            standard_error: score
                .estimate
                .variance
                .as_ref()
                .and_then(|variance| variance.square_root(ROOT_PLACES))
                .map(|error| error.rounded(ROOT_PLACES)),
            satisfaction_rate: score.satisfaction_rate.as_ref().map(published),
            coverage: published(&score.estimate.coverage),
            invited: counts.assigned,
            responded: counts.responded(),
            valid: counts.valid,
            invalid: counts.invalid_in_all(),
            invalid_by_reason: counts
                .invalid
                .iter()
                .map(|(reason, count)| NamedCount {
                    name: reason.code().to_owned(),
                    count: *count,
                })
                .collect(),
            left_out: counts
                .excluded
                .iter()
                .map(|(reason, count)| NamedCount {
                    name: reason.clone(),
                    count: *count,
                })
                .collect(),
            statistics: statistics(
                score.mean.as_ref(),
                score.standard_deviation.as_ref(),
                counts,
                score.levels.as_ref(),
            ),
            dimensions: score
                .dimensions
                .iter()
                .map(|dimension| ExternalDimension {
                    code: dimension.code.clone(),
                    index: dimension.index.as_ref().map(published),
                    responses: dimension.responses,
                })
                .collect(),
            items: score.items.iter().map(item).collect(),
            plans: score.plans.iter().map(ExternalPlan::of).collect(),
            complete,
            promised: false,
        }
    }

    /// Whether figures over single sheets would tell what one of fewer than `least` people
    /// said: there are no more at all, or none more in a stratum. The mean of all sheets is
    /// not the one weighted by strata, and a small stratum could be solved from both.
    pub fn tells_of_fewer_than(&self, least: u64) -> bool {
        let few = |count: u64| (1..least).contains(&count);
        let shown = self.plans.iter().filter(|plan| !plan.withheld);
        let mut strata = shown.flat_map(|plan| &plan.strata);
        few(self.valid) || strata.any(|stratum| few(stratum.responses))
    }

    /// The figures for somebody who may not read raw sheets: whatever breaks them down by
    /// people or attributes is there from `least` people on alone, and what all said
    /// together in any case.
    #[must_use]
    pub fn for_reader(mut self, least: u64) -> Self {
        if self.promised && !self.complete {
            self.dimensions.clear();
        }
        if self.valid < least {
            self.invalid_by_reason.clear();
        }
        if self.valid < least || self.tells_of_fewer_than(least) {
            // Of two sheets their mean and how far it may be off are the sheets themselves.
            self.standard_error = None;
            self.statistics = Statistics {
                response_rate: self.statistics.response_rate,
                ..Statistics::default()
            };
            self.items.clear();
        }
        let few = |count: u64| (1..least).contains(&count);
        let rated = |item: &ItemFigures| item.levels.iter().map(|level| level.count).sum();
        if self.items.iter().any(|item| few(rated(item))) {
            self.items.clear();
        }
        // One hidden stratum could be had from the index and the others.
        let strata = self.plans.iter().flat_map(|plan| &plan.strata);
        if strata.into_iter().any(|stratum| few(stratum.responses)) {
            for plan in &mut self.plans {
                plan.strata.clear();
            }
        }
        if self.plans.iter().any(|plan| few(plan.valid)) && self.plans.len() > 1 {
            for plan in &mut self.plans {
                plan.index = None;
            }
        }
        self
    }
}

impl ExternalPlan {
    fn of(plan: &PlanScore) -> Self {
        Self {
            code: plan.code.clone(),
            questionnaire: plan.questionnaire.code.clone(),
            questionnaire_number: plan.questionnaire.version,
            index: plan.index.as_ref().map(published),
            withheld: plan.withheld,
            invited: plan.counts.assigned,
            responded: plan.counts.responded(),
            valid: plan.counts.valid,
            strata: plan.strata.iter().map(StratumFigures::of).collect(),
        }
    }
}

impl StratumFigures {
    fn of(stratum: &StratumMean) -> Self {
        Self {
            value: stratum.code.clone(),
            population: stratum.population,
            responses: stratum.responses,
            mean: stratum.mean.as_ref().map(published),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(value: &str, responses: u64) -> StratumFigures {
        StratumFigures {
            value: value.to_owned(),
            population: 100,
            responses,
            mean: Some("80.00".to_owned()),
        }
    }

    fn figures(strata: Vec<StratumFigures>) -> ExternalFigures {
        let valid = strata.iter().map(|stratum| stratum.responses).sum();
        let plan = ExternalPlan {
            code: "P".to_owned(),
            questionnaire: "Q".to_owned(),
            questionnaire_number: 1,
            index: Some("80.00".to_owned()),
            withheld: false,
            invited: 100,
            responded: valid,
            valid,
            strata,
        };
        ExternalFigures {
            index: Some("80.00".to_owned()),
            valid,
            dimensions: vec![ExternalDimension {
                code: "d".to_owned(),
                index: Some("80.00".to_owned()),
                responses: valid,
            }],
            plans: vec![plan],
            ..ExternalFigures::default()
        }
    }

    #[test]
    fn a_small_stratum_hides_all_of_them_and_never_the_index() {
        let small = figures(vec![stratum("north", 9), stratum("south", 2)]);
        let shown = small.for_reader(5);
        assert!(shown.plans[0].strata.is_empty());
        assert_eq!(shown.index.as_deref(), Some("80.00"));
        let large = figures(vec![stratum("north", 9), stratum("south", 0)]);
        assert_eq!(large.for_reader(5).plans[0].strata.len(), 2);
    }

    #[test]
    fn the_error_and_the_mean_of_sheets_are_shown_where_every_stratum_is_a_group() {
        let figures = |strata| ExternalFigures {
            standard_error: Some("14.142136".to_owned()),
            statistics: Statistics {
                mean: Some("80.00".to_owned()),
                ..Statistics::default()
            },
            ..figures(strata)
        };
        for strata in [
            vec![stratum("", 2)],
            vec![stratum("north", 9), stratum("south", 2)],
        ] {
            let shown = figures(strata).for_reader(5);
            assert_eq!((shown.standard_error, shown.statistics.mean), (None, None));
            assert_eq!(shown.index.as_deref(), Some("80.00"));
        }
        let large = figures(vec![stratum("north", 9), stratum("south", 5)]);
        assert_eq!(large.clone().for_reader(5), large);
    }

    #[test]
    fn dimensions_of_sheets_that_were_not_asked_alike_are_hidden_where_more_was_promised() {
        let incomplete = figures(vec![stratum("", 9)]);
        assert_eq!(incomplete.clone().for_reader(5).dimensions.len(), 1);
        let promised = ExternalFigures {
            promised: true,
            ..incomplete
        };
        assert!(promised.for_reader(5).dimensions.is_empty());
    }
}
