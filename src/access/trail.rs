//! The audit trail as people see it. The trail itself knows no rights, so they are
//! asked here.

use super::context::OpContext;
use super::policy::Action;
use crate::audit::{self, EntryFilter, EntryKey, Listed};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

/// The entries that `filter` wants, newest first; of the actor's own actions, or of all
/// for those who read the whole trail.
pub async fn audit_entries(
    context: &OpContext,
    filter: EntryFilter,
    page: PageRequest<EntryKey>,
) -> Outcome<Page<Listed>> {
    match readable(context, filter).await? {
        Some(filter) => audit::list(context.database(), &filter, &page).await,
        None => Ok(page.page(Vec::new())),
    }
}

/// How many entries that list has.
pub async fn audit_entry_count(context: &OpContext, filter: EntryFilter) -> Outcome<u64> {
    match readable(context, filter).await? {
        Some(filter) => audit::count(context.database(), &filter).await,
        None => Ok(0),
    }
}

/// What the actor may see of what `filter` wants; `None` for nothing.
async fn readable(context: &OpContext, filter: EntryFilter) -> Outcome<Option<EntryFilter>> {
    let scope = context.authorize(Action::AuditRead).await?;
    if scope.company {
        return Ok(Some(filter));
    }
    // An entry belongs to no department, so a right over one reaches none.
    let own = scope.account.ok_or(Failure::Forbidden)?;
    let nobody_else = filter.actor.is_none_or(|actor| actor == own);
    Ok(nobody_else.then_some(EntryFilter {
        actor: Some(own),
        ..filter
    }))
}
