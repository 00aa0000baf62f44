//! How issues fare.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::access::{Action, OpContext};
use crate::kernel::Outcome;
use crate::rectification::model::{IssueState, Settled, Statistics, statistics};
use crate::rectification::{error, store};

/// The figures of the days `from` to `to`, both included, about the departments that the
/// actor sees.
pub async fn rectification_stats(
    context: &OpContext,
    from: NaiveDate,
    to: NaiveDate,
) -> Outcome<Statistics> {
    let scope = context.authorize(Action::IssueRead).await?;
    if to < from {
        return Err(error::period_backwards().at(["to"]).into());
    }
    let begins = |day: NaiveDate| -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let local = midnight.and_local_timezone(context.time_zone).earliest();
        local.map_or(midnight.and_utc(), |moment| moment.with_timezone(&Utc))
    };
    let after = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let moments = (begins(from), begins(after));
    let found = store::figures(context.database(), &scope, moments).await?;
    let outcomes = store::outcomes(context.database(), &scope, moments).await?;
    let today = context.today();
    let day = |moment: DateTime<Utc>| moment.with_timezone(&context.time_zone).date_naive();
    let issues: Vec<Settled> = found
        .into_iter()
        .map(|it| Settled {
            department_id: it.department_id,
            opened_on: day(it.opened_at),
            closed_on: it
                .closed_at
                .filter(|_| it.state == IssueState::Closed)
                .map(day),
            done_on: it.verifying_since.map(day),
            due_on: it.due_on,
            cause: it.cause,
            is_open: it.state.is_open(),
            is_overdue: it.state.can_be_late() && it.due_on < today,
        })
        .collect();
    Ok(statistics((from, to), &issues, &outcomes))
}
