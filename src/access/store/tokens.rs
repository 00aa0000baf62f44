//! Secrets that are good once and for a short time.

use chrono::{DateTime, Utc};
use entity::account_token::{ActiveModel, Column, Entity};
use entity::{account, employee};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait,
};

use crate::access::model::TokenKind;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;

/// Whose token it is, if the account may sign in at all.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::access) struct TokenHolder {
    pub account_id: AccountId,
    pub username: String,
    /// What the person is called.
    pub name: Option<String>,
    /// The last day of the employee in the company.
    pub left_on: Option<chrono::NaiveDate>,
}

pub(in crate::access) async fn insert_account_token(
    transaction: &Transaction,
    token_sha256: String,
    kind: TokenKind,
    account_id: AccountId,
    expires_at: DateTime<Utc>,
) -> Outcome<()> {
    let row = ActiveModel {
        token_sha256: Set(token_sha256),
        kind: Set(kind.to_string()),
        account_id: Set(account_id),
        expires_at: Set(expires_at),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Whose token it is, if it is good at `now`.
pub(in crate::access) async fn find_token_holder(
    handle: &impl Handle,
    token_sha256: &str,
    kind: TokenKind,
    now: DateTime<Utc>,
) -> Outcome<Option<TokenHolder>> {
    let found = Entity::find()
        .select_only()
        .column(Column::AccountId)
        .column(account::Column::Username)
        .columns([employee::Column::Name, employee::Column::LeftOn])
        .join(
            JoinType::InnerJoin,
            entity::account_token::Relation::Account.def(),
        )
        .join(JoinType::LeftJoin, account::Relation::Employee.def())
        .filter(Column::TokenSha256.eq(token_sha256))
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::ExpiresAt.gt(now))
        .filter(account::Column::Disabled.eq(false))
        .into_model()
        .one(handle.connection())
        .await?;
    Ok(found)
}

/// Removes the token; `false` if somebody else has used it meanwhile.
pub(in crate::access) async fn use_account_token(
    transaction: &Transaction,
    token_sha256: &str,
) -> Outcome<bool> {
    let deleted = Entity::delete_by_id(token_sha256)
        .exec(transaction.connection())
        .await?;
    Ok(deleted.rows_affected == 1)
}

pub(in crate::access) async fn remove_account_tokens(
    transaction: &Transaction,
    account_id: AccountId,
    kinds: &[TokenKind],
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::access) async fn remove_expired_account_tokens(
    transaction: &Transaction,
    now: DateTime<Utc>,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::ExpiresAt.lte(now))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
