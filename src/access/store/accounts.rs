//! Accounts and grants.

use chrono::{DateTime, Utc};
use entity::{account, grant};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::access::error;
use crate::access::model::{Account, AccountKind, Grant, NewGrant, Scope};
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{AccountId, EmployeeId, GrantId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

pub(in crate::access) async fn insert_account(
    transaction: &Transaction,
    account: &Account,
    password_hash: Option<String>,
) -> Outcome<()> {
    let row = account::ActiveModel {
        id: Set(account.id),
        username: Set(account.username.clone()),
        kind: Set(account.kind.to_string()),
        employee_id: Set(account.employee_id),
        password_hash: Set(password_hash),
        disabled: Set(account.disabled),
        created_at: Set(account.created_at),
        version: Set(account.version),
    };
    let inserted = account::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        if violates(&cause, "accounts.username") {
            error::username_taken().into()
        } else if violates(&cause, "accounts.employee_id") {
            error::employee_has_account().into()
        } else {
            Failure::from(cause)
        }
    })
}

pub(in crate::access) async fn insert_grant(
    transaction: &Transaction,
    id: GrantId,
    account_id: AccountId,
    new: &NewGrant,
) -> Outcome<()> {
    let row = grant::ActiveModel {
        id: Set(id),
        account_id: Set(account_id),
        role: Set(new.role.to_string()),
        department_id: Set(new.department_id),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        revoked_at: Set(None),
        delegated_from: Set(None),
    };
    grant::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Takes a grant back; the account it belonged to, or `None` if there is no such
/// grant, or no longer.
pub(in crate::access) async fn revoke_grant(
    transaction: &Transaction,
    id: GrantId,
    now: DateTime<Utc>,
) -> Outcome<Option<AccountId>> {
    let found = grant::Entity::find_by_id(id)
        .filter(grant::Column::RevokedAt.is_null())
        .one(transaction.connection())
        .await?;
    let Some(found) = found else { return Ok(None) };
    grant::Entity::update_many()
        .col_expr(grant::Column::RevokedAt, Expr::value(now))
        .filter(grant::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(Some(found.account_id))
}

pub(in crate::access) async fn any_account(database: &Database) -> Outcome<bool> {
    Ok(account::Entity::find()
        .limit(1)
        .one(database.connection())
        .await?
        .is_some())
}

pub(in crate::access) async fn find_accounts(
    handle: &impl Handle,
    _scope: &Scope,
    ids: Vec<AccountId>,
) -> Outcome<Vec<Account>> {
    let rows = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(account).collect()
}

pub(in crate::access) async fn find_accounts_of(
    database: &Database,
    _scope: &Scope,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<Account>> {
    if employees.is_empty() {
        return Ok(Vec::new());
    }
    let rows = account::Entity::find()
        .filter(account::Column::EmployeeId.is_in(employees))
        .all(database.connection())
        .await?;
    rows.into_iter().map(account).collect()
}

pub(in crate::access) async fn list_accounts(
    database: &Database,
    _scope: &Scope,
    page: &PageRequest<String>,
) -> Outcome<Page<Account>> {
    let mut query = account::Entity::find()
        .order_by_asc(account::Column::Username)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(account::Column::Username.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    Ok(page.page(rows.into_iter().map(account).collect::<Outcome<_>>()?))
}

pub(in crate::access) async fn count_accounts(database: &Database, _scope: &Scope) -> Outcome<u64> {
    Ok(account::Entity::find().count(database.connection()).await?)
}

pub(in crate::access) async fn grants_of(
    handle: &impl Handle,
    accounts: Vec<AccountId>,
) -> Outcome<Vec<(AccountId, Grant)>> {
    let rows = grant::Entity::find()
        .filter(grant::Column::AccountId.is_in(accounts))
        .filter(grant::Column::RevokedAt.is_null())
        .order_by_asc(grant::Column::Id)
        .all(handle.connection())
        .await?;
    rows.iter()
        .map(|row| Ok((row.account_id, super::grant(row)?)))
        .collect()
}

/// The accounts of these people that may sign in.
pub(in crate::access) async fn accounts_of_people(
    handle: &impl Handle,
    people: Vec<EmployeeId>,
) -> Outcome<Vec<AccountId>> {
    let ids = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::EmployeeId.is_in(people))
        .filter(account::Column::Disabled.eq(false))
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(ids)
}

/// The grants of these roles to accounts that may sign in, with whose they are.
pub(in crate::access) async fn grants_of_roles(
    handle: &impl Handle,
    roles: Vec<crate::access::Role>,
) -> Outcome<Vec<(AccountId, Option<EmployeeId>, Grant)>> {
    let rows = grant::Entity::find()
        .find_also_related(account::Entity)
        .filter(grant::Column::Role.is_in(roles.iter().map(|role| role.as_str())))
        .filter(grant::Column::RevokedAt.is_null())
        .filter(account::Column::Disabled.eq(false))
        .order_by_asc(grant::Column::Id)
        .all(handle.connection())
        .await?;
    rows.iter()
        .map(|(row, account)| {
            let employee = account.as_ref().and_then(|account| account.employee_id);
            Ok((row.account_id, employee, super::grant(row)?))
        })
        .collect()
}

/// Replaces the password hash; `false` if there is no such account.
pub(in crate::access) async fn set_password(
    transaction: &Transaction,
    id: AccountId,
    password_hash: String,
) -> Outcome<bool> {
    let updated = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(
            account::Column::Version,
            Expr::col(account::Column::Version).add(1),
        )
        .filter(account::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Replaces the hash of a password that stays the same, unless somebody has changed
/// the password meanwhile.
pub(in crate::access) async fn strengthen_password(
    transaction: &Transaction,
    id: AccountId,
    weak: &str,
    strong: String,
) -> Outcome<bool> {
    let updated = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(strong))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::PasswordHash.eq(weak))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Lets the account sign in or not; `false` if there is no such account.
pub(in crate::access) async fn set_disabled(
    transaction: &Transaction,
    id: AccountId,
    disabled: bool,
) -> Outcome<bool> {
    let updated = account::Entity::update_many()
        .col_expr(account::Column::Disabled, Expr::value(disabled))
        .col_expr(
            account::Column::Version,
            Expr::col(account::Column::Version).add(1),
        )
        .filter(account::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

pub(in crate::access) async fn password_hash(
    database: &Database,
    id: AccountId,
) -> Outcome<Option<String>> {
    let found = account::Entity::find_by_id(id)
        .one(database.connection())
        .await?;
    Ok(found.and_then(|row| row.password_hash))
}

fn account(row: account::Model) -> Outcome<Account> {
    let kind: AccountKind = row.kind.parse().map_err(Failure::internal)?;
    Ok(Account {
        id: row.id,
        username: row.username,
        kind,
        employee_id: row.employee_id,
        disabled: row.disabled,
        created_at: row.created_at,
        version: row.version,
    })
}
