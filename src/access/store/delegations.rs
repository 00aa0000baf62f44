//! Grants that are lent for an absence.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{account, employee, grant};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait,
};

use crate::access::NewDelegation;
use crate::access::model::Grant;
use crate::access::party::Loan;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EmployeeId, GrantId};

/// Which of the grants that are lent still hold, and whose they are: not taken back,
/// within their period, of an account that may sign in and of nobody who has left.
pub(in crate::access) async fn lenders(
    database: &Database,
    lent: Vec<GrantId>,
    today: NaiveDate,
) -> Outcome<BTreeMap<GrantId, AccountId>> {
    let open =
        |column: grant::Column, holds: Expr| Condition::any().add(column.is_null()).add(holds);
    let found: Vec<(GrantId, AccountId)> = grant::Entity::find()
        .select_only()
        .columns([grant::Column::Id, grant::Column::AccountId])
        .join(JoinType::InnerJoin, grant::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::Employee.def())
        .filter(grant::Column::Id.is_in(lent))
        .filter(grant::Column::RevokedAt.is_null())
        .filter(open(
            grant::Column::StartsOn,
            grant::Column::StartsOn.lte(today),
        ))
        .filter(open(
            grant::Column::EndsOn,
            grant::Column::EndsOn.gte(today),
        ))
        .filter(account::Column::Disabled.eq(false))
        .filter(
            Condition::any()
                .add(employee::Column::LeftOn.is_null())
                .add(employee::Column::LeftOn.gte(today)),
        )
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found.into_iter().collect())
}

/// The grants that are lent of those of an account, and who has them; neither taken back
/// nor over on `today`.
pub(in crate::access) async fn lent_by(
    database: &Database,
    lender: AccountId,
    today: NaiveDate,
) -> Outcome<Vec<(Grant, Option<EmployeeId>)>> {
    let own = grant::Entity::find()
        .select_only()
        .column(grant::Column::Id)
        .filter(grant::Column::AccountId.eq(lender));
    let rows = grant::Entity::find()
        .find_also_related(account::Entity)
        .filter(grant::Column::DelegatedFrom.in_subquery(own.into_query()))
        .filter(grant::Column::RevokedAt.is_null())
        .filter(grant::Column::EndsOn.gte(today))
        .order_by_asc(grant::Column::Id)
        .all(database.connection())
        .await?;
    let delegation = |(row, holder): (grant::Model, Option<account::Model>)| {
        Ok((
            super::grant(&row)?,
            holder.and_then(|account| account.employee_id),
        ))
    };
    rows.into_iter().map(delegation).collect()
}

/// What was ever lent to these accounts.
pub(in crate::access) async fn loans_to(
    handle: &impl Handle,
    accounts: Vec<AccountId>,
) -> Outcome<Vec<Loan>> {
    let lent = grant::Entity::find()
        .filter(grant::Column::AccountId.is_in(accounts))
        .filter(grant::Column::DelegatedFrom.is_not_null())
        .all(handle.connection())
        .await?;
    if lent.is_empty() {
        return Ok(Vec::new());
    }
    let of = lent.iter().filter_map(|row| row.delegated_from);
    let lenders: BTreeMap<GrantId, AccountId> = grant::Entity::find()
        .select_only()
        .columns([grant::Column::Id, grant::Column::AccountId])
        .filter(grant::Column::Id.is_in(of))
        .into_tuple::<(GrantId, AccountId)>()
        .all(handle.connection())
        .await?
        .into_iter()
        .collect();
    let loan = |row: grant::Model| {
        Some(Loan {
            stand_in: row.account_id,
            lender: *lenders.get(&row.delegated_from?)?,
            days: (row.starts_on?, row.ends_on?),
            ended_at: row.revoked_at,
        })
    };
    Ok(lent.into_iter().filter_map(loan).collect())
}

/// The grant that was not taken back, and whose it is.
pub(in crate::access) async fn find_grant(
    transaction: &Transaction,
    id: GrantId,
) -> Outcome<Option<(AccountId, Grant)>> {
    let found = grant::Entity::find_by_id(id)
        .filter(grant::Column::RevokedAt.is_null())
        .one(transaction.connection())
        .await?;
    found
        .map(|row| Ok((row.account_id, super::grant(&row)?)))
        .transpose()
}

/// The account of the employee, if it may sign in.
pub(in crate::access) async fn enabled_account_of(
    transaction: &Transaction,
    employee: EmployeeId,
) -> Outcome<Option<AccountId>> {
    let found = account::Entity::find()
        .filter(account::Column::EmployeeId.eq(employee))
        .filter(account::Column::Disabled.eq(false))
        .one(transaction.connection())
        .await?;
    Ok(found.map(|account| account.id))
}

pub(in crate::access) async fn insert_delegation(
    transaction: &Transaction,
    id: GrantId,
    to: AccountId,
    lent: &Grant,
    new: &NewDelegation,
) -> Outcome<()> {
    let row = grant::ActiveModel {
        id: Set(id),
        account_id: Set(to),
        role: Set(lent.role.to_string()),
        department_id: Set(lent.department_id),
        starts_on: Set(Some(new.starts_on)),
        ends_on: Set(Some(new.ends_on)),
        revoked_at: Set(None),
        delegated_from: Set(Some(new.grant_id)),
    };
    grant::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Ends a delegation.
pub(in crate::access) async fn end_delegation(
    transaction: &Transaction,
    id: GrantId,
    now: DateTime<Utc>,
) -> Outcome<()> {
    grant::Entity::update_many()
        .col_expr(grant::Column::RevokedAt, Expr::value(now))
        .filter(grant::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
