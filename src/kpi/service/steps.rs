//! The steps of sheets, forward and back.

use serde_json::json;

use super::hand::Hand;
use super::opened::{Opened, note_part, open, open_all};
use super::pulling::pull_open;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::KpiSheetId;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{Duty, LineState, Missing, Sheet, SheetState, TakenStep};
use crate::kpi::{error, store};

/// How many sheets take a step in one call.
const MOST_SHEETS: usize = 1_000;

/// Takes a sheet that is still at `expected_version` one step forward.
pub async fn sheet_advance(
    context: &OpContext,
    id: KpiSheetId,
    expected_version: i32,
) -> Outcome<Sheet> {
    let hand = stepper(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open(&transaction, &hand.sees, id, "id").await?;
    let (to, _) = next(&hand, &opened).map_err(|problem| problem.at(["id"]))?;
    opened
        .check_version(expected_version)
        .map_err(|problem| problem.at(["expectedVersion"]))?;
    take(context, &transaction, &mut opened, to, None).await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}

/// Takes sheets that stand in `from` one step forward, all or none.
pub async fn sheets_advance(
    context: &OpContext,
    ids: Vec<KpiSheetId>,
    from: SheetState,
) -> Outcome<Vec<Sheet>> {
    if ids.len() > MOST_SHEETS {
        return Err(error::too_many_subjects(MOST_SHEETS).at(["ids"]).into());
    }
    let hand = stepper(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open_all(&transaction, &hand.sees, &ids).await?;
    let mut problems = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        let at = |problem: Problem| problem.at(["ids", position.to_string().as_str()]);
        match opened.iter().find(|opened| opened.sheet.id == *id) {
            None => problems.push(at(error::sheet_not_found("ids"))),
            Some(opened) if opened.sheet.state != from => {
                problems.push(at(error::stands_elsewhere(opened.sheet.state)));
            }
            Some(opened) => problems.extend(next(&hand, opened).err().map(at)),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    for opened in &mut opened {
        let Some((to, _)) = from.forward() else {
            continue;
        };
        take(context, &transaction, opened, to, None).await?;
    }
    transaction.commit().await?;
    Ok(opened.into_iter().map(|opened| opened.sheet).collect())
}

/// Takes a sheet one step back.
pub async fn sheet_return(context: &OpContext, id: KpiSheetId, reason: LongText) -> Outcome<Sheet> {
    let hand = stepper(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open(&transaction, &hand.sees, id, "id").await?;
    let Some((to, duty)) = opened.sheet.state.back() else {
        let problem = match opened.sheet.state {
            SheetState::Published => error::published_already(),
            _ => error::nothing_before(),
        };
        return Err(problem.at(["id"]).into());
    };
    hand.check_step(duty, &opened.sheet)
        .map_err(|problem| problem.at(["id"]))?;
    let reason = Some(reason.into_string());
    take(context, &transaction, &mut opened, to, reason).await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}

/// By what somebody takes steps.
const STEPPING: [Action; 3] = [Action::KpiManage, Action::KpiReview, Action::KpiSelfReview];

/// Whoever may take any step of any sheet; FORBIDDEN for others.
async fn stepper(context: &OpContext) -> Outcome<Hand> {
    for action in STEPPING {
        if !context.scope(action).await?.is_empty() {
            context.authorize(action).await?;
            return Hand::of(context).await;
        }
    }
    context.require_second_factor()?;
    Err(Failure::Forbidden)
}

/// Whoever only looks which steps there are to take; `None` for those who take none.
pub(super) async fn looking(context: &OpContext) -> Outcome<Option<Hand>> {
    for action in STEPPING {
        if !context.scope(action).await?.is_empty() {
            return Hand::of(context).await.map(Some);
        }
    }
    Ok(None)
}

/// The step that follows, if it is the actor's and nothing keeps the sheet from it.
pub(super) fn next(hand: &Hand, opened: &Opened) -> Result<(SheetState, Duty), Problem> {
    let (to, duty) = own_step(hand, &opened.sheet)?;
    if can_be_blocked(duty) {
        blocked(opened)?;
    }
    Ok((to, duty))
}

/// The step that follows, if it is the actor's.
pub(super) fn own_step(hand: &Hand, sheet: &Sheet) -> Result<(SheetState, Duty), Problem> {
    let step = sheet.state.forward();
    let (to, duty) = step.ok_or_else(error::published_already)?;
    hand.check_step(duty, sheet)?;
    Ok((to, duty))
}

/// Whether what a sheet says can keep it from the step.
pub(super) fn can_be_blocked(duty: Duty) -> bool {
    matches!(duty, Duty::Confirm | Duty::Publish)
}

/// Refuses a sheet of which something waits for a decision, or whose total a line keeps back.
fn blocked(opened: &Opened) -> Result<(), Problem> {
    if opened.waits {
        return Err(error::requests_wait());
    }
    let leaves = opened.scheme.version.content.leaves();
    let blocks = opened.lines.iter().zip(&leaves).find(|(line, (_, leaf))| {
        line.state != LineState::Ok && leaf.indicator.missing == Missing::Block
    });
    match blocks {
        // After a veto no line matters any more.
        Some((line, _)) if !opened.sheet.result.vetoed => {
            Err(error::line_blocks(&line.path, line.state.as_str()))
        }
        _ => Ok(()),
    }
}

/// Takes one step with everything that belongs to it.
pub(super) async fn take(
    context: &OpContext,
    transaction: &Transaction,
    opened: &mut Opened,
    to: SheetState,
    reason: Option<String>,
) -> Outcome<()> {
    let from = opened.sheet.state;
    if !matches!(from, SheetState::Calibrated | SheetState::Confirmed) {
        let entries = pull_open(context, opened, &[]).await?;
        if !entries.is_empty() {
            opened.recompute();
            store::insert_entries(transaction, &entries).await?;
        }
    }
    opened.sheet.state = to;
    if to == SheetState::Published {
        opened.sheet.published_at = Some(context.now());
    }
    opened.save(transaction).await?;
    let account = context.signed_in().ok().map(|account| account.account_id);
    let sheet = &opened.sheet;
    let step = TakenStep {
        sheet_id: sheet.id,
        from,
        to,
        reason: reason.clone(),
        at: context.now(),
        by: account,
    };
    store::insert_steps(transaction, &[(context.id(), step)]).await?;
    note_part(context, transaction, &[sheet.id]).await?;
    let told = json!({ "from": from, "to": to, "version": sheet.version });
    let entry = Entry::new("kpi_sheet.moved", sheet.id).after(told);
    let entry = match reason {
        Some(reason) => entry.reason(reason),
        None => entry,
    };
    context.record(transaction, entry).await?;
    let kind = match to {
        SheetState::Published => "kpi_sheet.published",
        _ => "kpi_sheet.moved",
    };
    let told = json!({ "from": from, "to": to, "department": sheet.department_id });
    context.publish(transaction, kind, sheet.id, &told).await
}
