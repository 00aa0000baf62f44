//! Pulling figures from the scores of assessments.

use serde_json::json;

use super::hand::Hand;
use super::opened::{Opened, Ready, note_part, open, with_lines};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles;
use crate::database::Transaction;
use crate::kernel::ids::{CycleId, DepartmentId, KpiSheetId};
use crate::kernel::{Decimal, Exact, Failure, Outcome};
use crate::kpi::model::{
    EnteredFigure, Line, Origin, Pulled, Rule, SchemeContent, Sheet, SheetState,
};
use crate::kpi::{error, store};
use crate::scoring::{self, PulledScore};

/// Pulls what is published already into the lines of new sheets of one scheme; the history
/// of what was pulled.
pub(super) async fn pull_into(
    context: &OpContext,
    ready: &Ready,
    sheets: &mut [(Sheet, Vec<Line>)],
) -> Outcome<Vec<EnteredFigure>> {
    let content = &ready.version.content;
    let Some(period) = sheets.first().map(|(sheet, _)| sheet.period) else {
        return Ok(Vec::new());
    };
    if pulled_lines(content).is_empty() {
        return Ok(Vec::new());
    }
    let mut departments: Vec<DepartmentId> = sheets
        .iter()
        .map(|(sheet, _)| sheet.department_id)
        .collect();
    departments.sort_unstable();
    departments.dedup();
    let days = (period.start, period.end);
    let scores = scoring::published_figures(context, days, departments).await?;
    let mut entries = Vec::new();
    for (sheet, lines) in sheets {
        if let Some(score) = scores.get(&sheet.department_id) {
            entries.extend(pull_missing(context, content, sheet, lines, score)?);
        }
    }
    Ok(entries)
}

/// The lines whose figures are pulled, and of which dimension.
fn pulled_lines(content: &SchemeContent) -> Vec<(usize, Option<String>)> {
    let leaves = content.leaves();
    let pulled = leaves.iter().enumerate();
    pulled
        .filter_map(|(position, (_, leaf))| match &leaf.indicator.rule {
            Rule::Satisfaction { dimension } => Some((position, dimension.clone())),
            _ => None,
        })
        .collect()
}

/// Pulls into the lines that wait for a score.
fn pull_missing(
    context: &OpContext,
    content: &SchemeContent,
    sheet: &Sheet,
    lines: &mut [Line],
    score: &PulledScore,
) -> Outcome<Vec<EnteredFigure>> {
    let mut entries = Vec::new();
    for (position, dimension) in pulled_lines(content) {
        let Some(line) = lines.get_mut(position) else {
            continue;
        };
        if line.given.is_none()
            && let Some(figure) = score.figure(dimension.as_deref())
        {
            entries.push(put(context, sheet, line, score, figure)?);
        }
    }
    Ok(entries)
}

/// Puts the figure of a score into a line.
fn put(
    context: &OpContext,
    sheet: &Sheet,
    line: &mut Line,
    score: &PulledScore,
    figure: &Exact,
) -> Outcome<EnteredFigure> {
    let shown: Decimal = figure.rounded(2).parse().map_err(Failure::internal)?;
    line.actual = Some(shown.clone());
    line.given = Some(figure.clone());
    line.origin = Some(Origin::Score);
    line.pulled = Some(Pulled {
        score_id: score.score_id,
        revision: score.revision,
    });
    line.newer_revision = None;
    line.entered_by = None;
    line.entered_at = Some(context.now());
    Ok(EnteredFigure {
        id: context.id(),
        sheet_id: sheet.id,
        revision: sheet.revision,
        path: line.path.clone(),
        actual: Some(shown),
        target: None,
        reason: None,
        source: None,
        origin: Origin::Score,
        score_id: Some(score.score_id),
        at: context.now(),
        by: None,
    })
}

/// Pulls the newest figures into a sheet that is open: into what waits for one, and into
/// the lines at `again` even if they have one.
pub(super) async fn pull_open(
    context: &OpContext,
    opened: &mut Opened,
    again: &[usize],
) -> Outcome<Vec<EnteredFigure>> {
    let pulled = pulled_lines(&opened.scheme.version.content);
    let waits = |position: usize| {
        let line = opened.lines.get(position);
        line.is_some_and(|line| line.given.is_none()) || again.contains(&position)
    };
    if !pulled.iter().any(|(position, _)| waits(*position)) {
        return Ok(Vec::new());
    }
    let period = opened.sheet.period;
    let department = opened.sheet.department_id;
    let days = (period.start, period.end);
    let scores = scoring::published_figures(context, days, vec![department]).await?;
    let Some(score) = scores.get(&department) else {
        return Ok(Vec::new());
    };
    for position in again {
        if let Some(line) = opened.lines.get_mut(*position) {
            line.given = None;
        }
    }
    let content = &opened.scheme.version.content;
    let entries = pull_missing(context, content, &opened.sheet, &mut opened.lines, score)?;
    Ok(entries)
}

/// Accepts the newer revision of the score on which a line rests.
pub async fn score_accept(
    context: &OpContext,
    id: KpiSheetId,
    indicator: &str,
    expected_version: i32,
) -> Outcome<Sheet> {
    context.authorize(Action::KpiSheetWrite).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open(&transaction, &hand.sees, id, "sheetId").await?;
    opened
        .check_version(expected_version)
        .map_err(|problem| problem.at(["expectedVersion"]))?;
    hand.check_entering(&opened.sheet)
        .map_err(|problem| problem.at(["sheetId"]))?;
    let position = opened.scheme.version.content.position(indicator);
    let position = position.ok_or_else(|| error::unknown_indicator().at(["indicator"]))?;
    let line = opened.lines.get(position);
    if line.is_none_or(|line| line.newer_revision.is_none()) {
        return Err(error::nothing_newer().at(["indicator"]).into());
    }
    let entries = pull_open(context, &mut opened, &[position]).await?;
    opened.recompute();
    opened.save(&transaction).await?;
    store::insert_entries(&transaction, &entries).await?;
    note_part(context, &transaction, &[id]).await?;
    let accepted: Vec<_> = entries.iter().map(|entry| entry.score_id).collect();
    let entry = Entry::new("kpi_sheet.score_accepted", id)
        .after(json!({ "indicator": indicator, "scores": accepted }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}

/// After scores of a cycle were published or corrected: pulls them into sheets that wait
/// for them, and marks the lines that rest on an earlier score. Doing it twice does
/// nothing more.
pub async fn scores_changed(context: &OpContext, cycle: CycleId) -> Outcome<Transaction> {
    let cycles = cycles::cycles_by_id(context, vec![cycle]).await?;
    let transaction = context.begin().await?;
    let Some(cycle) = cycles.into_iter().next() else {
        return Ok(transaction);
    };
    let period = cycle.settings.period;
    let days = (period.start, period.end);
    let sheets = store::lock_sheets_of_days(&transaction, days).await?;
    let mut departments: Vec<DepartmentId> =
        sheets.iter().map(|sheet| sheet.department_id).collect();
    departments.sort_unstable();
    departments.dedup();
    let scores = scoring::published_figures(context, days, departments).await?;
    let mut entries = Vec::new();
    for mut opened in with_lines(&transaction, sheets).await? {
        let Some(score) = scores.get(&opened.sheet.department_id) else {
            continue;
        };
        let before = opened.lines.clone();
        let stands_still = matches!(
            opened.sheet.state,
            SheetState::Confirmed | SheetState::Published
        );
        let content = &opened.scheme.version.content;
        if !stands_still {
            let pulled = pull_missing(context, content, &opened.sheet, &mut opened.lines, score)?;
            entries.extend(pulled);
        }
        mark_stale(content, &mut opened.lines, score);
        if opened.lines == before {
            continue;
        }
        match stands_still {
            // What was confirmed stays, and says on what it rests.
            true => opened.sheet.result.stale = true,
            false => opened.recompute(),
        }
        opened.save(&transaction).await?;
        let entry = Entry::new("kpi_sheet.pulled", opened.sheet.id)
            .after(json!({ "score": score.score_id, "revision": score.revision }));
        context.record(&transaction, entry).await?;
    }
    store::insert_entries(&transaction, &entries).await?;
    Ok(transaction)
}

fn mark_stale(content: &SchemeContent, lines: &mut [Line], score: &PulledScore) {
    for (position, _) in pulled_lines(content) {
        if let Some(line) = lines.get_mut(position)
            && let Some(pulled) = line.pulled
            && pulled.score_id != score.score_id
        {
            line.newer_revision = Some(score.revision);
        }
    }
}
