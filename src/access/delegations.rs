//! Lending a grant to somebody who stands in during an absence. What the stand-in does
//! with it is recorded as done for the lender.

use chrono::NaiveDate;
use serde_json::json;

use super::context::{OpContext, Platform};
use super::error;
use super::model::{Grant, Role, SignedIn};
use super::policy::Action;
use super::store;
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{AccountId, EmployeeId, GrantId};
use crate::kernel::{Outcome, Problem};

/// How long a delegation lasts at the longest, in days.
const LONGEST: i64 = 92;

/// A grant to be lent.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// What is lent.
    pub grant_id: GrantId,
    /// Who stands in.
    pub to: EmployeeId,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

impl NewDelegation {
    /// Whether `grant`, which the stand-in has, was lent by it on some day already.
    fn repeats(&self, grant: &Grant) -> bool {
        grant.delegated_from == Some(self.grant_id)
            && grant.ends_on.is_none_or(|last| self.starts_on <= last)
            && grant.starts_on.is_none_or(|first| first <= self.ends_on)
    }
}

/// Lends a grant: one of the actor's own, or anybody's by whoever gives grants.
pub async fn grant_delegate(context: &OpContext, new: NewDelegation) -> Outcome<Grant> {
    let transaction = context.begin().await?;
    let (lender, lent) = own_grant(context, &transaction, new.grant_id, "grantId").await?;
    let mut problems = Vec::new();
    let lendable = matches!(
        lent.role,
        Role::Hr | Role::Executive | Role::Manager | Role::Auditor
    );
    if !lendable || lent.delegated_from.is_some() {
        problems.push(error::not_delegable().at(["grantId"]));
    }
    let stand_in = store::enabled_account_of(&transaction, new.to).await?;
    let stand_in = stand_in.filter(|account| *account != lender);
    if stand_in.is_none() {
        problems.push(error::no_stand_in().at(["toEmployeeId"]));
    }
    let days = (new.ends_on - new.starts_on).num_days() + 1;
    let beyond = lent.ends_on.is_some_and(|last| last < new.ends_on);
    let early = lent.starts_on.is_some_and(|first| new.starts_on < first);
    if new.starts_on < context.today() || early {
        problems.push(error::delegation_period(LONGEST).at(["startsOn"]));
    }
    if !(1..=LONGEST).contains(&days) || beyond {
        problems.push(error::delegation_period(LONGEST).at(["endsOn"]));
    }
    if let (Some(stand_in), true) = (stand_in, problems.is_empty()) {
        let held = store::grants_of(&transaction, vec![stand_in]).await?;
        if held.iter().any(|(_, grant)| new.repeats(grant)) {
            problems.push(error::delegation_repeated());
        }
    }
    let (Some(stand_in), true) = (stand_in, problems.is_empty()) else {
        let within = |problem: Problem| problem.within("input");
        return Err(problems.into_iter().map(within).collect::<Vec<_>>().into());
    };
    let id: GrantId = context.id();
    store::insert_delegation(&transaction, id, stand_in, &lent, &new).await?;
    let entry = Entry::new("grant.delegated", id).after(json!({
        "grant": new.grant_id,
        "lender": lender,
        "account": stand_in,
        "from": new.starts_on,
        "until": new.ends_on,
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(Grant {
        id: Some(id),
        starts_on: Some(new.starts_on),
        ends_on: Some(new.ends_on),
        delegated_from: Some(new.grant_id),
        ..lent
    })
}

/// What the actor has lent and is not over, with who stands in.
pub async fn own_delegations(context: &OpContext) -> Outcome<Vec<(Grant, Option<EmployeeId>)>> {
    let account = context.signed_in()?.account_id;
    store::lent_by(context.database(), account, context.today()).await
}

/// Ends a delegation before its time: the lender, the stand-in, or whoever gives grants.
pub async fn delegation_end(context: &OpContext, id: GrantId) -> Outcome<Grant> {
    let transaction = context.begin().await?;
    let unknown = || Problem::not_found("delegation", "委托").at(["id"]);
    let found = store::find_grant(&transaction, id).await?;
    let Some((stand_in, delegated)) = found else {
        return Err(unknown().into());
    };
    let Some(lent) = delegated.delegated_from else {
        return Err(unknown().into());
    };
    if stand_in != context.signed_in()?.account_id {
        own_grant(context, &transaction, lent, "id")
            .await
            .map_err(|_| unknown())?;
    }
    store::end_delegation(&transaction, id, context.now()).await?;
    let entry = Entry::new("grant.delegation_ended", id).before(json!({ "account": stand_in }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(delegated)
}

/// The grant, if it is the actor's own or the actor gives grants.
async fn own_grant(
    context: &OpContext,
    transaction: &Transaction,
    id: GrantId,
    field: &str,
) -> Outcome<(AccountId, Grant)> {
    let found = store::find_grant(transaction, id).await?;
    let actor = context.signed_in()?.account_id;
    let gives_grants = context.scope(Action::AccountWrite).await?.company;
    let own = found.filter(|(account, _)| gives_grants || *account == actor);
    Ok(own.ok_or_else(|| Problem::not_found("grant", "授权").at(["input", field]))?)
}

impl Platform {
    /// Leaves out what was lent by somebody who no longer has it.
    pub(super) async fn keep_living_delegations(
        &self,
        account: &mut SignedIn,
        today: NaiveDate,
    ) -> Outcome<()> {
        let lent: Vec<GrantId> = account
            .grants
            .iter()
            .filter_map(|grant| grant.delegated_from)
            .collect();
        if lent.is_empty() {
            return Ok(());
        }
        account.lenders = store::lenders(&self.database, lent, today).await?;
        let lenders = &account.lenders;
        account.grants.retain(|grant| {
            grant
                .delegated_from
                .is_none_or(|from| lenders.contains_key(&from))
        });
        Ok(())
    }
}
