//! What was brought in at once, by the key of the request.

use chrono::{DateTime, Utc};
use entity::customer_import::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::database::{Handle as _, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;

/// What is noted of an import.
pub(in crate::customers) struct ImportNote {
    pub(in crate::customers) account_id: AccountId,
    pub(in crate::customers) key: String,
    pub(in crate::customers) content_sha256: String,
    pub(in crate::customers) customers: i32,
    pub(in crate::customers) recorded_at: DateTime<Utc>,
}

/// Notes an import; `false` if the account has used the key. Whoever uses it at the same
/// moment waits until this transaction has ended.
pub(in crate::customers) async fn note_import(
    transaction: &Transaction,
    note: &ImportNote,
) -> Outcome<bool> {
    let row = ActiveModel {
        account_id: Set(note.account_id),
        idempotency_key: Set(note.key.clone()),
        content_sha256: Set(note.content_sha256.clone()),
        customers: Set(note.customers),
        recorded_at: Set(note.recorded_at),
    };
    let noted = Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(noted == 1)
}

/// What the account brought in with the key.
pub(in crate::customers) async fn noted_import(
    transaction: &Transaction,
    account: AccountId,
    key: &str,
) -> Outcome<Option<ImportNote>> {
    let row = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::IdempotencyKey.eq(key))
        .one(transaction.connection())
        .await?;
    Ok(row.map(|row| ImportNote {
        account_id: row.account_id,
        key: row.idempotency_key,
        content_sha256: row.content_sha256,
        customers: row.customers,
        recorded_at: row.recorded_at,
    }))
}
