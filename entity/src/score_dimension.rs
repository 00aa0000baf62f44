//! The index of each dimension of a score.

use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::ScoreId;

/// A row of `score_dimensions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_dimensions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub score_id: ScoreId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub code: String,
    pub name: String,
    pub weight: Decimal,
    pub index_numerator: Option<String>,
    pub index_denominator: Option<String>,
    pub index_published: Option<String>,
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
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
