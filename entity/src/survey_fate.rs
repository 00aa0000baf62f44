//! What became of the contacts of a frame.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::id::{ContactId, CustomerId, SurveyPlanId};

/// A row of `survey_fates`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_fates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: SurveyPlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_id: ContactId,
    pub customer_id: CustomerId,
    pub fate: String,
    pub reason: Option<String>,
    pub frame_position: i64,
    pub draw_position: Option<i64>,
    pub is_reserve: bool,
    pub is_assessed: bool,
    pub stratum: String,
    pub quota_values: String,
    pub stage: String,
    pub invited_on: Option<NaiveDate>,
    pub passed_over: Option<String>,
    pub unreachable_on: Option<NaiveDate>,
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
    #[sea_orm(
        belongs_to = "super::contact::Entity",
        from = "Column::ContactId",
        to = "super::contact::Column::Id"
    )]
    Contact,
    #[sea_orm(
        belongs_to = "super::customer::Entity",
        from = "Column::CustomerId",
        to = "super::customer::Column::Id"
    )]
    Customer,
}

impl Related<super::survey_draw::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Draw.def()
    }
}

impl Related<super::contact::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contact.def()
    }
}

impl Related<super::customer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Customer.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
