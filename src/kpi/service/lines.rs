//! Lines of published sheets, for whoever observes them.

use chrono::{DateTime, Utc};

use crate::database::Handle;
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Decimal, Failure, Outcome};
use crate::kpi::store;

/// The score of a line of the department's own sheet that was published last, at `since` or
/// later if that is given; the line is named by its path, or by its code. The caller has
/// authorised.
pub async fn published_line(
    handle: &impl Handle,
    department: DepartmentId,
    indicator: &str,
    since: Option<DateTime<Utc>>,
) -> Outcome<Option<Decimal>> {
    let sheets = store::published_sheets_of(handle, department, since).await?;
    let lines = store::lines_of(handle, &sheets.iter().collect::<Vec<_>>()).await?;
    let named = sheets.iter().find_map(|sheet| {
        let mut own = lines.get(&sheet.id)?.iter();
        own.find(|line| line.path == indicator || line.code == indicator)
    });
    let score = named.and_then(|line| line.score.as_ref());
    score
        .map(|score| score.rounded(2).parse().map_err(Failure::internal))
        .transpose()
}
