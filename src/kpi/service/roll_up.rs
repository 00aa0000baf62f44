//! Making the sheets of a longer period from those of shorter ones.

use std::collections::HashMap;

use serde_json::json;

use super::generating::{NewSheets, Place, checked, generate, places};
use super::opened::{Opened, note_part, open_all};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::KpiSheetId;
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{
    EnteredFigure, Line, Origin, RollUpMethod, Rule, Sheet, SheetState, Source, Subject, rolled,
};
use crate::kpi::{error, store};

/// Keeps two calls from making one sheet twice: the same turn as generating.
const TURN: i64 = 7_201;

/// What is rolled up.
#[derive(Clone, Debug)]
pub struct NewRollUp {
    /// The sheets that there shall be, by a scheme of the longer period.
    pub sheets: NewSheets,
    /// How.
    pub method: RollUpMethod,
}

/// Fills the sheets of a longer period from those of the longest shorter periods within
/// it, whatever their state. What is missing is made; what is no draft any more is refused.
/// Subjects without any sheet of a shorter period are left out.
pub async fn sheets_roll_up(context: &OpContext, new: NewRollUp) -> Outcome<Vec<Sheet>> {
    let scope = context.authorize(Action::KpiManage).await?;
    let wanted = &new.sheets;
    let ready = checked(context, wanted).await?;
    let places = one_place_each(places(context, &scope, wanted).await?, context, wanted).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(TURN).await?;
    let sources = sources(&transaction, wanted).await?;
    let places: Vec<Place> = places
        .into_iter()
        .filter(|place| sources.contains_key(&place.subject))
        .collect();
    if places.is_empty() {
        return Err(error::nothing_to_roll_up().at(["input"]).into());
    }
    let (sheets, _) = generate(context, &transaction, &ready, wanted.period, &places).await?;
    check_drafts(&sheets)?;
    let ids: Vec<KpiSheetId> = sheets.iter().map(|sheet| sheet.id).collect();
    let mut opened = open_all(&transaction, &Scope::company(), &ids).await?;
    let mut entries = Vec::new();
    for it in &mut opened {
        let own = sources.get(&it.sheet.subject).map(Vec::as_slice);
        fill(
            context,
            it,
            own.unwrap_or_default(),
            new.method,
            &mut entries,
        )?;
        it.recompute();
        it.save(&transaction).await?;
    }
    store::insert_entries(&transaction, &entries).await?;
    note_part(context, &transaction, &ids).await?;
    let told = json!({
        "start": wanted.period.start,
        "end": wanted.period.end,
        "method": new.method,
        "sheets": ids.len(),
    });
    let entry = Entry::new("kpi_sheets.rolled_up", wanted.version).after(told.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "kpi_sheets.rolled_up", wanted.version, &told)
        .await?;
    transaction.commit().await?;
    Ok(opened.into_iter().map(|it| it.sheet).collect())
}

/// Somebody who changed department gets one sheet of the longer period, where they were
/// last, for all their days.
async fn one_place_each(
    places: Vec<Place>,
    context: &OpContext,
    new: &NewSheets,
) -> Outcome<Vec<Place>> {
    let mut all: HashMap<Subject, u32> = HashMap::new();
    for place in &places {
        *all.entry(place.subject).or_default() += place.days;
    }
    if all.len() == places.len() {
        return Ok(places);
    }
    let posts = crate::org::posts_of(context, new.employees.clone()).await?;
    let mut kept: Vec<Place> = Vec::new();
    for place in places {
        let last = posts
            .iter()
            .filter(|post| post.is_main && Subject::Employee(post.employee_id) == place.subject)
            .filter(|post| {
                post.period
                    .first()
                    .is_none_or(|first| first <= new.period.end)
            })
            .max_by_key(|post| post.period.first());
        let is_last = last.is_none_or(|post| post.department_id == place.department);
        if is_last && !kept.iter().any(|it| it.subject == place.subject) {
            let days = all.get(&place.subject).copied().unwrap_or(place.days);
            kept.push(Place { days, ..place });
        }
    }
    Ok(kept)
}

/// The sheets that are rolled up, by subject, in the order of their periods.
async fn sources(
    transaction: &Transaction,
    new: &NewSheets,
) -> Outcome<HashMap<Subject, Vec<Source>>> {
    let days = (new.period.start, new.period.end);
    let (departments, employees) = (new.departments.clone(), new.employees.clone());
    let found = store::sheets_within_days(transaction, days, departments, employees).await?;
    let longer = new.period.kind.months().unwrap_or_default();
    let months = |sheet: &Sheet| sheet.period.kind.months().unwrap_or_default();
    let mut longest: HashMap<Subject, u32> = HashMap::new();
    for sheet in found.iter().filter(|sheet| months(sheet) < longer) {
        let kind = longest.entry(sheet.subject).or_default();
        *kind = months(sheet).max(*kind);
    }
    let chosen: Vec<&Sheet> = found
        .iter()
        .filter(|sheet| longest.get(&sheet.subject) == Some(&months(sheet)))
        .collect();
    let mut lines = store::lines_of(transaction, &chosen).await?;
    let mut sources: HashMap<Subject, Vec<Source>> = HashMap::new();
    for sheet in chosen {
        let of = sources.entry(sheet.subject).or_default();
        of.push(Source {
            start: sheet.period.start,
            days: sheet.days,
            lines: lines.remove(&sheet.id).unwrap_or_default(),
        });
    }
    Ok(sources)
}

fn check_drafts(sheets: &[Sheet]) -> Outcome<()> {
    let wrong = sheets
        .iter()
        .filter(|sheet| sheet.state != SheetState::Draft);
    let problems: Vec<Problem> = wrong
        .map(|_| error::not_a_draft().at(["input"]))
        .take(1)
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Failure::Problems(problems)),
    }
}

fn fill(
    context: &OpContext,
    opened: &mut Opened,
    sources: &[Source],
    method: RollUpMethod,
    entries: &mut Vec<EnteredFigure>,
) -> Outcome<()> {
    let scheme = std::sync::Arc::clone(&opened.scheme);
    let leaves = scheme.version.content.leaves();
    let account = context.signed_in().ok().map(|account| account.account_id);
    let (sheet_id, revision) = (opened.sheet.id, opened.sheet.revision);
    for (line, (_, leaf)) in opened.lines.iter_mut().zip(&leaves) {
        // A score of the longer period itself says more than those of its parts.
        if line.pulled.is_some() {
            continue;
        }
        let method = method_of(method, &leaf.indicator.rule, line, sources);
        let rolled = rolled(method, &line.path, sources)
            .map_err(|_| error::sum_too_long().at(["input", "method"]))?;
        if rolled.target.is_some() {
            line.target.clone_from(&rolled.target);
            line.proposed_target = None;
        }
        line.actual = rolled.actual;
        line.given = rolled.given;
        line.origin = Some(Origin::RollUp);
        line.source = None;
        line.reason = None;
        line.entered_by = account;
        line.entered_at = Some(context.now());
        (line.checked_by, line.checked_at) = (None, None);
        entries.push(EnteredFigure {
            id: context.id(),
            sheet_id,
            revision,
            path: line.path.clone(),
            actual: line.actual.clone(),
            target: rolled.target,
            reason: None,
            source: None,
            origin: Origin::RollUp,
            score_id: None,
            at: context.now(),
            by: account,
        });
    }
    Ok(())
}

/// Marks and ratings are not added up: where a sum means nothing, the mean is taken.
fn method_of(wanted: RollUpMethod, rule: &Rule, line: &Line, sources: &[Source]) -> RollUpMethod {
    let has_target = || {
        let lines = sources.iter().flat_map(|source| &source.lines);
        let mut own = lines.filter(|it| it.path == line.path);
        own.any(|it| it.target.is_some())
    };
    match (wanted, rule) {
        (RollUpMethod::Sum, Rule::AttainmentHigher | Rule::AttainmentLower) => wanted,
        (RollUpMethod::Sum, Rule::Deduction { .. }) => wanted,
        (RollUpMethod::Sum, Rule::Expression { .. }) if has_target() => wanted,
        (RollUpMethod::Sum, _) => RollUpMethod::Mean,
        (method, _) => method,
    }
}
