//! Whether a round of an issue worked.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, IssueId, IssueVerificationId, ScoreId};

/// A row of `issue_verifications`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_verifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssueVerificationId,
    pub issue_id: IssueId,
    pub round: i32,
    pub outcome: String,
    pub basis: String,
    pub score_id: Option<ScoreId>,
    pub baseline: Option<String>,
    pub observed: Option<String>,
    pub gain: Option<String>,
    pub reason: Option<String>,
    pub verified_at: DateTime<Utc>,
    pub verified_by: Option<AccountId>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
    #[sea_orm(
        belongs_to = "super::score::Entity",
        from = "Column::ScoreId",
        to = "super::score::Column::Id"
    )]
    Score,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::VerifiedBy",
        to = "super::account::Column::Id"
    )]
    VerifiedBy,
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::VerifiedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
