//! Erasing a person, of the company or of a customer.

use async_graphql::{Context, ID, Object, Result};

use crate::graphql::base::{answer, parse_id, payload, signed_in};
use crate::graphql::customers::{Contact, Customer};
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

payload! {
    /// The answer of `contactErase`.
    ContactErasePayload {
        /// What is left of the contact.
        contact: Contact
    }
}
payload! {
    /// The answer of `customerErase`.
    CustomerErasePayload {
        /// What is left of the customer.
        customer: Customer
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

    /// Erases name, phone and e-mail of a contact. The place among the contacts of the
    /// customer stays, and what the person answered stays in the figures. It cannot be
    /// undone. HR. INVALID_STATE for somebody who was erased before.
    async fn contact_erase(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
        #[graphql(
            desc = "Why, 1 to 4,000 characters, for the audit trail, which keeps it for ever: name nobody."
        )]
        reason: String,
    ) -> Result<ContactErasePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let contact = parse_id("id", &id, "contact", "联系人")?;
            let mut parse = Parse::arguments();
            let reason = parse.field("reason", LongText::parse(&reason));
            personal::contact_erase(operation, contact, parse.finish(reason)?).await
        };
        answer(context, done.await)
    }

    /// Erases a customer who is a person, or wants to be forgotten: everything but the
    /// code, and all contacts. What was answered stays in the figures. It cannot be undone.
    /// HR. INVALID_STATE for a customer who was erased before.
    async fn customer_erase(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
        #[graphql(
            desc = "Why, 1 to 4,000 characters, for the audit trail, which keeps it for ever: name nobody."
        )]
        reason: String,
    ) -> Result<CustomerErasePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let customer = parse_id("id", &id, "customer", "客户")?;
            let mut parse = Parse::arguments();
            let reason = parse.field("reason", LongText::parse(&reason));
            personal::customer_erase(operation, customer, parse.finish(reason)?).await
        };
        answer(context, done.await)
    }
}
