//! What is done about an issue.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, IssueId, IssuePlanId};

/// A row of `issue_plans`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_plans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssuePlanId,
    pub issue_id: IssueId,
    pub round: i32,
    pub state: String,
    pub measure: String,
    pub submitted_at: DateTime<Utc>,
    pub submitted_by: AccountId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::SubmittedBy",
        to = "super::account::Column::Id"
    )]
    SubmittedBy,
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SubmittedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
