//! Erasing a person.

use async_graphql::{Context, ID, Object, Result};

use crate::graphql::base::{answer, parse_id, payload, signed_in};
use crate::graphql::org::Employee;
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::personal;

payload! {
    /// The answer of `employeeErase`.
    EmployeeErasePayload {
        /// What is left of the person.
        employee: Employee
    }
}

#[derive(Default)]
pub(crate) struct PersonalMutations;

#[Object]
impl PersonalMutations {
    /// Erases a person who has left: name, contact details, outside identities and
    /// drafts, and of the account user name, password, grants and sessions. The number
    /// stays, and what the person answered stays in the figures. It cannot be undone. HR.
    /// INVALID_STATE for somebody who has not left, or was erased before.
    async fn employee_erase(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
        #[graphql(
            desc = "Why, 1 to 4,000 characters, for the audit trail, which keeps it for ever: name nobody."
        )]
        reason: String,
    ) -> Result<EmployeeErasePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let person = parse_id("id", &id, "employee", "员工")?;
            let mut parse = Parse::arguments();
            let reason = parse.field("reason", LongText::parse(&reason));
            personal::employee_erase(operation, person, parse.finish(reason)?).await
        };
        answer(context, done.await)
    }
}
