//! Which departments a merged or split department came from.

use sea_orm::entity::prelude::*;

use crate::id::DepartmentId;

/// A row of `department_predecessors`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "department_predecessors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: DepartmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub predecessor_id: DepartmentId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::PredecessorId",
        to = "super::department::Column::Id"
    )]
    Predecessor,
}

impl ActiveModelBehavior for ActiveModel {}
