//! Contacts with those who complained.

use entity::complaint_note::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{Sent, value};
use crate::complaints::model::Note;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, ComplaintId, ComplaintNoteId, ContactId};
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Outcome, Page, PageRequest};

/// Writes a note; `false` if the account has used the key. Whoever uses it at the same moment
/// waits until this transaction has ended.
pub(in crate::complaints) async fn insert_note(
    transaction: &Transaction,
    note: &Note,
    sent: Option<&Sent>,
) -> Outcome<bool> {
    let row = ActiveModel {
        id: Set(note.id),
        complaint_id: Set(note.complaint_id),
        contacted_at: Set(note.at),
        channel: Set(note.channel.to_string()),
        direction: Set(note.direction.to_string()),
        said: Set(note.said.clone()),
        recorded_at: Set(note.recorded_at),
        recorded_by: Set(note.recorded_by),
        idempotency_key: Set(sent.map(|it| it.key.as_str().to_owned())),
        content_sha256: Set(sent.map(|it| it.content_sha256.clone())),
    };
    let noted = Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(noted == 1)
}

/// What an account noted under a key, and the SHA-256 of what it sent.
pub(in crate::complaints) async fn noted_before(
    transaction: &Transaction,
    account: AccountId,
    key: &IdempotencyKey,
) -> Outcome<Option<(Note, Option<String>)>> {
    let row = Entity::find()
        .filter(Column::RecordedBy.eq(account))
        .filter(Column::IdempotencyKey.eq(key.as_str()))
        .one(transaction.connection())
        .await?;
    row.map(|row| {
        let sent = row.content_sha256.clone();
        Ok((note(row)?, sent))
    })
    .transpose()
}

/// The notes of a complaint, the newest first.
pub(in crate::complaints) async fn list_notes(
    database: &Database,
    complaint: ComplaintId,
    page: &PageRequest<ComplaintNoteId>,
) -> Outcome<Page<Note>> {
    let mut query = Entity::find()
        .filter(Column::ComplaintId.eq(complaint))
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let notes: Outcome<Vec<Note>> = rows.into_iter().map(note).collect();
    Ok(page.page(notes?))
}

pub(in crate::complaints) async fn count_notes(
    database: &Database,
    complaint: ComplaintId,
) -> Outcome<u64> {
    let found = Entity::find().filter(Column::ComplaintId.eq(complaint));
    Ok(found.count(database.connection()).await?)
}

/// The notes of these complaints, oldest first.
pub(in crate::complaints) async fn notes_of(
    handle: &impl Handle,
    complaints: Vec<ComplaintId>,
) -> Outcome<Vec<Note>> {
    let rows = Entity::find()
        .filter(Column::ComplaintId.is_in(complaints))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(note).collect()
}

/// Forgets what was said with these contacts, as long as complaints still name them.
pub(in crate::complaints) async fn forget_notes(
    transaction: &Transaction,
    contacts: &[ContactId],
) -> Outcome<()> {
    let theirs = Query::select()
        .column(entity::complaint::Column::Id)
        .from(entity::complaint::Entity)
        .and_where(entity::complaint::Column::ContactId.is_in(contacts.iter().copied()))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::Said, Expr::value(None::<String>))
        // The hash could be guessed at.
        .col_expr(Column::ContentSha256, Expr::value(None::<String>))
        .filter(Column::ComplaintId.in_subquery(theirs))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

fn note(row: Model) -> Outcome<Note> {
    Ok(Note {
        id: row.id,
        complaint_id: row.complaint_id,
        at: row.contacted_at,
        channel: value(&row.channel)?,
        direction: value(&row.direction)?,
        said: row.said,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    })
}
