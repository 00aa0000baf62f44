//! More time for an action.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ExtensionId, IssueActionId, IssueId};

/// A row of `issue_extensions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_extensions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExtensionId,
    pub action_id: IssueActionId,
    pub issue_id: IssueId,
    pub old_due_on: NaiveDate,
    pub due_on: NaiveDate,
    pub reason: String,
    pub state: String,
    pub requested_at: DateTime<Utc>,
    pub requested_by: AccountId,
    pub decision_reason: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<AccountId>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::issue_action::Entity",
        from = "Column::ActionId",
        to = "super::issue_action::Column::Id"
    )]
    Action,
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::RequestedBy",
        to = "super::account::Column::Id"
    )]
    RequestedBy,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::DecidedBy",
        to = "super::account::Column::Id"
    )]
    DecidedBy,
}

impl Related<super::issue_action::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Action.def()
    }
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
