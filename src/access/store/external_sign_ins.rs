//! Sign-ins that have gone to the company's provider and have not come back yet.

use chrono::{DateTime, Utc};
use entity::external_sign_in::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::database::{Database, Handle as _, Transaction};
use crate::kernel::Outcome;

pub(in crate::access) async fn insert_external_sign_in(
    transaction: &Transaction,
    ticket_sha256: String,
    sealed_secrets: String,
    expires_at: DateTime<Utc>,
) -> Outcome<()> {
    let row = ActiveModel {
        ticket_sha256: Set(ticket_sha256),
        sealed_secrets: Set(sealed_secrets),
        expires_at: Set(expires_at),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// What was sealed for the ticket, if it is good at `now`.
pub(in crate::access) async fn find_external_sign_in(
    database: &Database,
    ticket_sha256: &str,
    now: DateTime<Utc>,
) -> Outcome<Option<String>> {
    let found = Entity::find_by_id(ticket_sha256)
        .filter(Column::ExpiresAt.gt(now))
        .one(database.connection())
        .await?;
    Ok(found.map(|row| row.sealed_secrets))
}

/// Removes the ticket; `false` if somebody else has used it meanwhile.
pub(in crate::access) async fn use_external_sign_in(
    transaction: &Transaction,
    ticket_sha256: &str,
) -> Outcome<bool> {
    let deleted = Entity::delete_by_id(ticket_sha256)
        .exec(transaction.connection())
        .await?;
    Ok(deleted.rows_affected == 1)
}

pub(in crate::access) async fn remove_expired_external_sign_ins(
    transaction: &Transaction,
    now: DateTime<Utc>,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::ExpiresAt.lte(now))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
