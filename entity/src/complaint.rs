//! What somebody was dissatisfied with, and said so.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ComplaintId, ContactId, CustomerId, DepartmentId, SurveyPlanId};

/// A row of `complaints`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ComplaintId,
    pub year: i32,
    pub position: i32,
    pub channel: String,
    pub state: String,
    pub severity: String,
    pub confidentiality: String,
    pub customer_id: Option<CustomerId>,
    pub contact_id: Option<ContactId>,
    pub department_id: Option<DepartmentId>,
    pub plan_id: Option<SurveyPlanId>,
    pub summary: String,
    pub remedy_sought: Option<String>,
    pub received_at: DateTime<Utc>,
    pub recorded_by: Option<AccountId>,
    pub idempotency_key: Option<String>,
    pub content_sha256: Option<String>,
    pub acknowledge_by: Option<NaiveDate>,
    pub answer_by: Option<NaiveDate>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    pub finding: Option<String>,
    pub answer: Option<String>,
    pub remedy: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub satisfied: Option<bool>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::customer::Entity",
        from = "Column::CustomerId",
        to = "super::customer::Column::Id"
    )]
    Customer,
    #[sea_orm(
        belongs_to = "super::contact::Entity",
        from = "Column::ContactId",
        to = "super::contact::Column::Id"
    )]
    Contact,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
    #[sea_orm(
        belongs_to = "super::survey_plan::Entity",
        from = "Column::PlanId",
        to = "super::survey_plan::Column::Id"
    )]
    Plan,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::RecordedBy",
        to = "super::account::Column::Id"
    )]
    RecordedBy,
}

impl Related<super::customer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Customer.def()
    }
}

impl Related<super::contact::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contact.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl Related<super::survey_plan::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Plan.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::RecordedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
