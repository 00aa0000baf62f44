//! What customers answered.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, InvitationId, QuestionnaireVersionId, SurveyPlanId, SurveySheetId};

/// A row of `survey_sheets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_sheets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveySheetId,
    pub plan_id: SurveyPlanId,
    pub part: String,
    pub questionnaire_version_id: QuestionnaireVersionId,
    pub stratum: String,
    pub standing: String,
    pub sheet: String,
    pub invitation_id: Option<InvitationId>,
    pub channel: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub entered_by: Option<AccountId>,
    pub shuffled: bool,
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
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
}

impl ActiveModelBehavior for ActiveModel {}
