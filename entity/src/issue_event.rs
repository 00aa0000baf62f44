//! What happened to issues.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, IssueEventId, IssueId};

/// A row of `issue_history`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_history")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssueEventId,
    pub issue_id: IssueId,
    pub action: String,
    pub from_state: String,
    pub to_state: String,
    pub round: i32,
    pub reason: Option<String>,
    pub happened_at: DateTime<Utc>,
    pub actor_id: Option<AccountId>,
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
        from = "Column::ActorId",
        to = "super::account::Column::Id"
    )]
    Actor,
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Actor.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
