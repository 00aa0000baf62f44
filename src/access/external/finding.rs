//! Whose account it is that the provider's person signs in to.

use serde_json::json;

use super::id_token::{Person, Refusal};
use super::provider::IdentityProvider;
use crate::access::context::OpContext;
use crate::access::organisation::PersonMark;
use crate::access::policy;
use crate::access::session::has_left;
use crate::access::store::{self, Credentials};
use crate::audit::Entry;
use crate::config::LinkBy;
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{EmployeeId, ExternalIdentityId};

/// Connecting people happens one after the other: two identities would both be the
/// first of an employee otherwise.
const TURN: i64 = 0x706c_756d_6c69_6e6b;

/// An account that may be signed in to.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    /// Whom the person has to be connected with first.
    pub(super) to_link: Option<EmployeeId>,
}

/// The account of `person`, or why there is none.
pub(super) async fn find(
    context: &OpContext,
    provider: &IdentityProvider,
    person: &Person,
) -> Outcome<Result<Found, Refusal>> {
    let code = provider.settings().provider.as_str();
    let organisation = &context.platform.organisation;
    let known = organisation
        .employee_known_as(context.database(), code, person.subject.as_str())
        .await?;
    let (employee, is_new) = match known {
        Some(employee) => (employee, false),
        None => match meant(context, provider, person).await? {
            Some(employee) => (employee, true),
            None => return Ok(Err(Refusal::NotLinked)),
        },
    };
    let found = store::find_credentials_of(context.database(), employee).await?;
    let Some(credentials) = found else {
        return Ok(Err(Refusal::NotLinked));
    };
    if credentials.disabled || has_left(credentials.left_on, context.today()) {
        return Ok(Err(Refusal::Closed));
    }
    if is_new && reaches_far(context, &credentials).await? {
        return Ok(Err(Refusal::NotLinked));
    }
    Ok(Ok(Found {
        credentials,
        to_link: is_new.then_some(employee),
    }))
}

/// The one employee whom a person means who comes for the first time.
async fn meant(
    context: &OpContext,
    provider: &IdentityProvider,
    person: &Person,
) -> Outcome<Option<EmployeeId>> {
    let (Some(by), Some(text)) = (&provider.settings().link_by, &person.link) else {
        return Ok(None);
    };
    let mark = match by {
        LinkBy::Email => PersonMark::Email(text),
        LinkBy::Number { .. } => PersonMark::Number(text),
    };
    let found = context
        .platform
        .organisation
        .employees_with(context.database(), mark)
        .await?;
    // Two with one address: nobody can tell who is meant.
    Ok(match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}

/// Whether the account has, had or will have a role for which an address is too little:
/// whoever keeps addresses and numbers would get it by changing one.
async fn reaches_far(context: &OpContext, credentials: &Credentials) -> Outcome<bool> {
    let grants = store::grants_of(context.database(), vec![credentials.account_id]).await?;
    Ok(grants
        .iter()
        .any(|(_, grant)| policy::deserves_second_factor(grant.role)))
}

/// Connects `person` with `employee` as part of `transaction`; `false` if the employee
/// is somebody else at the provider already.
pub(super) async fn link(
    context: &OpContext,
    transaction: &Transaction,
    provider: &IdentityProvider,
    person: &Person,
    employee: EmployeeId,
) -> Outcome<bool> {
    transaction.take_turn(TURN).await?;
    let code = provider.settings().provider.as_str();
    let id: ExternalIdentityId = context.id();
    let is_first = context
        .platform
        .organisation
        .link_first(transaction, id, employee, code, person.subject.as_str())
        .await?;
    if is_first {
        let entry = Entry::new("external_identity.added", id)
            .after(json!({ "employee": employee, "provider": code }))
            .reason("FIRST_SIGN_IN");
        context.record(transaction, entry).await?;
    }
    Ok(is_first)
}
