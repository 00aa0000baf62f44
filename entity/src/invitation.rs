//! One contact's chance to answer once.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{ContactId, InvitationId, QuestionnaireVersionId, SurveyPlanId};

/// A row of `invitations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub plan_id: SurveyPlanId,
    pub contact_id: ContactId,
    pub part: String,
    pub round: i32,
    pub questionnaire_version_id: QuestionnaireVersionId,
    pub channel: String,
    pub token_sha256: String,
    pub token_sealed: Option<String>,
    pub state: String,
    pub issued_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub answer_key_sha256: Option<String>,
    pub answer_sha256: Option<String>,
    pub is_counted: Option<bool>,
    pub sent_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub handed_over_at: Option<DateTime<Utc>>,
    pub attempts: i32,
    pub called_at: Option<DateTime<Utc>>,
    pub call_back_at: Option<DateTime<Utc>>,
    pub left_out_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::survey_plan::Entity",
        from = "Column::PlanId",
        to = "super::survey_plan::Column::Id"
    )]
    Plan,
    #[sea_orm(
        belongs_to = "super::contact::Entity",
        from = "Column::ContactId",
        to = "super::contact::Column::Id"
    )]
    Contact,
}

impl ActiveModelBehavior for ActiveModel {}
