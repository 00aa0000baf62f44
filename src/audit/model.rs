//! What an audit entry tells, and what of it is sealed.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::digest::{Canonical, Digest};
use crate::kernel::ids::{AccountId, AuditEntryId};

/// Who acted, when, and in which request.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// The id of the new entry.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The account that acted; `None` for the system itself.
    pub account_id: Option<AccountId>,
    /// Who lent the right to act, for an absence.
    pub acting_for: Option<AccountId>,
    /// What the account was called then, or what part of the system acted.
    pub name: &'a str,
    /// The request in which it happened.
    pub request_id: &'a str,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, such as `department.created`.
    pub action: &'static str,
    /// The id of what was changed.
    pub resource: String,
    /// The changed fields as they were.
    pub before: Option<Value>,
    /// The changed fields as they are.
    pub after: Option<Value>,
    /// Why, where the actor had to say so.
    pub reason: Option<String>,
}

impl Entry {
    /// `action` was done to `resource`.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "ids are copied, and a text is given away: callers need no `&`"
    )]
    pub fn new(action: &'static str, resource: impl ToString) -> Self {
        Self {
            action,
            resource: resource.to_string(),
            before: None,
            after: None,
            reason: None,
        }
    }

    /// The changed fields as they were.
    pub fn before(self, fields: impl Serialize) -> Self {
        Self {
            before: serde_json::to_value(fields).ok(),
            ..self
        }
    }

    /// The changed fields as they are.
    pub fn after(self, fields: impl Serialize) -> Self {
        Self {
            after: serde_json::to_value(fields).ok(),
            ..self
        }
    }

    /// Why it was done.
    pub fn reason(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }
}

/// An entry as the database has it: everything but the block it is sealed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) id: AuditEntryId,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) actor_account_id: Option<AccountId>,
    pub(super) actor_name: String,
    pub(super) acting_for_account_id: Option<AccountId>,
    pub(super) action: String,
    pub(super) resource_id: String,
    pub(super) before_state: Option<String>,
    pub(super) after_state: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) request_id: String,
}

impl Recorded {
    /// The sum that a block keeps. A column that is added later needs a new kind
    /// of entry here: sealed entries keep the form they were sealed in.
    pub(super) fn digest(&self) -> Digest {
        self.canonical().digest()
    }

    pub(super) fn canonical(&self) -> Canonical {
        // Taken apart, so that a new field cannot be forgotten.
        let Self {
            id,
            recorded_at,
            actor_account_id,
            actor_name,
            acting_for_account_id,
            action,
            resource_id,
            before_state,
            after_state,
            reason,
            request_id,
        } = self;
        let text = |canonical: Canonical, text: &String| canonical.bytes(text.as_bytes());
        Canonical::of("plumbline.audit.entry.1")
            .bytes(id.0.as_bytes())
            .moment(*recorded_at)
            .optional(actor_account_id.as_ref(), |canonical, account| {
                canonical.bytes(account.0.as_bytes())
            })
            .bytes(actor_name.as_bytes())
            .optional(acting_for_account_id.as_ref(), |canonical, account| {
                canonical.bytes(account.0.as_bytes())
            })
            .bytes(action.as_bytes())
            .bytes(resource_id.as_bytes())
            .optional(before_state.as_ref(), text)
            .optional(after_state.as_ref(), text)
            .optional(reason.as_ref(), text)
            .bytes(request_id.as_bytes())
    }
}
