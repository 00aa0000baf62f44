//! The matrix as typed: by whom, with what weight and rule.

use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{AssessorId, CycleId, DepartmentId, MatrixRowId};

/// A row of `cycle_assessors`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_assessors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessorId,
    pub cycle_id: CycleId,
    pub row_id: MatrixRowId,
    pub position: i32,
    pub department_id: Option<DepartmentId>,
    pub department_kind: Option<String>,
    pub weight: Option<Decimal>,
    pub rule: String,
    pub random_count: Option<i32>,
    pub named_employee_ids: String,
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
        belongs_to = "super::cycle_matrix_row::Entity",
        from = "Column::RowId",
        to = "super::cycle_matrix_row::Column::Id"
    )]
    Row,
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

impl Related<super::cycle_matrix_row::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Row.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
