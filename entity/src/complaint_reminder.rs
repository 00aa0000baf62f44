//! Who was told that a complaint is late.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::ComplaintId;

/// A row of `complaint_reminders`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint_reminders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub complaint_id: ComplaintId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub deadline: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub due_on: NaiveDate,
    pub reminded_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::complaint::Entity",
        from = "Column::ComplaintId",
        to = "super::complaint::Column::Id"
    )]
    Complaint,
}

impl Related<super::complaint::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Complaint.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
