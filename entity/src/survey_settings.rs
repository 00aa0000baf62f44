//! How the company surveys.

use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;

/// A row of `survey_settings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub suspension_steps: i32,
    pub yearly_coverage: Decimal,
    pub full_coverage_years: i32,
    pub reminder_days: i32,
    pub hand_over_days: i32,
    pub call_attempts: i32,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
