//! Making the sheets of a longer period from those of shorter ones.

use std::collections::HashMap;

use serde_json::json;

use super::generating::{NewSheets, Place, checked, generate, places};
use super::opened::{Opened, note_part, open_all};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{KpiSchemeId, KpiSchemeVersionId, KpiSheetId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{
    EnteredFigure, Indicator, Line, Missing, Origin, RollUpMethod, Rule, Sheet, SheetState, Source,
    Subject, rolled,
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
    /// Of which scheme the shorter sheets are; needed where there are several.
    pub from_scheme: Option<KpiSchemeId>,
}

/// Fills the sheets of a longer period from those of shorter periods within it, the longest
/// first, whatever their state. What is missing is made; what is no draft any more is refused.
/// Subjects without any sheet of a shorter period are left out.
pub async fn sheets_roll_up(context: &OpContext, new: NewRollUp) -> Outcome<Vec<Sheet>> {
    let scope = context.authorize(Action::KpiManage).await?;
    let wanted = &new.sheets;
    let ready = checked(context, wanted).await?;
    let places = one_place_each(places(context, &scope, wanted).await?, context, wanted).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(TURN).await?;
    let sources = sources(&transaction, &new).await?;
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

/// The sheets that are rolled up, by subject, in the order of their periods: the longest that
/// there are, and shorter ones for the days that those leave open. Where a subject has sheets
/// of several schemes of one length, the scheme must be named.
async fn sources(
    transaction: &Transaction,
    new: &NewRollUp,
) -> Outcome<HashMap<Subject, Vec<Source>>> {
    let sheets = &new.sheets;
    let days = (sheets.period.start, sheets.period.end);
    let (departments, employees) = (sheets.departments.clone(), sheets.employees.clone());
    let mut found = store::sheets_within_days(transaction, days, departments, employees).await?;
    let longer = sheets.period.kind.months().unwrap_or_default();
    let months = |sheet: &Sheet| sheet.period.kind.months().unwrap_or_default();
    found.retain(|sheet| months(sheet) < longer);
    let schemes = schemes_of(transaction, &found).await?;
    let scheme = |sheet: &Sheet| schemes.get(&sheet.scheme_version_id).copied();
    if let Some(named) = new.from_scheme {
        found.retain(|sheet| scheme(sheet) == Some(named));
    }
    found.sort_by_key(|sheet| std::cmp::Reverse(months(sheet)));
    let mut chosen: HashMap<Subject, Vec<&Sheet>> = HashMap::new();
    for sheet in &found {
        let own = chosen.entry(sheet.subject).or_default();
        let same = |it: &&Sheet| it.period == sheet.period;
        let mixed = own
            .iter()
            .any(|it| months(it) == months(sheet) && scheme(it) != scheme(sheet));
        if mixed {
            return Err(error::several_schemes()
                .at(["input", "fromSchemeId"])
                .into());
        }
        let is_open = own.iter().all(|it| {
            same(it) || it.period.end < sheet.period.start || sheet.period.end < it.period.start
        });
        if is_open {
            own.push(sheet);
        }
    }
    let all: Vec<&Sheet> = chosen.values().flatten().copied().collect();
    let mut lines = store::lines_of(transaction, &all).await?;
    let mut sources: HashMap<Subject, Vec<Source>> = HashMap::new();
    for (subject, sheets) in chosen {
        let mut own: Vec<Source> = sheets
            .into_iter()
            .map(|sheet| Source {
                start: sheet.period.start,
                days: sheet.days,
                lines: lines.remove(&sheet.id).unwrap_or_default(),
            })
            .collect();
        own.sort_by_key(|source| source.start);
        sources.insert(subject, own);
    }
    Ok(sources)
}

/// To which scheme each version belongs.
async fn schemes_of(
    transaction: &Transaction,
    sheets: &[Sheet],
) -> Outcome<HashMap<KpiSchemeVersionId, KpiSchemeId>> {
    let mut ids: Vec<KpiSchemeVersionId> =
        sheets.iter().map(|sheet| sheet.scheme_version_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let versions = store::versions_by_id(transaction, ids).await?;
    Ok(versions.iter().map(|it| (it.id, it.scheme_id)).collect())
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
        let missing = leaf.indicator.missing;
        let method = method_of(method, leaf.indicator, line, sources);
        let rolled = rolled(method, missing, &line.path, sources)
            .map_err(|_| error::sum_too_long().at(["input", "method"]))?;
        // A target that was agreed on is changed by approval alone.
        let is_agreed = line.target.is_some() && !line.target_is_sum;
        if !is_agreed {
            line.target.clone_from(&rolled.target);
            line.target_is_sum = rolled.target.is_some();
        }
        let source = format!("{method} {}/{}", rolled.present, rolled.periods);
        line.actual = rolled.actual;
        line.given = rolled.given;
        line.origin = Some(Origin::RollUp);
        line.source = Some(source.clone());
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
            target: rolled.target.filter(|_| !is_agreed),
            reason: None,
            source: Some(source),
            origin: Origin::RollUp,
            score_id: None,
            at: context.now(),
            by: account,
        });
    }
    Ok(())
}

/// Marks and ratings are not added up: where a sum means nothing, the mean is taken. So it is
/// where something missing counts as zero and an actual of zero would not be a score of zero.
fn method_of(
    wanted: RollUpMethod,
    indicator: &Indicator,
    line: &Line,
    sources: &[Source],
) -> RollUpMethod {
    let own = || {
        let lines = sources.iter().flat_map(|source| &source.lines);
        lines.filter(|it| it.path == line.path)
    };
    let has_target = || own().any(|it| it.target.is_some());
    let counts_zero = || indicator.missing == Missing::Zero && own().any(|it| it.score.is_none());
    match (wanted, &indicator.rule) {
        (RollUpMethod::Sum, Rule::AttainmentHigher) => wanted,
        (RollUpMethod::Sum, Rule::AttainmentLower | Rule::Deduction { .. }) if !counts_zero() => {
            wanted
        }
        (RollUpMethod::Sum, Rule::Expression { .. }) if has_target() && !counts_zero() => wanted,
        (RollUpMethod::Sum, _) => RollUpMethod::Mean,
        (method, _) => method,
    }
}
