//! The strata of a draw.

use sea_orm::entity::prelude::*;

use crate::id::SurveyPlanId;

/// A row of `survey_strata`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_strata")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: SurveyPlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    pub population: i64,
    pub places: i64,
    pub drawn: i64,
    pub assessed: Option<i64>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::survey_draw::Entity",
        from = "Column::PlanId",
        to = "super::survey_draw::Column::PlanId"
    )]
    Draw,
}

impl Related<super::survey_draw::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Draw.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
