//! Asking about one department once more, as an earlier cycle did.

use chrono::{DateTime, Utc};

use super::cycles::made;
use super::matrix::replace;
use crate::access::{OpContext, Scope};
use crate::cycles::model::{Cycle, CycleSettings, Matrix, NewCycle, Period, PeriodKind};
use crate::cycles::{error, store};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, DepartmentId};
use crate::kernel::text::{Code, Name};

/// What is asked once more.
#[derive(Clone, Debug)]
pub struct Again {
    /// The cycle that asked before.
    pub of: CycleId,
    /// About whom.
    pub department: DepartmentId,
    /// What the new cycle is called, for short.
    pub code: Code,
    /// And in full.
    pub name: Name,
    /// When it closes.
    pub closes_at: DateTime<Utc>,
}

/// Makes a cycle that asks the assessors of one department once more: by the row that the
/// matrix of the earlier cycle has for it, with its questionnaire, promise and scoring. It
/// opens by itself at once and judges the days until it closes, so it takes the place of no
/// regular period. Part of `transaction`; the caller has authorised.
pub async fn cycle_ask_again(
    context: &OpContext,
    transaction: &Transaction,
    again: Again,
) -> Outcome<Cycle> {
    let found = store::cycles_by_id(transaction, &Scope::company(), vec![again.of]).await?;
    let before = found.into_iter().next();
    let before = before.ok_or_else(|| error::no_cycle().at(["cycleId"]))?;
    let matrix = store::matrices(transaction, vec![before.id]).await?;
    let rows = matrix.into_values().flat_map(|matrix| matrix.rows);
    let rows: Vec<_> = rows
        .filter(|row| row.assessed == again.department)
        .collect();
    if rows.is_empty() {
        return Err(error::not_assessed_there().at(["cycleId"]).into());
    }
    let (now, today) = (context.now(), context.today());
    if again.closes_at <= now {
        return Err(error::closes_before_opening().at(["closesAt"]).into());
    }
    let last = again.closes_at.with_timezone(&context.time_zone);
    let new = NewCycle {
        code: again.code,
        settings: CycleSettings {
            name: again.name,
            period: Period {
                kind: PeriodKind::AdHoc,
                start: today,
                end: last.date_naive().max(today),
            },
            opens_at: now,
            closes_at: again.closes_at,
            auto_open: true,
            ..before.settings
        },
    };
    let cycle = made(context, transaction, new).await?;
    replace(context, transaction, &cycle, &Matrix { rows }).await
}
