//! What was drawn for a survey plan.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, EligibilityRuleSetId, SurveyPlanId};

/// A row of `survey_draws`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_draws")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: SurveyPlanId,
    pub seed: String,
    pub frame_sha256: String,
    pub frame_size: i64,
    pub eligible_count: i64,
    pub drawn_count: i64,
    pub rule_set_id: Option<EligibilityRuleSetId>,
    pub drawn_on: NaiveDate,
    pub drawn_at: DateTime<Utc>,
    pub drawn_by: AccountId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::survey_plan::Entity",
        from = "Column::PlanId",
        to = "super::survey_plan::Column::Id"
    )]
    Plan,
    #[sea_orm(
        belongs_to = "super::eligibility_rule_set::Entity",
        from = "Column::RuleSetId",
        to = "super::eligibility_rule_set::Column::Id"
    )]
    RuleSet,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::DrawnBy",
        to = "super::account::Column::Id"
    )]
    DrawnBy,
}

impl Related<super::survey_plan::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Plan.def()
    }
}

impl Related<super::eligibility_rule_set::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::RuleSet.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::DrawnBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
