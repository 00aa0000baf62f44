//! Making and changing accounts and their grants.

use std::collections::BTreeSet;

use serde_json::json;

use super::administrators::keep_one_administrator;
use super::context::OpContext;
use super::error;
use super::model::{Account, AccountKind, Grant, NewAccount, NewGrant, Role, Scope, TokenKind};
use super::policy::Action;
use super::store;
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId, GrantId};
use crate::kernel::{Outcome, Page, PageRequest, Problem};

/// Makes an account with its grants. Departments and employee must exist.
pub async fn account_create(context: &OpContext, new: NewAccount) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let name = person_name(context, new.employee_id).await?;
    let password = new.password.and_then(|password| {
        password.avoids(name.as_deref().unwrap_or_default())?;
        Ok(password)
    });
    let wrong = check_references(context, new.employee_id, &new.grants).await?;
    let password = match password {
        Ok(password) if wrong.is_empty() => password,
        Ok(_) => return Err(wrong.into()),
        Err(problem) => {
            let mut problems = vec![problem.at(["input", "password"])];
            problems.extend(wrong);
            return Err(problems.into());
        }
    };
    let password_hash = context.platform.passwords.hash(password).await?;
    let account = Account {
        id: context.id(),
        username: new.username.as_str().to_owned(),
        kind: AccountKind::Person,
        employee_id: new.employee_id,
        disabled: false,
        created_at: context.now(),
        version: 1,
    };
    let transaction = context.begin().await?;
    store::insert_account(&transaction, &account, Some(password_hash)).await?;
    for grant in &new.grants {
        store::insert_grant(&transaction, context.id(), account.id, grant).await?;
    }
    let entry = Entry::new("account.created", account.id).after(json!({
        "employee": account.employee_id,
        "grants": new.grants.iter().map(describe).collect::<Vec<_>>(),
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(account)
}

/// Gives one more role to an account.
pub async fn grant_give(context: &OpContext, id: AccountId, new: NewGrant) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let problems = check_references(context, None, std::slice::from_ref(&new)).await?;
    if !problems.is_empty() {
        return Err(problems
            .into_iter()
            .map(|problem| problem.at(["input", "departmentId"]))
            .collect::<Vec<_>>()
            .into());
    }
    let transaction = context.begin().await?;
    let account = existing(context, &transaction, id, "accountId").await?;
    if account.kind == AccountKind::Service {
        return Err(error::role_of_other_kind().at(["accountId"]).into());
    }
    let given = store::grants_of(&transaction, vec![id]).await?;
    if given.iter().any(|(_, grant)| new.repeats(grant)) {
        return Err(error::grant_repeated().at(["input"]).into());
    }
    let grant_id: GrantId = context.id();
    store::insert_grant(&transaction, grant_id, id, &new).await?;
    context
        .record(
            &transaction,
            Entry::new("grant.given", grant_id)
                .after(json!({ "account": id, "grant": describe(&new) })),
        )
        .await?;
    transaction.commit().await?;
    Ok(account)
}

/// Takes a role back; it no longer counts from the next request on.
pub async fn grant_revoke(context: &OpContext, id: GrantId) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    keep_one_administrator(context, &transaction, |keeper| keeper.grant_id == id).await?;
    let revoked = store::revoke_grant(&transaction, id, context.now()).await?;
    let account_id = revoked.ok_or_else(|| Problem::not_found("grant", "授权").at(["id"]))?;
    let account = existing(context, &transaction, account_id, "id").await?;
    context
        .record(
            &transaction,
            Entry::new("grant.revoked", id).before(json!({ "account": account_id })),
        )
        .await?;
    transaction.commit().await?;
    Ok(account)
}

/// Lets an account sign in or not. Disabling ends its sessions at once.
pub async fn account_set_disabled(
    context: &OpContext,
    id: AccountId,
    disabled: bool,
) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    let account = existing(context, &transaction, id, "id").await?;
    if disabled {
        keep_one_administrator(context, &transaction, |keeper| keeper.account_id == id).await?;
    }
    store::set_disabled(&transaction, id, disabled).await?;
    if disabled {
        store::remove_account_tokens(&transaction, id, TokenKind::ALL).await?;
        store::end_sessions_of(&transaction, id, context.now(), "ACCOUNT_DISABLED").await?;
    }
    let entry = Entry::new("account.changed", id)
        .before(json!({ "disabled": account.disabled }))
        .after(json!({ "disabled": disabled }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(Account {
        disabled,
        version: account.version + 1,
        ..account
    })
}

/// Accounts by user name.
pub async fn accounts(context: &OpContext, page: PageRequest<String>) -> Outcome<Page<Account>> {
    let scope = context.authorize(Action::AccountRead).await?;
    store::list_accounts(context.database(), &scope, &page).await
}

/// How many accounts there are.
pub async fn account_count(context: &OpContext) -> Outcome<u64> {
    let scope = context.authorize(Action::AccountRead).await?;
    store::count_accounts(context.database(), &scope).await
}

/// The accounts with these ids, in any order; those that cannot be seen are
/// missing. Everyone sees the own account.
pub async fn accounts_by_id(context: &OpContext, mut ids: Vec<AccountId>) -> Outcome<Vec<Account>> {
    let scope = context.scope(Action::AccountRead).await?;
    if scope.is_empty() {
        let own = context.signed_in()?.account_id;
        ids.retain(|id| *id == own);
    }
    store::find_accounts(context.database(), &scope, ids).await
}

/// The accounts with these ids, in any order, to name who did something. The caller has
/// authorised the reading of what they did.
pub async fn accounts_named(handle: &impl Handle, ids: Vec<AccountId>) -> Outcome<Vec<Account>> {
    store::find_accounts(handle, &Scope::company(), ids).await
}

/// The accounts of these people that may sign in, to tell them something. The caller has
/// authorised.
pub async fn accounts_of_people(
    handle: &impl Handle,
    people: Vec<EmployeeId>,
) -> Outcome<Vec<AccountId>> {
    store::accounts_of_people(handle, people).await
}

/// The accounts of these employees, in any order; those that cannot be seen are
/// missing. Everyone sees the own account.
pub async fn accounts_of(
    context: &OpContext,
    mut employees: Vec<EmployeeId>,
) -> Outcome<Vec<Account>> {
    let scope = context.scope(Action::AccountRead).await?;
    if scope.is_empty() {
        let own = context.signed_in()?.employee_id;
        employees.retain(|employee| Some(*employee) == own);
    }
    store::find_accounts_of(context.database(), &scope, employees).await
}

/// The grants of these accounts that were not taken back; those of accounts that
/// cannot be seen are missing.
pub async fn grants_of(
    context: &OpContext,
    mut ids: Vec<AccountId>,
) -> Outcome<Vec<(AccountId, Grant)>> {
    if context.scope(Action::AccountRead).await?.is_empty() {
        let own = context.signed_in()?.account_id;
        ids.retain(|id| *id == own);
    }
    store::grants_of(context.database(), ids).await
}

/// Whether nobody could sign in yet.
pub async fn no_account_yet(context: &OpContext) -> Outcome<bool> {
    Ok(!store::any_account(context.database()).await?)
}

/// What the person is called to whom an account belongs.
pub(super) async fn person_name(
    context: &OpContext,
    employee: Option<EmployeeId>,
) -> Outcome<Option<String>> {
    let Some(employee) = employee else {
        return Ok(None);
    };
    let organisation = &context.platform.organisation;
    organisation
        .employee_name(context.database(), employee)
        .await
}

/// The account that is to be changed, as part of `transaction`.
pub(super) async fn existing(
    context: &OpContext,
    transaction: &Transaction,
    id: AccountId,
    field: &str,
) -> Outcome<Account> {
    let scope = context.authorize(Action::AccountWrite).await?;
    let found = store::find_accounts(transaction, &scope, vec![id]).await?;
    Ok(found
        .into_iter()
        .next()
        .ok_or_else(|| error::account_not_found().at([field]))?)
}

/// What is wrong with the departments and the employee that are named.
async fn check_references(
    context: &OpContext,
    employee: Option<EmployeeId>,
    grants: &[NewGrant],
) -> Outcome<Vec<Problem>> {
    let organisation = &context.platform.organisation;
    let mut problems = Vec::new();
    if employee.is_some() && person_name(context, employee).await?.is_none() {
        problems.push(error::employee_not_found());
    }
    let named: BTreeSet<DepartmentId> = grants
        .iter()
        .filter_map(|grant| grant.department_id)
        .collect();
    let roots: Vec<DepartmentId> = named.into_iter().collect();
    let known: BTreeSet<DepartmentId> = organisation
        .subtrees(context.database(), &roots)
        .await?
        .into_iter()
        .collect();
    for (index, grant) in grants.iter().enumerate() {
        if grant
            .department_id
            .is_some_and(|department| !known.contains(&department))
        {
            let field = [
                "input".to_owned(),
                "grants".to_owned(),
                index.to_string(),
                "departmentId".to_owned(),
            ];
            problems.push(Problem::not_found("department", "部门").at(field));
        }
    }
    Ok(problems)
}

fn describe(grant: &NewGrant) -> serde_json::Value {
    json!({ "role": grant.role, "department": grant.department_id, "from": grant.starts_on, "until": grant.ends_on })
}

impl NewGrant {
    /// Checks that role, department and period fit together.
    pub fn checked(self) -> Result<Self, Problem> {
        if self.role == Role::Service {
            return Err(error::role_of_other_kind().within("role"));
        }
        if self.role == Role::Manager && self.department_id.is_none() {
            return Err(error::manager_needs_department().within("departmentId"));
        }
        let company_only = matches!(self.role, Role::Admin | Role::Employee);
        if company_only && self.department_id.is_some() {
            return Err(error::role_takes_no_department().within("departmentId"));
        }
        match (self.starts_on, self.ends_on) {
            (Some(first), Some(last)) if last < first => {
                Err(error::period_backwards().within("endsOn"))
            }
            _ => Ok(self),
        }
    }
}
