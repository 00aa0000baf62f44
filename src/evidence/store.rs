//! Reads and writes what is known of files, and what is left over in the storage.

use chrono::{DateTime, Utc};
use entity::evidence_file::{ActiveModel, Column, Entity, Model};
use entity::evidence_leftover as leftover;
use sea_orm::sea_query::{Expr, Value};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IdenStatic as _, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::model::{EvidenceFile, Record};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{AccountId, EvidenceFileId};
use crate::kernel::{Failure, Outcome};

pub(super) async fn insert_file(transaction: &Transaction, file: &EvidenceFile) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(file.id),
        name: Set(file.name.clone()),
        media_type: Set(file.kind.to_string()),
        size: Set(i64::try_from(file.size).map_err(Failure::internal)?),
        sha256: Set(file.sha256.clone()),
        uploaded_at: Set(file.uploaded_at),
        uploaded_by: Set(file.uploaded_by),
        issue_id: Set(None),
        action_id: Set(None),
        appeal_id: Set(None),
        exclusion_id: Set(None),
        attached_at: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The files, kept from others until the end of the transaction.
pub(super) async fn lock_files(
    transaction: &Transaction,
    ids: Vec<EvidenceFileId>,
) -> Outcome<Vec<EvidenceFile>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(file).collect()
}

/// Gives files that were locked before to a record.
pub(super) async fn attach(
    transaction: &Transaction,
    record: Record,
    ids: Vec<EvidenceFileId>,
    at: DateTime<Utc>,
) -> Outcome<()> {
    let (column, id) = place(record);
    Entity::update_many()
        .col_expr(column, Expr::value(id))
        .col_expr(Column::AttachedAt, Expr::value(at))
        .filter(Column::Id.is_in(ids))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(super) async fn files_by_id(
    handle: &impl Handle,
    ids: Vec<EvidenceFileId>,
) -> Outcome<Vec<EvidenceFile>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(file).collect()
}

/// The files of these records, the oldest first.
pub(super) async fn files_of(
    handle: &impl Handle,
    records: &[Record],
) -> Outcome<Vec<EvidenceFile>> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut of_records = Condition::any();
    for column in [
        Column::IssueId,
        Column::ActionId,
        Column::AppealId,
        Column::ExclusionId,
    ] {
        let places = records.iter().map(|record| place(*record));
        let own = places.filter(|(place, _)| place.as_str() == column.as_str());
        let ids: Vec<Value> = own.map(|(_, id)| id).collect();
        if !ids.is_empty() {
            of_records = of_records.add(column.is_in(ids));
        }
    }
    let rows = Entity::find()
        .filter(of_records)
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(file).collect()
}

pub(super) async fn files_uploaded_by(
    handle: &impl Handle,
    account: AccountId,
) -> Outcome<Vec<EvidenceFile>> {
    let rows = Entity::find()
        .filter(Column::UploadedBy.eq(account))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(file).collect()
}

/// How many files of the account belong to nothing, uploads under way included.
pub(super) async fn count_unattached(handle: &impl Handle, account: AccountId) -> Outcome<u64> {
    let files = Entity::find()
        .filter(Column::UploadedBy.eq(account))
        .filter(Column::AttachedAt.is_null())
        .count(handle.connection())
        .await?;
    let uploads = leftover::Entity::find()
        .filter(leftover::Column::AccountId.eq(account))
        .count(handle.connection())
        .await?;
    Ok(files + uploads)
}

/// Files that belong to nothing and came in before `moment`.
pub(super) async fn unattached_before(
    handle: &impl Handle,
    moment: DateTime<Utc>,
    most: u64,
) -> Outcome<Vec<EvidenceFileId>> {
    let ids = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AttachedAt.is_null())
        .filter(Column::UploadedAt.lt(moment))
        .order_by_asc(Column::UploadedAt)
        .limit(most)
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(ids)
}

/// Removes those of the files that belong to nothing.
pub(super) async fn remove_unattached(
    transaction: &Transaction,
    ids: Vec<EvidenceFileId>,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::Id.is_in(ids))
        .filter(Column::AttachedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(super) async fn remove_files(
    transaction: &Transaction,
    ids: Vec<EvidenceFileId>,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::Id.is_in(ids))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Notes bytes that no file names, and that nobody needs from `due` on.
pub(super) async fn insert_leftovers(
    transaction: &Transaction,
    account: Option<AccountId>,
    due: DateTime<Utc>,
    ids: &[EvidenceFileId],
) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = ids.iter().map(|id| leftover::ActiveModel {
        id: Set(*id),
        account_id: Set(account),
        due_at: Set(due),
    });
    leftover::Entity::insert_many(rows)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Bytes that nobody needs by `now`.
pub(super) async fn leftovers_due(
    handle: &impl Handle,
    now: DateTime<Utc>,
    most: u64,
) -> Outcome<Vec<EvidenceFileId>> {
    let ids = leftover::Entity::find()
        .select_only()
        .column(leftover::Column::Id)
        .filter(leftover::Column::DueAt.lte(now))
        .order_by_asc(leftover::Column::DueAt)
        .limit(most)
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(ids)
}

pub(super) async fn remove_leftovers(
    transaction: &Transaction,
    ids: Vec<EvidenceFileId>,
) -> Outcome<()> {
    leftover::Entity::delete_many()
        .filter(leftover::Column::Id.is_in(ids))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Where a file says to what it belongs.
fn place(record: Record) -> (Column, Value) {
    match record {
        Record::Issue(id) => (Column::IssueId, id.into()),
        Record::Action(id) => (Column::ActionId, id.into()),
        Record::Appeal(id) => (Column::AppealId, id.into()),
        Record::Exclusion(id) => (Column::ExclusionId, id.into()),
    }
}

fn file(row: Model) -> Outcome<EvidenceFile> {
    let issue = row.issue_id.map(Record::Issue);
    let action = row.action_id.map(Record::Action);
    let appeal = row.appeal_id.map(Record::Appeal);
    let exclusion = row.exclusion_id.map(Record::Exclusion);
    Ok(EvidenceFile {
        id: row.id,
        name: row.name,
        kind: row.media_type.parse().map_err(Failure::internal)?,
        size: u64::try_from(row.size).map_err(Failure::internal)?,
        sha256: row.sha256,
        uploaded_at: row.uploaded_at,
        uploaded_by: row.uploaded_by,
        record: issue.or(action).or(appeal).or(exclusion),
    })
}
