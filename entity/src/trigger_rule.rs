//! What makes an issue by itself.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, TriggerRuleId};

/// A row of `trigger_rules`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trigger_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TriggerRuleId,
    pub name: String,
    pub looks_for: String,
    pub severity: String,
    pub due_working_days: i32,
    pub created_at: DateTime<Utc>,
    pub created_by: AccountId,
    pub retired_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CreatedBy",
        to = "super::account::Column::Id"
    )]
    CreatedBy,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CreatedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
