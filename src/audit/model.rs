//! What an audit entry tells.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::ids::AccountId;

/// Who acted, when, and in which request.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// The id of the new entry.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The account that acted; `None` for the system itself.
    pub account_id: Option<AccountId>,
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
