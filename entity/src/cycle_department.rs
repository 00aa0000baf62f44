//! Departments as they were when a cycle opened.

use sea_orm::entity::prelude::*;

use crate::id::{CycleId, DepartmentId, EmployeeId};

/// A row of `cycle_departments`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_departments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle_id: CycleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: DepartmentId,
    pub code: String,
    pub name: String,
    pub head_name: Option<String>,
    pub head_id: Option<EmployeeId>,
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
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::HeadId",
        to = "super::employee::Column::Id"
    )]
    Head,
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
