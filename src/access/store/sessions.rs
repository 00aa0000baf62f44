//! Sessions and their tokens.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::{account, company_settings, employee, grant, refresh_token, second_factor, session};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, QueryTrait, RelationTrait,
};

use super::role;
use crate::access::model::{Credential, Grant, SignedIn};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId, GrantId, RefreshTokenId, SessionId};
use crate::kernel::{Client, Outcome};

/// What stands beside a user name.
pub(in crate::access) struct Credentials {
    pub account_id: AccountId,
    pub password_hash: Option<String>,
    pub disabled: bool,
    /// The last day of the employee in the company.
    pub left_on: Option<NaiveDate>,
    pub has_second_factor: bool,
}

/// A session that is to be started.
pub(in crate::access) struct NewSession {
    pub id: SessionId,
    pub account_id: AccountId,
    pub started_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub client: Client,
}

/// A session that is not over, and whose it is.
pub(in crate::access) struct FoundSession {
    pub account: SignedIn,
    pub time_zone: Tz,
    /// The last day of the employee in the company.
    pub left_on: Option<NaiveDate>,
    pub last_used_at: DateTime<Utc>,
}

/// A refresh token of a session that is not over.
#[derive(FromQueryResult)]
pub(in crate::access) struct FoundRefreshToken {
    pub id: RefreshTokenId,
    pub session_id: SessionId,
    pub account_id: AccountId,
}

pub(in crate::access) async fn time_zone(database: &Database) -> Outcome<Tz> {
    let found = company_settings::Entity::find()
        .select_only()
        .column(company_settings::Column::TimeZone)
        .into_tuple::<String>()
        .one(database.connection())
        .await?;
    Ok(found.map_or(chrono_tz::Asia::Shanghai, |name| parse_time_zone(&name)))
}

/// Settings are checked when they are written; Shanghai is the default of an
/// empty database.
fn parse_time_zone(name: &str) -> Tz {
    name.parse().unwrap_or(chrono_tz::Asia::Shanghai)
}

pub(in crate::access) async fn find_credentials(
    database: &Database,
    username: &str,
) -> Outcome<Option<Credentials>> {
    credentials(database, account::Column::Username.eq(username)).await
}

/// What stands beside the account of `employee`.
pub(in crate::access) async fn find_credentials_of(
    database: &Database,
    employee: EmployeeId,
) -> Outcome<Option<Credentials>> {
    credentials(database, account::Column::EmployeeId.eq(employee)).await
}

async fn credentials(database: &Database, whose: Expr) -> Outcome<Option<Credentials>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: AccountId,
        password_hash: Option<String>,
        disabled: bool,
        left_on: Option<NaiveDate>,
        confirmed_at: Option<DateTime<Utc>>,
    }
    let found: Option<Row> = account::Entity::find()
        .select_only()
        .columns([
            account::Column::Id,
            account::Column::PasswordHash,
            account::Column::Disabled,
        ])
        .column(employee::Column::LeftOn)
        .column(second_factor::Column::ConfirmedAt)
        .join(JoinType::LeftJoin, account::Relation::Employee.def())
        .join_rev(JoinType::LeftJoin, second_factor::Relation::Account.def())
        .filter(whose)
        .into_model()
        .one(database.connection())
        .await?;
    Ok(found.map(|row| Credentials {
        account_id: row.id,
        password_hash: row.password_hash,
        disabled: row.disabled,
        left_on: row.left_on,
        has_second_factor: row.confirmed_at.is_some(),
    }))
}

/// The account of a session that is not over, with its grants of any day, in one
/// statement: it is asked at each request.
pub(in crate::access) async fn find_session(
    database: &Database,
    account_id: AccountId,
    session_id: SessionId,
    now: DateTime<Utc>,
) -> Outcome<Option<FoundSession>> {
    #[derive(FromQueryResult)]
    struct Row {
        username: String,
        employee_id: Option<EmployeeId>,
        left_on: Option<NaiveDate>,
        last_used_at: DateTime<Utc>,
        confirmed_at: Option<DateTime<Utc>>,
        time_zone: Option<String>,
        grant_id: Option<GrantId>,
        role: Option<String>,
        department_id: Option<DepartmentId>,
        starts_on: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
        delegated_from: Option<GrantId>,
    }
    let time_zone = company_settings::Entity::find()
        .select_only()
        .column(company_settings::Column::TimeZone);
    let rows: Vec<Row> = account::Entity::find()
        .select_only()
        .columns([account::Column::Username, account::Column::EmployeeId])
        .column_as(grant::Column::Id, "grant_id")
        .columns([
            grant::Column::Role,
            grant::Column::DepartmentId,
            grant::Column::StartsOn,
            grant::Column::EndsOn,
            grant::Column::DelegatedFrom,
        ])
        .expr_as(
            Expr::SubQuery(None, Box::new(time_zone.into_query().into())),
            "time_zone",
        )
        .column(employee::Column::LeftOn)
        .column(session::Column::LastUsedAt)
        .column(second_factor::Column::ConfirmedAt)
        .join_rev(JoinType::InnerJoin, session::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::Employee.def())
        .join_rev(JoinType::LeftJoin, second_factor::Relation::Account.def())
        .join_rev(
            JoinType::LeftJoin,
            grant::Relation::Account.def().on_condition(|grant, _| {
                Condition::all().add(Expr::col((grant, grant::Column::RevokedAt)).is_null())
            }),
        )
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Disabled.eq(false))
        .filter(session::Column::Id.eq(session_id))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .into_model()
        .all(database.connection())
        .await?;
    let mut found = None;
    for row in rows {
        let FoundSession { account, .. } = found.get_or_insert_with(|| {
            let account = SignedIn {
                account_id,
                username: row.username,
                credential: Credential::Session(session_id),
                employee_id: row.employee_id,
                grants: Vec::new(),
                lenders: BTreeMap::new(),
                has_second_factor: row.confirmed_at.is_some(),
                must_enrol: false,
            };
            let time_zone = row
                .time_zone
                .as_deref()
                .map_or(chrono_tz::Asia::Shanghai, parse_time_zone);
            FoundSession {
                account,
                time_zone,
                left_on: row.left_on,
                last_used_at: row.last_used_at,
            }
        });
        if let Some(text) = row.role {
            account.grants.push(Grant {
                id: row.grant_id,
                role: role(&text)?,
                department_id: row.department_id,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                delegated_from: row.delegated_from,
            });
        }
    }
    if let Some(FoundSession { account, .. }) = &mut found {
        account.grants.sort_by_key(|grant| grant.id);
    }
    Ok(found)
}

pub(in crate::access) async fn insert_session(
    transaction: &Transaction,
    new: NewSession,
) -> Outcome<()> {
    let agent = new.client.agent.as_ref();
    let row = session::ActiveModel {
        id: Set(new.id),
        account_id: Set(new.account_id),
        started_at: Set(new.started_at),
        last_used_at: Set(new.started_at),
        expires_at: Set(new.expires_at),
        network: Set(Some(new.client.address.network())),
        agent: Set(agent.map(|agent| agent.as_str().to_owned())),
        ended_at: Set(None),
        end_reason: Set(None),
    };
    session::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::access) async fn end_session(
    transaction: &Transaction,
    id: SessionId,
    now: DateTime<Utc>,
    reason: &str,
) -> Outcome<()> {
    end_sessions(transaction, session::Column::Id.eq(id), now, reason)
        .await
        .map(drop)
}

pub(in crate::access) async fn end_sessions_of(
    transaction: &Transaction,
    account: AccountId,
    now: DateTime<Utc>,
    reason: &str,
) -> Outcome<u64> {
    let which = session::Column::AccountId.eq(account);
    end_sessions(transaction, which, now, reason).await
}

/// Ends the sessions of an account but the one named; how many there were.
pub(in crate::access) async fn end_other_sessions_of(
    transaction: &Transaction,
    account: AccountId,
    kept: SessionId,
    now: DateTime<Utc>,
    reason: &str,
) -> Outcome<u64> {
    let which = session::Column::AccountId
        .eq(account)
        .and(session::Column::Id.ne(kept));
    end_sessions(transaction, which, now, reason).await
}

async fn end_sessions(
    transaction: &Transaction,
    which: Expr,
    now: DateTime<Utc>,
    reason: &str,
) -> Outcome<u64> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now))
        .col_expr(session::Column::EndReason, Expr::value(reason))
        .filter(which)
        .filter(session::Column::EndedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(ended.rows_affected)
}

/// Removes at most `limit` sessions that expired before a moment, with their refresh
/// tokens; how many.
pub(in crate::access) async fn remove_sessions(
    transaction: &Transaction,
    expired_before: DateTime<Utc>,
    limit: u64,
) -> Outcome<u64> {
    let old: Vec<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::ExpiresAt.lt(expired_before))
        .limit(limit)
        .into_tuple()
        .all(transaction.connection())
        .await?;
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.is_in(old.iter().copied()))
        .exec(transaction.connection())
        .await?;
    let removed = session::Entity::delete_many()
        .filter(session::Column::Id.is_in(old))
        .exec(transaction.connection())
        .await?;
    Ok(removed.rows_affected)
}

pub(in crate::access) async fn insert_refresh_token(
    transaction: &Transaction,
    id: RefreshTokenId,
    session_id: SessionId,
    token_sha256: &str,
    issued_at: DateTime<Utc>,
) -> Outcome<()> {
    let row = refresh_token::ActiveModel {
        id: Set(id),
        session_id: Set(session_id),
        token_sha256: Set(token_sha256.to_owned()),
        issued_at: Set(issued_at),
        used_at: Set(None),
    };
    refresh_token::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The refresh token, used or not, if its session is not over.
pub(in crate::access) async fn find_refresh_token(
    transaction: &Transaction,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Outcome<Option<FoundRefreshToken>> {
    let found = refresh_token::Entity::find()
        .select_only()
        .columns([refresh_token::Column::Id, refresh_token::Column::SessionId])
        .column(session::Column::AccountId)
        .join(JoinType::InnerJoin, refresh_token::Relation::Session.def())
        .join(JoinType::InnerJoin, session::Relation::Account.def())
        .filter(refresh_token::Column::TokenSha256.eq(token_sha256))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(account::Column::Disabled.eq(false))
        .into_model()
        .one(transaction.connection())
        .await?;
    Ok(found)
}

/// Marks the token as used; `false` if it was used before.
pub(in crate::access) async fn use_refresh_token(
    transaction: &Transaction,
    id: RefreshTokenId,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    let updated = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now))
        .filter(refresh_token::Column::Id.eq(id))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}
