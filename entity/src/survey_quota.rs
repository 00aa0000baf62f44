//! The places of the quotas of a draw.

use sea_orm::entity::prelude::*;

use crate::id::SurveyPlanId;

/// A row of `survey_quotas`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_quotas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: SurveyPlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    pub position: i32,
    pub places: i64,
    pub filled: i64,
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
