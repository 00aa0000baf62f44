//! What was found wrong, until it is put right.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{
    AccountId, ComplaintId, CycleId, DepartmentId, IssueId, ScoreId, SurveySheetId, TriggerRuleId,
};

/// A row of `issues`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issues")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssueId,
    pub year: i32,
    pub position: i32,
    pub title: String,
    pub description: String,
    pub department_id: DepartmentId,
    pub severity: String,
    pub severity_before: Option<String>,
    pub state: String,
    pub round: i32,
    pub due_on: NaiveDate,
    pub source: String,
    pub rule_id: Option<TriggerRuleId>,
    pub score_id: Option<ScoreId>,
    pub complaint_id: Option<ComplaintId>,
    pub sheet_id: Option<SurveySheetId>,
    pub cycle_id: Option<CycleId>,
    pub dimension: Option<String>,
    pub item: Option<String>,
    pub finding: Option<String>,
    pub analysis: Option<String>,
    pub cause: Option<String>,
    pub recurrence_of: Option<IssueId>,
    pub opened_at: DateTime<Utc>,
    pub opened_by: Option<AccountId>,
    pub verifying_since: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
    #[sea_orm(
        belongs_to = "super::trigger_rule::Entity",
        from = "Column::RuleId",
        to = "super::trigger_rule::Column::Id"
    )]
    Rule,
    #[sea_orm(
        belongs_to = "super::score::Entity",
        from = "Column::ScoreId",
        to = "super::score::Column::Id"
    )]
    Score,
    #[sea_orm(
        belongs_to = "super::complaint::Entity",
        from = "Column::ComplaintId",
        to = "super::complaint::Column::Id"
    )]
    Complaint,
    #[sea_orm(
        belongs_to = "super::survey_sheet::Entity",
        from = "Column::SheetId",
        to = "super::survey_sheet::Column::Id"
    )]
    Sheet,
    #[sea_orm(
        belongs_to = "super::cycle::Entity",
        from = "Column::CycleId",
        to = "super::cycle::Column::Id"
    )]
    Cycle,
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::RecurrenceOf",
        to = "super::issue::Column::Id"
    )]
    RecurrenceOf,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::OpenedBy",
        to = "super::account::Column::Id"
    )]
    OpenedBy,
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl Related<super::trigger_rule::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Rule.def()
    }
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl Related<super::complaint::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Complaint.def()
    }
}

impl Related<super::survey_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::OpenedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
