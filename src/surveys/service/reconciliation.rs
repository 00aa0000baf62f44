//! Holding what a department handed in against whom it served.

use chrono::NaiveDate;

use crate::access::{Action, OpContext};
use crate::customers::{self, FrameKey, FrameSource, TableRow};
use crate::cycles;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::surveys::model::Plan;
use crate::surveys::store;

/// How many contacts are asked for at once.
const STEP: u64 = 200;

/// The contacts whom the assessed department served in the month of the plan's table, or in
/// the period of its cycle, whom the list lacks, and for whom no exclusion was approved: who
/// left them out has to say why. By the customer's code. For those who see who was drawn.
pub async fn left_out(
    context: &OpContext,
    plan: &Plan,
    page: PageRequest<FrameKey>,
) -> Outcome<Page<(FrameKey, TableRow)>> {
    context.authorize(Action::SurveyDrawRead).await?;
    let database = context.database();
    let (list, days) = list_of(context, plan).await?;
    let department = plan.settings.assessed_department_id;
    let excluded = store::approved_exclusions(database, plan.id).await?;
    let wanted = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    let mut after = page.after.clone();
    let mut found = Vec::new();
    while found.len() < wanted {
        let next =
            customers::unlisted_contacts(database, department, days, list, after.as_ref(), STEP)
                .await?;
        let Some((last, _)) = next.last() else { break };
        after = Some(last.clone());
        let unexplained = |(_, row): &(FrameKey, TableRow)| !excluded.contains_key(&row.contact_id);
        found.extend(next.into_iter().filter(unexplained));
    }
    found.truncate(wanted);
    Ok(page.page(found))
}

/// What the department handed in, and for which days.
async fn list_of(
    context: &OpContext,
    plan: &Plan,
) -> Outcome<(FrameSource, (NaiveDate, NaiveDate))> {
    if let Some(id) = plan.settings.monthly_table_id {
        let found = customers::customer_tables_by_id(context, vec![id]).await?;
        if let Some(table) = found.first() {
            let days = (table.month.first(), table.month.last());
            return Ok((FrameSource::Table(id), days));
        }
    }
    let cycles = cycles::cycles_by_id(context, vec![plan.cycle_id]).await?;
    let cycle = cycles.first();
    let cycle = cycle.ok_or_else(|| Failure::internal("a plan without its cycle"))?;
    let period = &cycle.settings.period;
    Ok((FrameSource::Register, (period.start, period.end)))
}
