//! How the sides of a department's score combine in a cycle.

use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{CycleId, DepartmentId};

/// A row of `cycle_sides`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_sides")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle_id: CycleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: DepartmentId,
    pub is_surveyed: bool,
    pub internal_weight: Option<Decimal>,
    pub external_weight: Option<Decimal>,
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

impl ActiveModelBehavior for ActiveModel {}
