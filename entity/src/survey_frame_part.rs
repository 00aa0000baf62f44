//! The frame of a draw, a thousand contacts a row.

use sea_orm::entity::prelude::*;

use crate::id::SurveyPlanId;

/// A row of `survey_frame_parts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_frame_parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: SurveyPlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: i32,
    pub contacts: Vec<u8>,
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
