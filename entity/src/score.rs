//! Computed scores, revision by revision.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{CycleId, DepartmentId, ScoreId};

/// A row of `scores`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scores")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScoreId,
    pub cycle_id: CycleId,
    pub department_id: DepartmentId,
    pub revision: i32,
    pub reason: Option<String>,
    pub index_numerator: Option<String>,
    pub index_denominator: Option<String>,
    pub index_published: Option<String>,
    pub index_order: i64,
    pub rank: Option<i32>,
    pub satisfaction_rate: Option<String>,
    pub coverage: String,
    pub provisional: bool,
    pub target: Option<String>,
    pub target_measure: String,
    pub target_met: Option<bool>,
    pub assigned: i32,
    pub responded: i32,
    pub valid: i32,
    pub invalid: i32,
    pub withheld: bool,
    pub complete: bool,
    pub details: String,
    pub policy_number: i32,
    pub inputs_sha256: String,
    pub computed_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
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
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
