//! Corrective actions.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, EmployeeId, IssueActionId, IssueId, IssuePlanId};

/// A row of `issue_actions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_actions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssueActionId,
    pub plan_id: IssuePlanId,
    pub issue_id: IssueId,
    pub position: i32,
    pub title: String,
    pub expected_result: String,
    pub owner_id: EmployeeId,
    pub due_on: NaiveDate,
    pub state: String,
    pub result: Option<String>,
    pub completed_at: Option<DateTime<Utc>>,
    pub completed_by: Option<AccountId>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::issue_plan::Entity",
        from = "Column::PlanId",
        to = "super::issue_plan::Column::Id"
    )]
    Plan,
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::OwnerId",
        to = "super::employee::Column::Id"
    )]
    Owner,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CompletedBy",
        to = "super::account::Column::Id"
    )]
    CompletedBy,
}

impl Related<super::issue_plan::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Plan.def()
    }
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl Related<super::employee::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Owner.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CompletedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
