//! What respondents have answered so far.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::InvitationId;

/// A row of `invitation_drafts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub invitation_id: InvitationId,
    pub answers: String,
    pub saved_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
}

impl ActiveModelBehavior for ActiveModel {}
