//! How issues fare: figures for those who look after all of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Cause, VerificationOutcome};
use crate::kernel::Exact;
use crate::kernel::ids::DepartmentId;

/// An issue, as far as statistics look at it. Days are those where the company is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Who puts it right.
    pub department_id: DepartmentId,
    /// When it was opened.
    pub opened_on: NaiveDate,
    /// When it was closed; `None` for one that is open or was given up.
    pub closed_on: Option<NaiveDate>,
    /// When all was done in the last round.
    pub done_on: Option<NaiveDate>,
    /// Its last day.
    pub due_on: NaiveDate,
    /// Its cause.
    pub cause: Option<Cause>,
    /// Whether something is still to be done or seen.
    pub is_open: bool,
    /// Whether it is late today.
    pub is_overdue: bool,
}

/// How often a cause was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseShare {
    /// The cause.
    pub cause: Cause,
    /// How many issues.
    pub count: u64,
    /// Their share, per cent.
    pub share: Exact,
    /// The share of this cause and of those that are more frequent (Pareto), per cent.
    pub cumulative: Exact,
}

/// How much a department has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepartmentLoad {
    /// The department.
    pub department_id: DepartmentId,
    /// Issues that are open today.
    pub open: u64,
    /// Issues that are late today.
    pub overdue: u64,
}

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Opened within the period.
    pub opened: u64,
    /// Closed within the period.
    pub closed: u64,
    /// Late today, whenever they were opened.
    pub overdue: u64,
    /// The mean of the calendar days from opening to closing, of those closed.
    pub mean_days_to_close: Option<Exact>,
    /// The share of those closed in which all was done by the due day, per cent.
    pub on_time_rate: Option<Exact>,
    /// The share of plans that worked among those of which it was found out, per cent.
    pub effectiveness_rate: Option<Exact>,
    /// The causes of those opened, the most frequent first.
    pub causes: Vec<CauseShare>,
    /// What departments have to do today, the most loaded first.
    pub departments: Vec<DepartmentLoad>,
}

/// The figures of the days `from` to `to`, both included: over the issues that were opened or
/// closed within them or are open today, and what was found out within them.
pub fn statistics(
    (from, to): (NaiveDate, NaiveDate),
    issues: &[Settled],
    found: &[VerificationOutcome],
) -> Statistics {
    let within = |day: NaiveDate| from <= day && day <= to;
    let opened: Vec<&Settled> = issues.iter().filter(|it| within(it.opened_on)).collect();
    let closed: Vec<(&Settled, NaiveDate)> = issues
        .iter()
        .filter_map(|it| it.closed_on.filter(|day| within(*day)).map(|day| (it, day)))
        .collect();
    let days: i64 = closed
        .iter()
        .map(|(it, day)| (*day - it.opened_on).num_days())
        .sum();
    let in_time = closed
        .iter()
        .filter(|(it, day)| it.done_on.unwrap_or(*day) <= it.due_on)
        .count();
    let worked = found
        .iter()
        .filter(|it| **it == VerificationOutcome::Effective)
        .count();
    let known = found
        .iter()
        .filter(|it| **it != VerificationOutcome::InsufficientData)
        .count();
    Statistics {
        opened: opened.len() as u64,
        closed: closed.len() as u64,
        overdue: issues.iter().filter(|it| it.is_overdue).count() as u64,
        mean_days_to_close: Exact::from(days).divided_by(&Exact::from(closed.len() as i64)),
        on_time_rate: Exact::percentage(in_time as u64, closed.len() as u64),
        effectiveness_rate: Exact::percentage(worked as u64, known as u64),
        causes: causes(opened.iter().filter_map(|it| it.cause)),
        departments: departments(issues),
    }
}

fn causes(found: impl Iterator<Item = Cause>) -> Vec<CauseShare> {
    let mut counts: BTreeMap<Cause, u64> = BTreeMap::new();
    for cause in found {
        *counts.entry(cause).or_default() += 1;
    }
    let all: u64 = counts.values().sum();
    let mut counts: Vec<(Cause, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(cause, count)| (std::cmp::Reverse(*count), *cause));
    let mut so_far = 0;
    let share = |count| Exact::percentage(count, all).unwrap_or_default();
    counts
        .into_iter()
        .map(|(cause, count)| {
            so_far += count;
            CauseShare {
                cause,
                count,
                share: share(count),
                cumulative: share(so_far),
            }
        })
        .collect()
}

fn departments(issues: &[Settled]) -> Vec<DepartmentLoad> {
    let mut loads: BTreeMap<DepartmentId, DepartmentLoad> = BTreeMap::new();
    for issue in issues.iter().filter(|it| it.is_open) {
        let load = loads.entry(issue.department_id).or_insert(DepartmentLoad {
            department_id: issue.department_id,
            open: 0,
            overdue: 0,
        });
        load.open += 1;
        load.overdue += u64::from(issue.is_overdue);
    }
    let mut loads: Vec<DepartmentLoad> = loads.into_values().collect();
    loads.sort_by_key(|it| (std::cmp::Reverse((it.open, it.overdue)), it.department_id));
    loads
}
