//! Attempts to sign in that no success has made good.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `sign_in_attempts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_sha256: String,
    pub failures: i32,
    pub counted_at: DateTime<Utc>,
    pub blocked_until: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
