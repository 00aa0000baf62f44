//! Decisions about suspensions.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, SuspensionId};

/// A row of `survey_suspension_decisions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_suspension_decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub suspension_id: SuspensionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: i32,
    pub approved: bool,
    pub reason: String,
    pub decided_by: AccountId,
    pub decided_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::survey_suspension::Entity",
        from = "Column::SuspensionId",
        to = "super::survey_suspension::Column::Id"
    )]
    Suspension,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::DecidedBy",
        to = "super::account::Column::Id"
    )]
    DecidedBy,
}

impl Related<super::survey_suspension::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Suspension.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::DecidedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
