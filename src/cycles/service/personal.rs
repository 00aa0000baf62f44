//! What cycles keep on a person: telling it, and forgetting a name.

use crate::cycles::model::Assignment;
use crate::cycles::store;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, DepartmentId, EmployeeId};

/// All assignments that a person ever had, oldest first. The caller has authorised.
pub async fn assignments_of_person(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Vec<Assignment>> {
    store::assignments_of(handle, person).await
}

/// The departments that a person headed when cycles opened. The caller has authorised.
pub async fn headed_at_openings(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Vec<(CycleId, DepartmentId)>> {
    store::headed_by(handle, person).await
}

/// Puts `placeholder` wherever an opening froze the name of a person who is erased. No
/// figure holds the name of a head. The caller has authorised.
pub async fn forget_head(
    transaction: &Transaction,
    person: EmployeeId,
    placeholder: &str,
) -> Outcome<()> {
    store::rename_head(transaction, person, placeholder).await
}
