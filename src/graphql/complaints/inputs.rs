//! What complaints take, and how it is read.

use async_graphql::{ID, InputObject};

use super::complaint::{ComplaintChannel, ComplaintState, Severity};
use crate::complaints;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Parse};

/// A complaint to be written down.
#[derive(InputObject)]
pub(crate) struct ComplaintInput {
    /// How it came in.
    channel: ComplaintChannel,
    /// Whose it is, if that is known.
    customer_id: Option<ID>,
    /// Who there complains; a contact of that customer.
    contact_id: Option<ID>,
    /// Whom it is about, if that is known.
    department_id: Option<ID>,
    /// How much is at stake.
    #[graphql(default_with = "Severity::Medium")]
    severity: Severity,
    /// What is complained about, 1 to 4,000 characters.
    summary: String,
    /// What would put it right for whoever complains, 1 to 4,000 characters.
    remedy_sought: Option<String>,
}

/// Which complaints a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct ComplaintFilterInput {
    /// That stand so.
    state: Option<ComplaintState>,
    /// About this department.
    department_id: Option<ID>,
    /// Of this customer.
    customer_id: Option<ID>,
}

impl TryFrom<ComplaintInput> for complaints::NewComplaint {
    type Error = Failure;

    fn try_from(input: ComplaintInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let customer = input.customer_id.as_deref().map(String::as_str);
        let customer_id = parse.optional_id("customerId", customer, "customer", "客户");
        let contact = input.contact_id.as_deref().map(String::as_str);
        let contact_id = parse.optional_id("contactId", contact, "contact", "联系人");
        let department = input.department_id.as_deref().map(String::as_str);
        let department_id = parse.optional_id("departmentId", department, "department", "部门");
        let summary = parse.field("summary", LongText::parse(&input.summary));
        let remedy = input.remedy_sought.as_deref().map(LongText::parse);
        let remedy_sought = parse.optional("remedySought", remedy);
        let complaint = (|| {
            Some(Self {
                channel: input.channel.into(),
                severity: input.severity.into(),
                customer_id: customer_id?,
                contact_id: contact_id?,
                department_id: department_id?,
                // Whoever answers a survey names it; nobody else does.
                plan_id: None,
                summary: summary?,
                remedy_sought: remedy_sought?,
            })
        })();
        Ok(parse.finish(complaint)?)
    }
}

impl TryFrom<ComplaintFilterInput> for complaints::ComplaintFilter {
    type Error = Failure;

    fn try_from(input: ComplaintFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let customer = input.customer_id.as_deref().map(String::as_str);
        let customer = parse.optional_id("customerId", customer, "customer", "客户");
        let filter = (|| {
            Some(Self {
                state: input.state.map(Into::into),
                department_id: department?,
                customer_id: customer?,
            })
        })();
        Ok(parse.finish(filter)?)
    }
}
