//! Files that show something.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AppealId, EvidenceFileId, ExclusionId, IssueActionId, IssueId};

/// A row of `evidence_files`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceFileId,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub uploaded_at: DateTime<Utc>,
    pub uploaded_by: AccountId,
    pub issue_id: Option<IssueId>,
    pub action_id: Option<IssueActionId>,
    pub appeal_id: Option<AppealId>,
    pub exclusion_id: Option<ExclusionId>,
    pub attached_at: Option<DateTime<Utc>>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::UploadedBy",
        to = "super::account::Column::Id"
    )]
    UploadedBy,
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
    #[sea_orm(
        belongs_to = "super::issue_action::Entity",
        from = "Column::ActionId",
        to = "super::issue_action::Column::Id"
    )]
    Action,
    #[sea_orm(
        belongs_to = "super::appeal::Entity",
        from = "Column::AppealId",
        to = "super::appeal::Column::Id"
    )]
    Appeal,
    #[sea_orm(
        belongs_to = "super::survey_exclusion::Entity",
        from = "Column::ExclusionId",
        to = "super::survey_exclusion::Column::Id"
    )]
    Exclusion,
}

impl ActiveModelBehavior for ActiveModel {}
