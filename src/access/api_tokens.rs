//! Tokens with which programs act: scoped, expiring, shown once, and kept only as a
//! hash.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::json;

use super::context::{OpContext, Platform};
use super::error;
use super::last_use::Used;
use super::model::{Account, AccountKind, Permission, SignedIn, Username};
use super::policy::Action;
use super::session::fingerprint;
use super::store;
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{AccountId, ApiTokenId, DepartmentId};
use crate::kernel::text::Name;
use crate::kernel::{Outcome, Problem};

/// What every token begins with: it tells a token from a session's, and lets scanners
/// find one that was published by mistake.
const PREFIX: &str = "plumbline_";

/// How long a token lives at the longest, in days.
const LONGEST_LIFE: i64 = 366;

/// How many living tokens an account has at most: enough to change them one by one.
const MOST_TOKENS: usize = 20;

/// A token, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// The account that acts with it.
    pub account_id: AccountId,
    /// What it is for.
    pub name: String,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// The department whose subtree it covers, or the whole company.
    pub department_id: Option<DepartmentId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// The account that shall act with it: a program's.
    pub account_id: AccountId,
    /// What it is for.
    pub name: Name,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// The department whose subtree it covers, or the whole company.
    pub department_id: Option<DepartmentId>,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
}

/// A new token with its text, which is shown this once.
#[derive(Clone, Debug)]
pub struct IssuedApiToken {
    /// What is known of it later.
    pub token: ApiToken,
    /// For the `Authorization` header.
    pub text: String,
}

/// Whether `bearer` has the form of such a token.
pub(super) fn is_one(bearer: &str) -> bool {
    bearer.starts_with(PREFIX)
}

impl Platform {
    /// The program that holds the token, and the company's time zone.
    pub(super) async fn program(&self, token: &str) -> Outcome<Option<(SignedIn, Tz)>> {
        let time_zone = store::time_zone(&self.database).await?;
        let now = self.clock.now();
        let today = self.clock.today(time_zone);
        let found = store::find_api_token(&self.database, &fingerprint(token), today).await?;
        let Some((token, account)) = found else {
            return Ok(None);
        };
        self.last_use.note(
            &self.database,
            Used::ApiToken(token.id),
            token.last_used_at,
            now,
        );
        Ok(Some((account, time_zone)))
    }
}

/// Makes the account of a program. It has no password: it acts by its tokens alone.
pub async fn service_account_create(context: &OpContext, username: Username) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let account = Account {
        id: context.id(),
        username: username.as_str().to_owned(),
        kind: AccountKind::Service,
        employee_id: None,
        disabled: false,
        created_at: context.now(),
        version: 1,
    };
    let transaction = context.begin().await?;
    store::insert_account(&transaction, &account, None).await?;
    let entry = Entry::new("account.created", account.id)
        .after(json!({ "username": account.username, "kind": account.kind }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(account)
}

/// Makes a token for a program.
pub async fn api_token_issue(context: &OpContext, new: NewApiToken) -> Outcome<IssuedApiToken> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    let problems = wrong_with(context, &transaction, &new).await?;
    if !problems.is_empty() {
        let problems: Vec<Problem> = problems
            .into_iter()
            .map(|problem| problem.within("input"))
            .collect();
        return Err(problems.into());
    }
    let text = format!("{PREFIX}{}", context.platform.random.token());
    let token = ApiToken {
        id: context.id(),
        account_id: new.account_id,
        name: new.name.into_string(),
        permissions: new.permissions,
        department_id: new.department_id,
        created_at: context.now(),
        expires_on: new.expires_on,
        last_used_at: None,
        revoked_at: None,
    };
    store::insert_api_token(&transaction, &token, &fingerprint(&text)).await?;
    let entry = Entry::new("api_token.issued", token.id).after(json!({
        "account": token.account_id,
        "permissions": token.permissions,
        "department": token.department_id,
        "until": token.expires_on,
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(IssuedApiToken { token, text })
}

/// What is wrong with a token to be made, each problem with its field.
async fn wrong_with(
    context: &OpContext,
    transaction: &Transaction,
    new: &NewApiToken,
) -> Outcome<Vec<Problem>> {
    let mut problems = Vec::new();
    let scope = context.authorize(Action::AccountRead).await?;
    let account = store::find_accounts(transaction, &scope, vec![new.account_id]).await?;
    match account.first() {
        None => problems.push(error::account_not_found().at(["accountId"])),
        Some(account) if account.kind != AccountKind::Service => {
            problems.push(error::not_a_program().at(["accountId"]));
        }
        Some(_) => {
            let living = store::count_api_tokens(transaction, new.account_id, context.today());
            if living.await? >= MOST_TOKENS {
                problems.push(error::too_many_tokens(MOST_TOKENS).at(["accountId"]));
            }
        }
    }
    if new.permissions.is_empty() {
        problems.push(error::no_permission().at(["permissions"]));
    }
    if let Some(department) = new.department_id {
        let organisation = &context.platform.organisation;
        let roots = [department];
        let known = organisation.subtrees(context.database(), &roots).await?;
        if known.is_empty() {
            problems.push(Problem::not_found("department", "部门").at(["departmentId"]));
        }
    }
    let days = (new.expires_on - context.today()).num_days();
    if !(0..=LONGEST_LIFE).contains(&days) {
        problems.push(error::token_period(LONGEST_LIFE).at(["expiresOn"]));
    }
    Ok(problems)
}

/// Takes a token back: the next request with it is refused.
pub async fn api_token_revoke(context: &OpContext, id: ApiTokenId) -> Outcome<ApiToken> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    let revoked = store::revoke_api_token(&transaction, id, context.now()).await?;
    let token = revoked.ok_or_else(|| Problem::not_found("API token", "API 令牌").at(["id"]))?;
    let entry = Entry::new("api_token.revoked", id).after(json!({ "account": token.account_id }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(token)
}

/// The tokens of these accounts, the newest first; those of accounts that cannot be
/// seen are missing.
pub async fn api_tokens_of(
    context: &OpContext,
    accounts: Vec<AccountId>,
) -> Outcome<Vec<ApiToken>> {
    if context.scope(Action::AccountRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    store::api_tokens_of(context.database(), accounts).await
}
