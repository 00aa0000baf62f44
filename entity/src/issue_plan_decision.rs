//! Decisions about plans.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, IssuePlanId};

/// A row of `issue_plan_decisions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_plan_decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: IssuePlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: String,
    pub approved: bool,
    pub reason: String,
    pub decided_at: DateTime<Utc>,
    pub decided_by: AccountId,
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
        belongs_to = "super::account::Entity",
        from = "Column::DecidedBy",
        to = "super::account::Column::Id"
    )]
    DecidedBy,
}

impl Related<super::issue_plan::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Plan.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::DecidedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
