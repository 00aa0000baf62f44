//! Lines of published sheets, for whoever observes them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::database::Handle;
use crate::kernel::ids::{DepartmentId, KpiSheetId};
use crate::kernel::{Decimal, Failure, Outcome};
use crate::kpi::model::{Line, Sheet};
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
    last_score(sheets.iter(), &lines, indicator)
}

/// A line that is observed: of which department, by which name, since when.
pub type ObservedLine = (DepartmentId, String, DateTime<Utc>);

/// What [`published_line`] finds for each of these.
pub async fn published_lines(
    handle: &impl Handle,
    wanted: &[ObservedLine],
) -> Outcome<Vec<Option<Decimal>>> {
    let Some(earliest) = wanted.iter().map(|(_, _, since)| *since).min() else {
        return Ok(Vec::new());
    };
    let departments = wanted.iter().map(|(department, _, _)| *department);
    let sheets = store::published_since(handle, departments.collect(), earliest).await?;
    let lines = store::lines_of(handle, &sheets.iter().collect::<Vec<_>>()).await?;
    let found = wanted.iter().map(|(department, indicator, since)| {
        let own = sheets.iter().filter(|sheet| {
            sheet.department_id == *department && sheet.published_at.is_some_and(|at| at >= *since)
        });
        last_score(own.take(store::MOST_OBSERVED), &lines, indicator)
    });
    found.collect()
}

/// The score of the line in the first sheet that has such a line.
fn last_score<'a>(
    mut sheets: impl Iterator<Item = &'a Sheet>,
    lines: &HashMap<KpiSheetId, Vec<Line>>,
    indicator: &str,
) -> Outcome<Option<Decimal>> {
    let named = sheets.find_map(|sheet| {
        let mut own = lines.get(&sheet.id)?.iter();
        own.find(|line| line.path == indicator || line.code == indicator)
    });
    let score = named.and_then(|line| line.score.as_ref());
    score
        .map(|score| score.rounded(2).parse().map_err(Failure::internal))
        .transpose()
}
