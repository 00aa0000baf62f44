//! Which entries of the audit trail are wanted.

use async_graphql::{ID, InputObject};

use crate::audit::EntryFilter;
use crate::graphql::base::Moment;
use crate::kernel::text::Name;
use crate::kernel::{Failure, Parse};

/// Which entries of the audit trail: those that meet all that is given.
#[derive(Default, InputObject)]
pub(crate) struct AuditEntryFilterInput {
    /// Of what this account did.
    actor_id: Option<ID>,
    /// Of this action, such as `cycle.opened`.
    action: Option<String>,
    /// About what has this id, whether it still exists or not; or the day of a
    /// calendar, or `company`.
    subject: Option<String>,
    /// Of this moment or later.
    from: Option<Moment>,
    /// Before this moment.
    until: Option<Moment>,
}

impl TryFrom<AuditEntryFilterInput> for EntryFilter {
    type Error = Failure;

    fn try_from(input: AuditEntryFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let actor = input.actor_id.as_deref().map(String::as_str);
        let actor = parse.optional_id("actorId", actor, "account", "账号");
        let text = |text: Option<String>| text.map(|text| Name::parse(&text));
        let action = parse.optional("action", text(input.action));
        let subject = parse.optional("subject", text(input.subject));
        let from = parse.optional("from", input.from.map(|moment| moment.parse()));
        let until = parse.optional("until", input.until.map(|moment| moment.parse()));
        let fields = (|| Some((actor?, action?, subject?, from?, until?)))();
        let (actor, action, subject, from, until) = parse.finish(fields)?;
        Ok(Self {
            actor,
            action: action.map(Name::into_string),
            subject: subject.map(Name::into_string),
            from,
            until,
        })
    }
}
