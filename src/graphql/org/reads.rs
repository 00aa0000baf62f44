//! Whose contact details one request shows.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Result};

use crate::access::OpContext;
use crate::graphql::base::{loaded, signed_in};
use crate::kernel::ids::EmployeeId;
use crate::kernel::{Failure, Outcome};
use crate::org;

/// The people whose contact details a request has shown so far. They are noted together,
/// before the answer is given, and a request that asks for none costs nothing.
#[derive(Default)]
pub(crate) struct ContactReads(Mutex<BTreeSet<EmployeeId>>);

impl ContactReads {
    /// Notes in the audit trail whose details the request has shown.
    pub(crate) async fn record(&self, context: &OpContext) -> Outcome<()> {
        let shown = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        org::note_contact_details_read(context, shown.into_iter().collect()).await
    }
}

/// The request shows a contact detail of `employee`. One's own leave no trace.
pub(super) fn note_contact_read(context: &Context<'_>, employee: EmployeeId) -> Result<()> {
    let viewer = signed_in(context)?.signed_in().ok();
    if viewer.is_some_and(|viewer| viewer.employee_id != Some(employee)) {
        let reads = context.data_opt::<Arc<ContactReads>>();
        let unnoted = || Failure::internal("contact details asked for where nobody notes it");
        let reads = loaded(context, reads.ok_or_else(unnoted))?;
        let mut shown = reads.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.insert(employee);
    }
    Ok(())
}
