//! Survey plans.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{
    AccountId, CustomerTableId, CycleId, DepartmentId, QuestionnaireVersionId, SurveyPlanId,
};

/// A row of `survey_plans`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_plans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyPlanId,
    pub code: String,
    pub name: String,
    pub cycle_id: CycleId,
    pub questionnaire_version_id: QuestionnaireVersionId,
    pub assessed_department_id: DepartmentId,
    pub channel: String,
    pub confidentiality: String,
    pub frame: String,
    pub sampling: String,
    pub quotas: String,
    pub seed: String,
    pub reserve: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub daily_from: i32,
    pub daily_until: i32,
    pub daily_quota: Option<i32>,
    pub validity_seconds: i64,
    pub may_repeat: bool,
    pub rest_days: i32,
    pub follow_up_version_id: Option<QuestionnaireVersionId>,
    pub follow_up_item: Option<String>,
    pub follow_up_at_or_below: Option<i32>,
    pub monthly_table_id: Option<CustomerTableId>,
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub created_by: AccountId,
    pub changed_at: DateTime<Utc>,
    pub changed_by: AccountId,
    pub version: i32,
    pub running_since: Option<DateTime<Utc>>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::cycle::Entity",
        from = "Column::CycleId",
        to = "super::cycle::Column::Id"
    )]
    Cycle,
    #[sea_orm(
        belongs_to = "super::questionnaire_version::Entity",
        from = "Column::QuestionnaireVersionId",
        to = "super::questionnaire_version::Column::Id"
    )]
    QuestionnaireVersion,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::AssessedDepartmentId",
        to = "super::department::Column::Id"
    )]
    AssessedDepartment,
    #[sea_orm(
        belongs_to = "super::questionnaire_version::Entity",
        from = "Column::FollowUpVersionId",
        to = "super::questionnaire_version::Column::Id"
    )]
    FollowUpVersion,
    #[sea_orm(
        belongs_to = "super::customer_table::Entity",
        from = "Column::MonthlyTableId",
        to = "super::customer_table::Column::Id"
    )]
    MonthlyTable,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CreatedBy",
        to = "super::account::Column::Id"
    )]
    CreatedBy,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::ChangedBy",
        to = "super::account::Column::Id"
    )]
    ChangedBy,
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::AssessedDepartment.def()
    }
}

impl Related<super::customer_table::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::MonthlyTable.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
