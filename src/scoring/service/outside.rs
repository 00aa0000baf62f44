//! What scoring knows of the survey plans of a cycle.

use crate::access::OpContext;
use crate::cycles::{self, Confidentiality, Cycle};
use crate::engine::{QuestionnaireReference, SideWeights, SurveyedPlan};
use crate::invitations;
use crate::kernel::exact::Exact;
use crate::kernel::ids::{DepartmentId, QuestionnaireVersionId};
use crate::kernel::{Decimal, Failure, Outcome};
use crate::surveys::{self, Plan};

/// The survey plans of a cycle, and how the sides of departments combine.
pub(super) struct Outside {
    /// The drawn plans by code, with what the engine knows of them; what they ask is filled
    /// in later.
    pub(super) plans: Vec<(Plan, SurveyedPlan)>,
    /// The weights of the sides, where they were set.
    pub(super) weights: Vec<(DepartmentId, SideWeights)>,
}

impl Outside {
    pub(super) async fn of(context: &OpContext, cycle: &Cycle) -> Outcome<Self> {
        let database = context.database();
        let least = u64::from(cycle.settings.scoring.min_group);
        let mut plans = Vec::new();
        for plan in surveys::drawn_plans_of(database, cycle.id).await? {
            let strata = surveys::strata_of_plan(database, plan.id).await?;
            let promised = plan.settings.confidentiality != Confidentiality::Attributed;
            let figures = SurveyedPlan {
                code: plan.settings.code.as_str().to_owned(),
                questionnaire: QuestionnaireReference {
                    code: String::new(),
                    version: 0,
                },
                invited: invitations::asked_count(database, plan.id).await?,
                least: if promised { least } else { 0 },
                strata: strata
                    .into_iter()
                    .map(|stratum| (stratum.value, stratum.assessed))
                    .collect(),
            };
            plans.push((plan, figures));
        }
        let sides = cycles::sides_to_score(database, cycle.id).await?;
        let weights = sides.into_iter().filter_map(|side| {
            let (internal, external) = side.weights?;
            Some((side.department_id, internal, external))
        });
        let weights = weights.map(|(department, internal, external)| {
            let weights = SideWeights {
                internal: exact(&internal)?,
                external: exact(&external)?,
            };
            Ok((department, weights))
        });
        Ok(Self {
            plans,
            weights: weights.collect::<Outcome<_>>()?,
        })
    }

    /// Whether customers were promised more than attribution about a department.
    pub(super) fn promises_more(&self, department: DepartmentId) -> bool {
        self.plans.iter().any(|(plan, _)| {
            plan.settings.assessed_department_id == department
                && plan.settings.confidentiality != Confidentiality::Attributed
        })
    }

    /// What the first plan about a department asks; nothing where its customers were promised
    /// more than attribution and not all were asked everything.
    pub(super) fn asked_about(
        &self,
        department: DepartmentId,
        complete: bool,
    ) -> Option<QuestionnaireVersionId> {
        let mut plans = self.plans.iter().map(|(plan, _)| &plan.settings);
        let shown = |confidentiality| complete || confidentiality == Confidentiality::Attributed;
        plans
            .find(|plan| plan.assessed_department_id == department)
            .filter(|plan| shown(plan.confidentiality))
            .map(|plan| plan.questionnaire_version_id)
    }
}

fn exact(decimal: &Decimal) -> Outcome<Exact> {
    Exact::try_from(decimal.as_big()).map_err(|wrong| Failure::internal(format!("{wrong:?}")))
}
