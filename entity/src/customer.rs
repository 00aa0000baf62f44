//! The register of customers.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{AccountId, CustomerId, DepartmentId};

/// A row of `customers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub code: String,
    pub name: String,
    pub state: String,
    pub annual_volume: Option<Decimal>,
    pub department_id: Option<DepartmentId>,
    pub attributes: String,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: Option<AccountId>,
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
        from = "Column::RecordedBy",
        to = "super::account::Column::Id"
    )]
    RecordedBy,
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::RecordedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
