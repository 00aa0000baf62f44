//! A head's explanation of a score revision.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ExplanationId, ScoreId};

/// A row of `score_explanations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_explanations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExplanationId,
    pub score_id: ScoreId,
    pub account_id: AccountId,
    pub text: String,
    pub written_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::score::Entity",
        from = "Column::ScoreId",
        to = "super::score::Column::Id"
    )]
    Score,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
