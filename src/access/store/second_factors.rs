//! Second factors and recovery codes.

use chrono::{DateTime, Utc};
use entity::{recovery_code, second_factor};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::access::model::SecondFactor;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;

/// What is kept of a second factor.
pub(in crate::access) struct KeptFactor {
    pub sealed_secret: Option<String>,
    pub sealed_offer: Option<String>,
}

pub(in crate::access) async fn kept_factor(
    handle: &impl Handle,
    account_id: AccountId,
) -> Outcome<Option<KeptFactor>> {
    let row = second_factor::Entity::find_by_id(account_id)
        .one(handle.connection())
        .await?;
    Ok(row.map(|row| KeptFactor {
        sealed_secret: row.sealed_secret,
        sealed_offer: row.sealed_offer,
    }))
}

/// The second factor as its owner sees it; `None` before it is confirmed.
pub(in crate::access) async fn second_factor(
    database: &Database,
    account_id: AccountId,
) -> Outcome<Option<SecondFactor>> {
    let confirmed_at = second_factor::Entity::find_by_id(account_id)
        .one(database.connection())
        .await?
        .and_then(|row| row.confirmed_at);
    let Some(confirmed_at) = confirmed_at else {
        return Ok(None);
    };
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(database.connection())
        .await?;
    Ok(Some(SecondFactor {
        confirmed_at,
        recovery_codes_left: left,
    }))
}

/// Keeps an offered secret beside the one that is in force, if there is one.
pub(in crate::access) async fn put_offer(
    transaction: &Transaction,
    account_id: AccountId,
    sealed: String,
) -> Outcome<()> {
    let row = second_factor::ActiveModel {
        account_id: Set(account_id),
        sealed_secret: Set(None),
        confirmed_at: Set(None),
        last_step: Set(None),
        sealed_offer: Set(Some(sealed)),
    };
    let replace = OnConflict::column(second_factor::Column::AccountId)
        .update_column(second_factor::Column::SealedOffer)
        .to_owned();
    second_factor::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Puts the offered secret in force; `false` if another was offered meanwhile.
pub(in crate::access) async fn confirm_offer(
    transaction: &Transaction,
    account_id: AccountId,
    sealed: &str,
    step: i64,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    use second_factor::Column;
    let updated = second_factor::Entity::update_many()
        .col_expr(Column::SealedSecret, Expr::value(sealed))
        .col_expr(Column::ConfirmedAt, Expr::value(now))
        .col_expr(Column::LastStep, Expr::value(step))
        .col_expr(Column::SealedOffer, Expr::value(Option::<String>::None))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::SealedOffer.eq(sealed))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Notes the step of an accepted code; `false` if one of this step or a later one was
/// accepted before.
pub(in crate::access) async fn use_step(
    transaction: &Transaction,
    account_id: AccountId,
    step: i64,
) -> Outcome<bool> {
    use second_factor::Column;
    let updated = second_factor::Entity::update_many()
        .col_expr(Column::LastStep, Expr::value(step))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::LastStep.lt(step))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Removes the second factor with its recovery codes; `false` if there was none that
/// had been confirmed.
pub(in crate::access) async fn remove_factor(
    transaction: &Transaction,
    account_id: AccountId,
) -> Outcome<bool> {
    remove_recovery_codes(transaction, account_id).await?;
    let confirmed = second_factor::Entity::find_by_id(account_id)
        .select_only()
        .column(second_factor::Column::ConfirmedAt)
        .into_tuple::<Option<DateTime<Utc>>>()
        .one(transaction.connection())
        .await?;
    second_factor::Entity::delete_by_id(account_id)
        .exec(transaction.connection())
        .await?;
    Ok(confirmed.flatten().is_some())
}

/// Replaces all recovery codes.
pub(in crate::access) async fn put_recovery_codes(
    transaction: &Transaction,
    account_id: AccountId,
    fingerprints: Vec<String>,
) -> Outcome<()> {
    remove_recovery_codes(transaction, account_id).await?;
    let rows = fingerprints
        .into_iter()
        .map(|code_sha256| recovery_code::ActiveModel {
            code_sha256: Set(code_sha256),
            account_id: Set(account_id),
            used_at: Set(None),
        });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

async fn remove_recovery_codes(transaction: &Transaction, account_id: AccountId) -> Outcome<()> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Marks a recovery code as used; `false` if there is no such code, or no longer.
pub(in crate::access) async fn use_recovery_code(
    transaction: &Transaction,
    account_id: AccountId,
    code_sha256: &str,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    use recovery_code::Column;
    let updated = recovery_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::CodeSha256.eq(code_sha256))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::UsedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}
