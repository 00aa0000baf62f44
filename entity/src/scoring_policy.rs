//! Immutable versions of the rules of scoring.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::ScoringPolicyId;

/// A row of `scoring_policies`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scoring_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScoringPolicyId,
    pub number: i32,
    pub content: String,
    pub content_sha256: String,
    pub created_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
