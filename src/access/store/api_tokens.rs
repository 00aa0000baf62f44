//! Tokens of programs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::api_token::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use crate::access::ApiToken;
use crate::access::model::{Credential, Grant, Permission, Role, SignedIn};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, ApiTokenId};
use crate::kernel::{Failure, Outcome};

/// The token that is still good on `today`, and the program that acts with it.
pub(in crate::access) async fn find_api_token(
    database: &Database,
    token_sha256: &str,
    today: NaiveDate,
) -> Outcome<Option<(ApiToken, SignedIn)>> {
    let found = Entity::find()
        .find_also_related(entity::account::Entity)
        .filter(Column::TokenSha256.eq(token_sha256))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresOn.gte(today))
        .filter(entity::account::Column::Disabled.eq(false))
        .one(database.connection())
        .await?;
    let Some((row, Some(account))) = found else {
        return Ok(None);
    };
    let token = api_token(row)?;
    let program = SignedIn {
        account_id: account.id,
        username: account.username,
        credential: Credential::ApiToken(token.permissions.clone()),
        employee_id: None,
        grants: vec![Grant {
            id: None,
            role: Role::Service,
            department_id: token.department_id,
            starts_on: None,
            ends_on: None,
            delegated_from: None,
        }],
        lenders: BTreeMap::new(),
        has_second_factor: false,
        must_enrol: false,
    };
    Ok(Some((token, program)))
}

/// Notes that the token is used `now`, unless that was noted later than `before`.
pub(in crate::access) async fn note_token_use(
    transaction: &Transaction,
    id: ApiTokenId,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Outcome<()> {
    let older = Column::LastUsedAt.lte(before);
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::LastUsedAt.is_null().or(older))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::access) async fn insert_api_token(
    transaction: &Transaction,
    token: &ApiToken,
    token_sha256: &str,
) -> Outcome<()> {
    let permissions: Vec<&str> = token.permissions.iter().map(|it| it.as_str()).collect();
    let row = ActiveModel {
        id: Set(token.id),
        account_id: Set(token.account_id),
        name: Set(token.name.clone()),
        token_sha256: Set(token_sha256.to_owned()),
        permissions: Set(permissions.join(" ")),
        department_id: Set(token.department_id),
        created_at: Set(token.created_at),
        expires_on: Set(token.expires_on),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// How many tokens of the account are still good on `today`.
pub(in crate::access) async fn count_api_tokens(
    transaction: &Transaction,
    account: AccountId,
    today: NaiveDate,
) -> Outcome<usize> {
    let count = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresOn.gte(today))
        .count(transaction.connection())
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Takes a token back; `None` if there is no such token, or no longer.
pub(in crate::access) async fn revoke_api_token(
    transaction: &Transaction,
    id: ApiTokenId,
    now: DateTime<Utc>,
) -> Outcome<Option<ApiToken>> {
    let found = Entity::find_by_id(id)
        .filter(Column::RevokedAt.is_null())
        .one(transaction.connection())
        .await?;
    let Some(found) = found else { return Ok(None) };
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(Some(ApiToken {
        revoked_at: Some(now),
        ..api_token(found)?
    }))
}

pub(in crate::access) async fn api_tokens_of(
    database: &Database,
    accounts: Vec<AccountId>,
) -> Outcome<Vec<ApiToken>> {
    let rows = Entity::find()
        .filter(Column::AccountId.is_in(accounts))
        .order_by_desc(Column::Id)
        .all(database.connection())
        .await?;
    rows.into_iter().map(api_token).collect()
}

fn api_token(row: Model) -> Outcome<ApiToken> {
    let permissions: Result<BTreeSet<Permission>, _> =
        row.permissions.split(' ').map(str::parse).collect();
    Ok(ApiToken {
        id: row.id,
        account_id: row.account_id,
        name: row.name,
        permissions: permissions.map_err(Failure::internal)?,
        department_id: row.department_id,
        created_at: row.created_at,
        expires_on: row.expires_on,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
    })
}
