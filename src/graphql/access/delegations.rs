//! Lending a grant for an absence.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::types::Grant;
use crate::access;
use crate::graphql::base::{Date, answer, parse_id, payload, signed_in};
use crate::kernel::{Failure, Parse};

/// A grant to be lent.
#[derive(InputObject)]
pub(crate) struct GrantDelegateInput {
    /// The grant: one of HR, EXECUTIVE, MANAGER or AUDITOR.
    grant_id: ID,
    /// Who stands in: another employee who has an account.
    to_employee_id: ID,
    /// The first day, today or later.
    starts_on: Date,
    /// The last day, at most 92 days in all.
    ends_on: Date,
}

impl TryFrom<GrantDelegateInput> for access::NewDelegation {
    type Error = Failure;

    fn try_from(input: GrantDelegateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let grant_id = parse.id("grantId", &input.grant_id, "grant", "授权");
        let to = parse.id("toEmployeeId", &input.to_employee_id, "employee", "员工");
        let starts_on = parse.field("startsOn", input.starts_on.parse());
        let ends_on = parse.field("endsOn", input.ends_on.parse());
        let delegation = (|| {
            Some(Self {
                grant_id: grant_id?,
                to: to?,
                starts_on: starts_on?,
                ends_on: ends_on?,
            })
        })();
        Ok(parse.finish(delegation)?)
    }
}

impl From<access::Grant> for Grant {
    fn from(grant: access::Grant) -> Self {
        Self(grant)
    }
}

payload! {
    /// The answer of `grantDelegate`.
    GrantDelegatePayload {
        /// The grant that the stand-in has now.
        grant: Grant
    }
}

payload! {
    /// The answer of `delegationEnd`.
    DelegationEndPayload {
        /// The grant that the stand-in had.
        grant: Grant
    }
}

#[derive(Default)]
pub(crate) struct DelegationMutations;

#[Object]
impl DelegationMutations {
    /// Lends a grant to somebody who stands in during an absence; what they do with it is
    /// recorded as done for the lender. Everyone their own, ADMIN anybody's.
    async fn grant_delegate(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is lent, to whom and for how long.")] input: GrantDelegateInput,
    ) -> Result<GrantDelegatePayload> {
        let operation = signed_in(context)?;
        let done = async { access::grant_delegate(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Ends a delegation before its time. The lender, the stand-in, ADMIN.
    async fn delegation_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The grant that the stand-in has.")] id: ID,
    ) -> Result<DelegationEndPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "delegation", "委托")?;
            access::delegation_end(operation, id).await
        };
        answer(context, done.await)
    }
}
