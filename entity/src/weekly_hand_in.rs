//! Weeks that departments handed in, or owe.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, DepartmentId, HandInId};

/// A row of `weekly_hand_ins`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "weekly_hand_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HandInId,
    pub department_id: DepartmentId,
    pub week: NaiveDate,
    pub state: String,
    pub due_at: DateTime<Utc>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub submitted_by: Option<AccountId>,
    pub version: i32,
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
        belongs_to = "super::account::Entity",
        from = "Column::SubmittedBy",
        to = "super::account::Column::Id"
    )]
    SubmittedBy,
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SubmittedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
