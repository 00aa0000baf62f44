//! What each assessing department contributed to a score.

use sea_orm::entity::prelude::*;

use crate::id::{DepartmentId, ScoreId};

/// A row of `score_assessors`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_assessors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub score_id: ScoreId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub department_id: DepartmentId,
    pub weight_numerator: String,
    pub weight_denominator: String,
    pub index_numerator: Option<String>,
    pub index_denominator: Option<String>,
    pub index_published: Option<String>,
    pub assigned: i32,
    pub valid: i32,
    pub invalid: i32,
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
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
