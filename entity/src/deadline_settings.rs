//! How many working days the company gives.

use sea_orm::entity::prelude::*;

/// A row of `deadline_settings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub acknowledge_days: i32,
    pub answer_days_low: i32,
    pub answer_days_medium: i32,
    pub answer_days_high: i32,
    pub issue_days_low: i32,
    pub issue_days_medium: i32,
    pub issue_days_high: i32,
    pub owner_told_after: i32,
    pub head_told_after: i32,
    pub manager_told_after: i32,
    pub executive_told_after: i32,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
