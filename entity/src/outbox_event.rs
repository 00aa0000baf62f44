//! What happened, waiting to be told.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::EventId;

/// A row of `outbox_events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub kind: String,
    pub subject: String,
    pub payload: String,
    pub position: i64,
    pub recorded_at: DateTime<Utc>,
    pub relayed_at: Option<DateTime<Utc>>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
