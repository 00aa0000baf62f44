//! Entries of the audit trail as the API shows them.

use async_graphql::{Context, ID, Json, Object, Result};
use serde_json::Value;

use crate::audit::{BY_ACCOUNT, Listed};
use crate::graphql::access::{Account, account};
use crate::graphql::base::Moment;

/// Something that was done, and by whom. AUDITOR; HR, MANAGER and EMPLOYEE see what they
/// did themselves.
pub(crate) struct AuditEntry(pub(crate) Listed);

/// Something that was done, and by whom. AUDITOR; HR, MANAGER and EMPLOYEE see what they
/// did themselves.
#[Object]
impl AuditEntry {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.entry.id.to_string().into()
    }

    /// When.
    async fn recorded_at(&self) -> Moment {
        self.0.entry.recorded_at.into()
    }

    /// The account that acted; null where the system did.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.entry.actor_account_id).await
    }

    /// What part of the system acted, such as `clock` or `command line`; `anonymous` for
    /// somebody who had not signed in; null where an account acted.
    async fn system(&self) -> Option<&str> {
        let name = self.0.entry.actor_name.as_str();
        (name != BY_ACCOUNT).then_some(name)
    }

    /// The account for whom the actor stood in; null where the right was the actor's own.
    async fn acting_for(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.entry.acting_for_account_id).await
    }

    /// What was done, such as `cycle.opened`.
    async fn action(&self) -> &str {
        &self.0.entry.action
    }

    /// The global id of what it was done to; a day of the calendar and `company` stand
    /// for themselves.
    async fn subject(&self) -> &str {
        &self.0.entry.resource_id
    }

    /// The changed fields as they were; null where nothing was there before. It names
    /// people by their ids alone, and of contact details only which ones there are.
    async fn before(&self) -> Option<Json<Value>> {
        document(self.0.entry.before_state.as_deref())
    }

    /// The changed fields as they are; of a reading what was read.
    async fn after(&self) -> Option<Json<Value>> {
        document(self.0.entry.after_state.as_deref())
    }

    /// Why, where it had to be said.
    async fn reason(&self) -> Option<&str> {
        self.0.entry.reason.as_deref()
    }

    /// The id of the request in which it happened, as in the log and in `X-Request-Id`.
    async fn request(&self) -> &str {
        &self.0.entry.request_id
    }

    /// The number of the block that seals the entry: from then on no change of it goes
    /// unseen. Null until then, which takes about a second.
    async fn sealed_in(&self) -> Option<i64> {
        self.0.block
    }
}

/// What was sealed as text. A text that is no document is shown as it is: somebody has
/// changed it, and the verification will say so.
fn document(text: Option<&str>) -> Option<Json<Value>> {
    let text = text?;
    let value = serde_json::from_str(text).unwrap_or_else(|_| text.into());
    Some(Json(value))
}
