//! Assessment cycles.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CycleId, ScoringPolicyId};

/// A row of `cycles`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CycleId,
    pub code: String,
    pub name: String,
    pub period_kind: String,
    pub period_start: NaiveDate,
    pub period_end: NaiveDate,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub auto_open: bool,
    pub confidentiality: String,
    pub policy: String,
    pub scoring_policy_id: Option<ScoringPolicyId>,
    pub state: String,
    pub ranking_opened: bool,
    pub owner_account_id: AccountId,
    pub seed: String,
    pub opened_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub open_attempt_failed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::scoring_policy::Entity",
        from = "Column::ScoringPolicyId",
        to = "super::scoring_policy::Column::Id"
    )]
    ScoringPolicy,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::OwnerAccountId",
        to = "super::account::Column::Id"
    )]
    OwnerAccount,
}

impl Related<super::scoring_policy::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ScoringPolicy.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::OwnerAccount.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
