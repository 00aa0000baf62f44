//! Sealed entries of the audit trail.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `audit_blocks`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_blocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub previous_sha256: String,
    pub root_sha256: String,
    pub entry_count: i32,
    pub leaves: Vec<u8>,
    pub sealed_at: DateTime<Utc>,
    pub complete_until: Option<DateTime<Utc>>,
    pub block_sha256: String,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
