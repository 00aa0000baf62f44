//! What complaints take, and how it is read.

use async_graphql::{ID, InputObject};

use super::enums::{ComplaintChannel, ComplaintState, ContactDirection, Severity};
use crate::complaints::{self, Complainant, NewComplaint, NewNote, Read, Who};
use crate::graphql::base::Moment;
use crate::kernel::ids::ComplaintId;
use crate::kernel::text::{IdempotencyKey, LongText};
use crate::kernel::{Failure, Outcome, Parse};

/// A complaint to be written down.
#[derive(InputObject)]
pub(crate) struct ComplaintInput {
    /// How it came in. SURVEY for what stands on a questionnaire that is entered nowhere else;
    /// what comes with an answer is written down by itself.
    channel: ComplaintChannel,
    /// Whose it is, if that is known; a customer whom the viewer may see.
    customer_id: Option<ID>,
    /// Who there complains; a contact of that customer whom the viewer may see.
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
    /// Of this customer, as far as the viewer may see the customer and is told who complained.
    customer_id: Option<ID>,
    /// That are late today, if it is `true`; that are not, if `false`.
    overdue: Option<bool>,
}

/// A contact with whoever complained.
#[derive(InputObject)]
pub(crate) struct ComplaintNoteInput {
    /// When it was, not later than now; now where left out.
    at: Option<Moment>,
    /// By which way.
    channel: ComplaintChannel,
    /// Who turned to whom.
    direction: ContactDirection,
    /// What was said, 1 to 4,000 characters.
    said: String,
}

/// The complaint to be written down, and the key under which it is sent.
pub(super) fn new_complaint(
    input: &ComplaintInput,
    key: Option<&str>,
) -> Outcome<(NewComplaint, Option<IdempotencyKey>)> {
    let mut parse = Parse::arguments();
    let complaint = parse.object("input", |parse| complaint(parse, input));
    let key = parse.optional("idempotencyKey", key.map(IdempotencyKey::parse));
    Ok(parse.finish(complaint.zip(key))?)
}

fn complaint(parse: &mut Parse, input: &ComplaintInput) -> Option<NewComplaint> {
    let customer = input.customer_id.as_deref().map(String::as_str);
    let customer_id = parse.optional_id("customerId", customer, "customer", "客户");
    let contact = input.contact_id.as_deref().map(String::as_str);
    let contact_id = parse.optional_id("contactId", contact, "contact", "联系人");
    let department = input.department_id.as_deref().map(String::as_str);
    let department_id = parse.optional_id("departmentId", department, "department", "部门");
    let summary = parse.field("summary", LongText::parse(&input.summary));
    let remedy = input.remedy_sought.as_deref().map(LongText::parse);
    let remedy_sought = parse.optional("remedySought", remedy);
    let who = Who {
        customer_id: customer_id?,
        contact_id: contact_id?,
    };
    Some(NewComplaint {
        channel: input.channel.into(),
        severity: input.severity.into(),
        // Promises are made by surveys.
        complainant: Complainant::Attributed(who),
        department_id: department_id?,
        // Whoever answers a survey names it; nobody else does.
        plan_id: None,
        summary: summary?,
        remedy_sought: remedy_sought?,
    })
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
                overdue: input.overdue,
            })
        })();
        Ok(parse.finish(filter)?)
    }
}

/// The complaint in the argument `id`, in the version that was read.
pub(super) fn read_with(parse: &mut Parse, id: &ID, version: Option<i32>) -> Option<Read> {
    let id = parse.id("id", id, "complaint", "投诉")?;
    Some(Read { id, version })
}

/// The contact to be noted of a complaint, and the key under which it is sent.
pub(super) fn new_note(
    id: &ID,
    input: ComplaintNoteInput,
    key: Option<&str>,
) -> Outcome<(ComplaintId, NewNote, Option<IdempotencyKey>)> {
    let mut parse = Parse::arguments();
    let id = parse.id("id", id, "complaint", "投诉");
    let note = parse.object("input", |parse| {
        let at = parse.optional("at", input.at.map(|at| at.parse()));
        let said = parse.field("said", LongText::parse(&input.said));
        Some(NewNote {
            at: at?,
            channel: input.channel.into(),
            direction: input.direction.into(),
            said: said?,
        })
    });
    let key = parse.optional("idempotencyKey", key.map(IdempotencyKey::parse));
    let read = (|| Some((id?, note?, key?)))();
    Ok(parse.finish(read)?)
}
