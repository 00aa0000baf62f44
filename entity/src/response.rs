//! Submitted answer sheets.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AssignmentId, CycleId, PairId, ResponseId};

/// A row of `responses`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "responses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResponseId,
    pub cycle_id: CycleId,
    pub pair_id: PairId,
    pub assignment_id: AssignmentId,
    pub idempotency_key: String,
    pub content_sha256: String,
    pub sheet: String,
    pub submitted_at: DateTime<Utc>,
    pub superseded_at: Option<DateTime<Utc>>,
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
        belongs_to = "super::cycle_pair::Entity",
        from = "Column::PairId",
        to = "super::cycle_pair::Column::Id"
    )]
    Pair,
    #[sea_orm(
        belongs_to = "super::assignment::Entity",
        from = "Column::AssignmentId",
        to = "super::assignment::Column::Id"
    )]
    Assignment,
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::cycle_pair::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Pair.def()
    }
}

impl Related<super::assignment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Assignment.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
