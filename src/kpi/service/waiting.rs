//! What of KPI waits for the actor's decision.

use std::collections::{HashMap, HashSet};

use super::hand::Hand;
use super::opened::with_lines;
use super::parts::Parts;
use super::requests::{ASKING, Decider};
use super::steps::{can_be_blocked, looking, next, own_step};
use crate::access::{Action, OpContext, Parties};
use crate::cycles;
use crate::kernel::ids::{CycleId, KpiSchemeId, KpiSchemeVersionId, KpiSheetId, ScoreId};
use crate::kernel::{Bilingual, Outcome, Waiting, WaitingKind};
use crate::kpi::model::{
    Appeal, Disputed, Request, RequestKind, Scheme, SchemeVersion, Sheet, SheetState, TakenStep,
};
use crate::kpi::store;
use crate::scoring;

/// How many sheets are looked at together: some are read with their lines.
const SHEETS_AT_ONCE: usize = 500;

/// Where a sheet waits for somebody else than its subject.
const HANDED_ON: [SheetState; 4] = [
    SheetState::SelfReviewed,
    SheetState::ManagerReviewed,
    SheetState::Calibrated,
    SheetState::Confirmed,
];

/// The sheets of which the actor may take the next step now. A draft waits for its subject
/// alone: whoever else may take the step has nothing before them yet.
pub async fn sheets_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some(hand) = looking(context).await? else {
        return Ok(Vec::new());
    };
    let database = context.database();
    let (departments, employees) = hand.subjects();
    let drafts = store::drafts_of_subjects(database, departments, employees).await?;
    let mut own: Vec<Sheet> = drafts
        .into_iter()
        .filter(|sheet| hand.is_subject(sheet))
        .collect();
    own.extend(store::sheets_in(database, &hand.sees, &HANDED_ON).await?);
    own.retain(|sheet| own_step(&hand, sheet).is_ok());
    let names = Names::of(context, &own).await?;
    let mut waiting = Vec::with_capacity(own.len());
    for some in own.chunks(SHEETS_AT_ONCE) {
        let some = ready(context, &hand, some.to_vec()).await?;
        let ids = some.iter().map(|sheet| sheet.id).collect();
        let steps = store::steps_of(database, &hand.sees, ids).await?;
        // They come in their order, so the last one of each sheet stays.
        let last: HashMap<KpiSheetId, TakenStep> = steps
            .into_iter()
            .map(|step| (step.sheet_id, step))
            .collect();
        let entries = some.iter().map(|sheet| {
            let last = last.get(&sheet.id);
            Waiting {
                since: last.map_or(sheet.created_at, |step| step.at),
                requested_by: last.map_or(sheet.created_by, |step| step.by),
                ..names.about(sheet)
            }
        });
        waiting.extend(entries);
    }
    Ok(waiting)
}

/// Those of the sheets that nothing keeps from the next step.
async fn ready(context: &OpContext, hand: &Hand, sheets: Vec<Sheet>) -> Outcome<Vec<Sheet>> {
    let can_wait = |sheet: &Sheet| {
        let step = sheet.state.forward();
        step.is_some_and(|(_, duty)| can_be_blocked(duty))
    };
    let (to_check, mut ready): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(can_wait);
    let opened = with_lines(context.database(), to_check).await?;
    let free = opened.into_iter().filter(|it| next(hand, it).is_ok());
    ready.extend(free.map(|opened| opened.sheet));
    Ok(ready)
}

/// The changed targets and adjustments that the actor may decide about now.
pub async fn requests_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some(decider) = Decider::looking(context).await? else {
        return Ok(Vec::new());
    };
    let database = context.database();
    let sees = &decider.hand.sees;
    let requests = store::pending_requests(database, sees).await?;
    let ids: HashSet<KpiSheetId> = requests.iter().map(|it| it.sheet_id).collect();
    let sheets = store::sheets_by_id(database, sees, ids.into_iter().collect()).await?;
    let names = Names::of(context, &sheets).await?;
    let asked = requests.iter().map(|it| it.requested_by);
    let parties = Parties::of(context, database, &ASKING, asked.collect()).await?;
    let sheets: HashMap<KpiSheetId, Sheet> = sheets.into_iter().map(|it| (it.id, it)).collect();
    let waiting = requests.into_iter().filter_map(|request| {
        let sheet = sheets.get(&request.sheet_id)?;
        decider.check(&request, true, sheet, &parties).ok()?;
        let about = names.about(sheet);
        let asked = names.asked(sheet, &request);
        Some(Waiting {
            kind: match request.kind {
                RequestKind::TargetChange => WaitingKind::TargetChange,
                _ => WaitingKind::Adjustment,
            },
            subject_id: request.id.to_string(),
            what: Bilingual::new(
                format!("{}: {}", about.what.english, asked.english),
                format!("{}：{}", about.what.chinese, asked.chinese),
            ),
            requested_by: Some(request.requested_by),
            since: request.requested_at,
            ..about
        })
    });
    Ok(waiting.collect())
}

/// The appeals that the actor may decide now.
pub async fn appeals_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let decides = context.scope(Action::AppealDecide).await?;
    if decides.is_empty() {
        return Ok(Vec::new());
    }
    let database = context.database();
    let reads = context.scope(Action::AppealRead).await?;
    let hand = Hand::of(context).await?;
    let mut appeals = store::open_appeals(database, &reads).await?;
    let parts = Parts::of(context, database, &appeals).await?;
    appeals.retain(|appeal| parts.check(&hand, &decides, appeal).is_ok());
    let sheets = appeals.iter().filter_map(|appeal| match appeal.disputed {
        Disputed::Sheet(sheet) => Some(sheet),
        Disputed::Score(_) => None,
    });
    let sheets = store::sheets_by_id(database, &hand.sees, sheets.collect()).await?;
    let names = Names::of(context, &sheets).await?;
    let of_scores = names_of_scores(context, &appeals).await?;
    let named = |appeal: &Appeal| match appeal.disputed {
        Disputed::Sheet(id) => {
            let sheet = sheets.iter().find(|sheet| sheet.id == id);
            sheet.map(|sheet| names.about(sheet).what)
        }
        Disputed::Score(id) => of_scores.get(&id).map(|name| Bilingual::new(name, name)),
    };
    let waiting = appeals.iter().map(|appeal| Waiting {
        kind: WaitingKind::Appeal,
        subject_id: appeal.id.to_string(),
        what: named(appeal).unwrap_or_else(|| Bilingual::new("", "")),
        department_id: appeal.department_id,
        employee_id: appeal.employee_id,
        requested_by: Some(appeal.asked_by),
        since: appeal.asked_at,
        due_on: Some(appeal.decide_by),
    });
    Ok(waiting.collect())
}

/// What the cycles of the disputed scores are called, as far as the actor sees them.
async fn names_of_scores(
    context: &OpContext,
    appeals: &[Appeal],
) -> Outcome<HashMap<ScoreId, String>> {
    let scores = appeals.iter().filter_map(|appeal| match appeal.disputed {
        Disputed::Score(score) => Some(score),
        Disputed::Sheet(_) => None,
    });
    let scores: Vec<ScoreId> = scores.collect();
    if scores.is_empty() {
        return Ok(HashMap::new());
    }
    let scores = scoring::scores_by_id(context, scores).await?;
    let ids: HashSet<CycleId> = scores.iter().map(|score| score.cycle_id).collect();
    let cycles = cycles::cycles_by_id(context, ids.into_iter().collect()).await?;
    let cycles: HashMap<CycleId, String> = cycles
        .into_iter()
        .map(|it| (it.id, it.settings.name.into_string()))
        .collect();
    let named = scores
        .iter()
        .filter_map(|score| Some((score.id, cycles.get(&score.cycle_id)?.clone())));
    Ok(named.collect())
}

/// What sheets are called: by their scheme and period.
struct Names {
    versions: HashMap<KpiSchemeVersionId, SchemeVersion>,
    schemes: HashMap<KpiSchemeId, Scheme>,
}

impl Names {
    async fn of(context: &OpContext, sheets: &[Sheet]) -> Outcome<Self> {
        let database = context.database();
        let ids: HashSet<KpiSchemeVersionId> =
            sheets.iter().map(|it| it.scheme_version_id).collect();
        let versions = store::versions_by_id(database, ids.into_iter().collect()).await?;
        let ids: HashSet<KpiSchemeId> = versions.iter().map(|it| it.scheme_id).collect();
        let schemes = store::schemes_by_id(database, ids.into_iter().collect()).await?;
        Ok(Self {
            versions: versions.into_iter().map(|it| (it.id, it)).collect(),
            schemes: schemes.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// An entry about the sheet as it is.
    fn about(&self, sheet: &Sheet) -> Waiting {
        let version = self.versions.get(&sheet.scheme_version_id);
        let scheme = version.and_then(|version| self.schemes.get(&version.scheme_id));
        let name = scheme.map_or("", |scheme| scheme.name.as_str());
        let what = format!("{name} {} – {}", sheet.period.start, sheet.period.end);
        Waiting {
            kind: WaitingKind::KpiSheet,
            subject_id: sheet.id.to_string(),
            what: Bilingual::new(what.trim(), what.trim()),
            department_id: sheet.department_id,
            employee_id: sheet.employee(),
            requested_by: sheet.created_by,
            since: sheet.created_at,
            due_on: None,
        }
    }

    /// What a request asks for.
    fn asked(&self, sheet: &Sheet, request: &Request) -> Bilingual {
        let points = request.points.as_ref().map(ToString::to_string);
        let points = points.unwrap_or_default();
        match request.kind {
            RequestKind::Bonus => {
                Bilingual::new(format!("bonus {points}"), format!("加分 {points}"))
            }
            RequestKind::Penalty => {
                Bilingual::new(format!("penalty {points}"), format!("减分 {points}"))
            }
            RequestKind::Veto => Bilingual::new("veto", "一票否决"),
            RequestKind::TargetChange => {
                let path = request.path.as_deref().unwrap_or_default();
                let line = self.line(sheet, path).unwrap_or(path);
                let figure = |figure: &Option<crate::kernel::Decimal>| {
                    figure.as_ref().map(ToString::to_string).unwrap_or_default()
                };
                let (old, new) = (figure(&request.old_target), figure(&request.new_target));
                let asked = format!("{line} {old} → {new}");
                Bilingual::new(asked.clone(), asked)
            }
        }
    }

    /// What the line of a sheet is called.
    fn line(&self, sheet: &Sheet, path: &str) -> Option<&str> {
        let version = self.versions.get(&sheet.scheme_version_id)?;
        let leaves = version.content.leaves();
        let (_, leaf) = leaves.iter().find(|(it, _)| it == path)?;
        Some(leaf.node.name.as_str())
    }
}
