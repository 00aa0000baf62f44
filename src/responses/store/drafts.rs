//! Answers saved and not submitted yet.

use entity::assignment_draft;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::AssignmentId;
use crate::responses::model::{AnswerSheet, Draft};

/// The assignments that have a draft.
pub(in crate::responses) async fn assignments_with_drafts(
    database: &Database,
) -> Outcome<Vec<AssignmentId>> {
    let found = assignment_draft::Entity::find()
        .select_only()
        .column(assignment_draft::Column::AssignmentId)
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found)
}

/// Removes the drafts for these assignments.
pub(in crate::responses) async fn forget_drafts(
    transaction: &Transaction,
    assignments: Vec<AssignmentId>,
) -> Outcome<()> {
    assignment_draft::Entity::delete_many()
        .filter(assignment_draft::Column::AssignmentId.is_in(assignments))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Saves a draft instead of the one before.
pub(in crate::responses) async fn put_draft(
    transaction: &Transaction,
    draft: &Draft,
) -> Outcome<()> {
    let row = assignment_draft::ActiveModel {
        assignment_id: Set(draft.assignment_id),
        answers: Set(draft.sheet.document()?.json),
        saved_at: Set(draft.saved_at),
    };
    let replace = OnConflict::column(assignment_draft::Column::AssignmentId)
        .update_columns([
            assignment_draft::Column::Answers,
            assignment_draft::Column::SavedAt,
        ])
        .to_owned();
    assignment_draft::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::responses) async fn drafts_of(
    database: &Database,
    assignments: Vec<AssignmentId>,
) -> Outcome<Vec<Draft>> {
    let rows = assignment_draft::Entity::find()
        .filter(assignment_draft::Column::AssignmentId.is_in(assignments))
        .all(database.connection())
        .await?;
    let drafts = rows.into_iter().map(|row| {
        Ok(Draft {
            assignment_id: row.assignment_id,
            sheet: AnswerSheet::of_document(&row.answers)?,
            saved_at: row.saved_at,
        })
    });
    drafts.collect()
}
