//! Who was served and is missing from what was handed in.

use chrono::NaiveDate;

use crate::customers::model::{FrameKey, FrameSource, TableRow};
use crate::customers::store;
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::DepartmentId;

/// The next `limit` contacts behind `after` whom the department served on the days from the
/// first to the last, and whom the list lacks: the monthly table, or, of the register, the
/// records that the department has handed in. The caller has authorised.
pub async fn unlisted_contacts(
    handle: &impl Handle,
    department: DepartmentId,
    days: (NaiveDate, NaiveDate),
    list: FrameSource,
    after: Option<&FrameKey>,
    limit: u64,
) -> Outcome<Vec<(FrameKey, TableRow)>> {
    store::unlisted(handle, department, days, list, after, limit).await
}
