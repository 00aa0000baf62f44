//! Sign-ins that have gone to an outside provider and have not come back yet.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `external_sign_ins`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "external_sign_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_sha256: String,
    pub sealed_secrets: String,
    pub expires_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
