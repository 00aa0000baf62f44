//! The customers of a month, completed by one person and checked by another.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CustomerTableId};

/// A row of `customer_tables`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_tables")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerTableId,
    pub month: NaiveDate,
    pub code: String,
    pub name: String,
    pub state: String,
    pub operator_id: Option<AccountId>,
    pub operated_at: Option<DateTime<Utc>>,
    pub checker_id: Option<AccountId>,
    pub checked_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::OperatorId",
        to = "super::account::Column::Id"
    )]
    Operator,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CheckerId",
        to = "super::account::Column::Id"
    )]
    Checker,
}

impl ActiveModelBehavior for ActiveModel {}
