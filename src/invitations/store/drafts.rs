//! What respondents have answered so far.

use chrono::{DateTime, Utc};
use entity::invitation;
use entity::invitation_draft::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, InvitationId, SurveyPlanId};
use crate::responses::AnswerSheet;

/// Keeps a draft in the place of the one before.
pub(in crate::invitations) async fn put_draft(
    transaction: &Transaction,
    id: InvitationId,
    sheet: &AnswerSheet,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let row = ActiveModel {
        invitation_id: Set(id),
        answers: Set(sheet.document()?.json),
        saved_at: Set(now),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::InvitationId)
                .update_columns([Column::Answers, Column::SavedAt])
                .to_owned(),
        )
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::invitations) async fn draft_of(
    handle: &impl Handle,
    id: InvitationId,
) -> Outcome<Option<AnswerSheet>> {
    let row = Entity::find_by_id(id).one(handle.connection()).await?;
    row.map(|row| AnswerSheet::of_document(&row.answers))
        .transpose()
}

pub(in crate::invitations) async fn delete_draft(
    transaction: &Transaction,
    id: InvitationId,
) -> Outcome<()> {
    Entity::delete_by_id(id)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Deletes the drafts of these contacts.
pub(in crate::invitations) async fn delete_drafts_of(
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<u64> {
    use sea_orm::{QuerySelect as _, QueryTrait as _};
    let theirs = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::ContactId.is_in(contacts))
        .into_query();
    let done = Entity::delete_many()
        .filter(Column::InvitationId.in_subquery(theirs))
        .exec(transaction.connection())
        .await?;
    Ok(done.rows_affected)
}

/// Deletes the drafts of these plans, which nobody will answer any more.
pub(in crate::invitations) async fn delete_drafts_of_plans(
    transaction: &Transaction,
    plans: Vec<SurveyPlanId>,
) -> Outcome<u64> {
    use sea_orm::{QuerySelect as _, QueryTrait as _};
    let theirs = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::PlanId.is_in(plans))
        .into_query();
    let done = Entity::delete_many()
        .filter(Column::InvitationId.in_subquery(theirs))
        .exec(transaction.connection())
        .await?;
    Ok(done.rows_affected)
}
