//! Reading the audit trail.

use async_graphql::{Context, Object, Result};

use super::inputs::AuditEntryFilterInput;
use super::types::AuditEntry;
use crate::access;
use crate::audit::{EntryFilter, Listed};
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};

#[derive(Default)]
pub(crate) struct AuditQueries;

#[Object]
impl AuditQueries {
    /// Who did what, newest first. AUDITOR; HR, MANAGER and EMPLOYEE see what they did
    /// themselves. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn audit_entries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<AuditEntryFilterInput>,
    ) -> Result<Connection<AuditEntry>> {
        let operation = signed_in(context)?;
        let filter: EntryFilter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = access::audit_entries(operation, filter.clone(), page).await;
        let total = match wants_total(context) {
            true => Some(access::audit_entry_count(operation, filter).await),
            false => None,
        };
        connection(context, found, total, Listed::key, AuditEntry)
    }
}
