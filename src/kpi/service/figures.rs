//! Entering actuals and targets, and checking them.

use serde_json::{Value, json};

use super::entering::{Entered, enter};
use super::hand::{Hand, origin};
use super::opened::{Opened, note_part, open, open_all};
use super::pulling::pull_open;
use crate::access::{Action, OpContext, Parties};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::KpiSheetId;
use crate::kernel::{Failure, Outcome, Parse, Problem};
use crate::kpi::model::{Entering, Line, Origin, Sheet, TypedFigure, read_figures};
use crate::kpi::{error, store};
use crate::org;

/// How many sheets one import may have.
const MOST_SHEETS: usize = 1_000;

/// The figures of one sheet of an import.
#[derive(Clone, Debug)]
pub struct SheetFigures {
    /// Which sheet.
    pub sheet: KpiSheetId,
    /// The version that they are based on.
    pub expected_version: i32,
    /// The figures.
    pub figures: Vec<TypedFigure>,
}

/// Enters figures into a sheet that is still at `expected_version`, and computes it.
pub async fn actuals_set(
    context: &OpContext,
    id: KpiSheetId,
    typed: Vec<TypedFigure>,
    expected_version: i32,
) -> Outcome<Sheet> {
    context.authorize(Action::KpiSheetWrite).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open(&transaction, &hand.sees, id, "sheetId").await?;
    opened
        .check_version(expected_version)
        .map_err(|problem| problem.at(["expectedVersion"]))?;
    if hand.check_entering(&opened.sheet).is_ok() {
        let pulled = pull_open(context, &mut opened, &[]).await?;
        store::insert_entries(&transaction, &pulled).await?;
    }
    let by = origin(context);
    let entered = entered(context, &hand, &mut opened, typed, by)?;
    let entered = entered.map_err(|wrong| wrong.told("actuals", "sheetId"))?;
    write(context, &transaction, &mut [&mut opened], &[entered]).await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}

/// Enters the figures of many sheets, of all or of none.
pub async fn actuals_import(
    context: &OpContext,
    imported: Vec<SheetFigures>,
) -> Outcome<Vec<Sheet>> {
    context.authorize(Action::KpiSheetWrite).await?;
    if imported.len() > MOST_SHEETS {
        return Err(error::too_many_subjects(MOST_SHEETS).at(["sheets"]).into());
    }
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let ids: Vec<KpiSheetId> = imported.iter().map(|it| it.sheet).collect();
    let mut opened = open_all(&transaction, &hand.sees, &ids).await?;
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    let mut found = opened.iter_mut().peekable();
    for (position, it) in imported.into_iter().enumerate() {
        let position = position.to_string();
        let within = |problem: Problem| problem.within(position.as_str()).within("sheets");
        let Some(sheet) = found.next_if(|opened| opened.sheet.id == it.sheet) else {
            problems.push(within(error::sheet_not_found("sheetId")));
            continue;
        };
        if let Err(conflict) = sheet.check_version(it.expected_version) {
            problems.push(within(conflict.at(["expectedVersion"])));
            continue;
        }
        match entered(context, &hand, sheet, it.figures, Origin::Import)? {
            Ok(entered) => all.push(entered),
            Err(wrong) => {
                problems.extend(wrong.problems("actuals", "sheetId").into_iter().map(within));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut writable: Vec<&mut Opened> = opened.iter_mut().collect();
    write(context, &transaction, &mut writable, &all).await?;
    transaction.commit().await?;
    Ok(opened.into_iter().map(|opened| opened.sheet).collect())
}

/// What keeps figures from being entered.
enum Wrong {
    /// The sheet as a whole.
    Sheet(Problem),
    /// Figures as they were read, from the list on.
    Read(Vec<Problem>),
    /// Figures by their place in the list.
    Figures(Vec<Problem>),
}

impl Wrong {
    fn problems(self, list: &str, sheet: &str) -> Vec<Problem> {
        match self {
            Self::Sheet(problem) => vec![problem.at([sheet])],
            Self::Read(problems) => problems,
            Self::Figures(problems) => {
                let within = |problem: Problem| problem.within(list);
                problems.into_iter().map(within).collect()
            }
        }
    }

    fn told(self, list: &str, sheet: &str) -> Failure {
        Failure::Problems(self.problems(list, sheet))
    }
}

fn entered(
    context: &OpContext,
    hand: &Hand,
    opened: &mut Opened,
    typed: Vec<TypedFigure>,
    origin: Origin,
) -> Outcome<Result<Entered, Wrong>> {
    if let Err(problem) = hand.check_entering(&opened.sheet) {
        return Ok(Err(Wrong::Sheet(problem)));
    }
    let mut parse = Parse::arguments();
    let content = &opened.scheme.version.content;
    let figures = read_figures(&mut parse, "actuals", content, typed, Entering::Sheet);
    let figures = match parse.finish(figures) {
        Ok(figures) => figures,
        Err(problems) => return Ok(Err(Wrong::Read(problems))),
    };
    let entered = enter(context, hand, opened, figures, origin)?;
    opened.recompute();
    Ok(entered.map_err(Wrong::Figures))
}

/// Writes sheets into which something was entered.
async fn write(
    context: &OpContext,
    transaction: &Transaction,
    opened: &mut [&mut Opened],
    entered: &[Entered],
) -> Outcome<()> {
    let (mut entries, mut requests, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for (opened, entered) in opened.iter_mut().zip(entered) {
        opened.save(transaction).await?;
        entries.extend(entered.entries.iter().cloned());
        requests.extend(entered.requests.iter().cloned());
        ids.push(opened.sheet.id);
    }
    store::insert_entries(transaction, &entries).await?;
    store::insert_requests(transaction, &requests).await?;
    note_part(context, transaction, &ids).await?;
    for (opened, entered) in opened.iter().zip(entered) {
        let sheet = &opened.sheet;
        let entry = Entry::new("kpi_sheet.entered", sheet.id).after(describe(entered, sheet));
        context.record(transaction, entry).await?;
    }
    for request in &requests {
        let told = json!({ "sheet": request.sheet_id, "kind": request.kind });
        context
            .publish(transaction, "kpi_request.made", request.id, &told)
            .await?;
    }
    Ok(())
}

/// What the trail keeps: which lines, and no figure of a person.
fn describe(entered: &Entered, sheet: &Sheet) -> Value {
    let paths = |figure: fn(&crate::kpi::model::EnteredFigure) -> bool| -> Vec<&str> {
        let entries = entered.entries.iter().filter(|entry| figure(entry));
        entries.map(|entry| entry.path.as_str()).collect()
    };
    json!({
        "actuals": paths(|entry| entry.actual.is_some()),
        "targets": paths(|entry| entry.target.is_some()),
        "waiting": entered.requests.len(),
        "version": sheet.version,
    })
}

/// Notes that the actor has checked the actuals of these lines, which somebody else
/// entered.
pub async fn actuals_check(
    context: &OpContext,
    id: KpiSheetId,
    indicators: Vec<String>,
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
    if hand.is_measured(&opened.sheet) {
        return Err(error::not_checked_by_oneself().at(["sheetId"]).into());
    }
    let account = context.signed_in()?.account_id;
    let mut parse = Parse::arguments();
    let content = &opened.scheme.version.content;
    let lines = &opened.lines;
    let named = lines.iter().filter_map(|line| line.entered_by);
    let actions = [Action::KpiSheetWrite];
    let parties = Parties::of(context, &transaction, &actions, named.collect()).await?;
    let entered = |line: &Line| line.entered_by.zip(line.entered_at);
    let tree = org::department_tree(&transaction).await?;
    let chain = tree.chain(opened.sheet.department_id);
    let positions = parse.list("indicators", indicators, lines.len(), |parse, name| {
        let position = content.position(&name);
        let Some(position) = position else {
            parse.push_here(error::unknown_indicator());
            return None;
        };
        let line = lines.get(position)?;
        if line.actual.is_none() {
            parse.push_here(error::nothing_to_check());
        } else if entered(line).is_some_and(|entered| hand.was(&parties, entered, &chain)) {
            parse.push_here(error::own_entry());
        }
        Some(position)
    });
    let positions = parse.finish(positions)?;
    let mut paths = Vec::new();
    for position in positions {
        if let Some(line) = opened.lines.get_mut(position) {
            line.checked_by = Some(account);
            line.checked_at = Some(context.now());
            paths.push(line.path.clone());
        }
    }
    opened.save(&transaction).await?;
    note_part(context, &transaction, &[id]).await?;
    let entry = Entry::new("kpi_sheet.checked", id).after(json!({ "lines": paths }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}
