//! What is kept on a person.

use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::EmployeeId;
use crate::kpi::model::{Appeal, Sheet};
use crate::kpi::store;

/// The sheets that measure a person, and the appeals about them, the oldest first. The
/// caller has authorised.
pub async fn kept_on_person(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<(Vec<Sheet>, Vec<Appeal>)> {
    let sheets = store::sheets_of_person(handle, person).await?;
    let appeals = store::appeals_of_person(handle, person).await?;
    Ok((sheets, appeals))
}
