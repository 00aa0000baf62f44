//! Whose contact details leave a trace when they are shown.

use async_graphql::{Context, Result};

use crate::graphql::base::{Shown, signed_in};
use crate::kernel::ids::EmployeeId;

/// The request shows a contact detail of `employee`. One's own leave no trace.
pub(super) fn note_contact_read(context: &Context<'_>, employee: EmployeeId) -> Result<()> {
    let viewer = signed_in(context)?.signed_in().ok();
    if viewer.is_some_and(|viewer| viewer.employee_id != Some(employee)) {
        Shown::note(context, employee)?;
    }
    Ok(())
}
