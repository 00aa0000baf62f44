//! The departments that hand in a list of whom they served each week.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::id::DepartmentId;

/// A row of `hand_in_duties`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_in_duties")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: DepartmentId,
    pub first_week: NaiveDate,
    pub last_week: Option<NaiveDate>,
    pub next_week: NaiveDate,
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
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
