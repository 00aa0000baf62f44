//! Published figures for whoever computes with them: performance sheets.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::OpContext;
use crate::cycles::{self, Cycle};
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, DepartmentId, ScoreId};
use crate::scoring::model::{AssessorShare, Audience, Group, Promise, PulledScore};
use crate::scoring::store::{self, Wanted};

/// The current published scores of these departments in the assessments of exactly these
/// days, one for each: that of the assessment published last. A figure that speaks for so
/// few people that the promise keeps it from readers is missing. The caller has
/// authorised.
pub async fn published_figures(
    context: &OpContext,
    days: (NaiveDate, NaiveDate),
    departments: Vec<DepartmentId>,
) -> Outcome<HashMap<DepartmentId, PulledScore>> {
    if departments.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = Wanted::OfDays(days.0, days.1);
    let scores = store::published(context.database(), wanted, Some(departments)).await?;
    shown(context, scores).await
}

/// The current published scores of a cycle, one for each department, with what the promise
/// lets readers see. The caller has authorised.
pub async fn figures_of_cycle(
    context: &OpContext,
    cycle: CycleId,
) -> Outcome<HashMap<DepartmentId, PulledScore>> {
    let wanted = Wanted::OfCycle(cycle);
    let scores = store::published(context.database(), wanted, None).await?;
    shown(context, scores).await
}

/// The last scores of these departments that were published before a moment, in other cycles
/// than `but`. The caller has authorised.
pub async fn figures_before(
    context: &OpContext,
    moment: DateTime<Utc>,
    departments: Vec<DepartmentId>,
    but: &[CycleId],
) -> Outcome<HashMap<DepartmentId, PulledScore>> {
    let wanted = Wanted::Before(moment);
    let mut scores = store::published(context.database(), wanted, Some(departments)).await?;
    scores.retain(|score| !but.contains(&score.cycle_id));
    shown(context, last_of_each(scores)).await
}

/// The last published score of a department, of a cycle that was published at `since` or
/// later if that is given. The caller has authorised.
pub async fn latest_figure(
    context: &OpContext,
    department: DepartmentId,
    since: Option<DateTime<Utc>>,
) -> Outcome<Option<PulledScore>> {
    let wanted = since.map_or(Wanted::All, Wanted::Since);
    let scores = store::published(context.database(), wanted, Some(vec![department])).await?;
    let mut found = shown(context, last_of_each(scores)).await?;
    Ok(found.remove(&department))
}

/// The last published score of a department that has this dimension, if there is one; `None`
/// where the department has scores and none of them has it. The caller has authorised.
pub async fn latest_figure_in(
    context: &OpContext,
    department: DepartmentId,
    dimension: &str,
) -> Outcome<Option<Option<PulledScore>>> {
    let database = context.database();
    let mut scores = store::published(database, Wanted::All, Some(vec![department])).await?;
    if scores.is_empty() {
        return Ok(Some(None));
    }
    let ids = scores.iter().map(|score| score.score_id).collect();
    let dimensions = store::dimensions_of(database, ids).await?;
    scores.retain(|score| {
        let mut own = dimensions.iter().filter(|(id, _)| *id == score.score_id);
        own.any(|(_, it)| it.code == dimension)
    });
    if scores.is_empty() {
        return Ok(None);
    }
    let mut found = shown(context, last_of_each(scores)).await?;
    Ok(Some(found.remove(&department)))
}

/// For each of these departments and moments the last published score of a cycle that was
/// published then or later. The caller has authorised.
pub async fn latest_figures(
    context: &OpContext,
    wanted: &[(DepartmentId, DateTime<Utc>)],
) -> Outcome<Vec<Option<PulledScore>>> {
    let Some(earliest) = wanted.iter().map(|(_, since)| *since).min() else {
        return Ok(Vec::new());
    };
    let departments = wanted.iter().map(|(department, _)| *department).collect();
    let since = Wanted::Since(earliest);
    let scores = store::published(context.database(), since, Some(departments)).await?;
    // The last one of a department is that of each of its moments before it, or there is none.
    let found = shown(context, last_of_each(scores)).await?;
    let last = |(department, since): &(DepartmentId, DateTime<Utc>)| {
        let score = found.get(department)?;
        let was_since = score.cycle_published_at.is_some_and(|at| at >= *since);
        was_since.then(|| score.clone())
    };
    Ok(wanted.iter().map(last).collect())
}

/// They come by the moment of publication.
fn last_of_each(scores: Vec<PulledScore>) -> Vec<PulledScore> {
    let last: HashMap<DepartmentId, PulledScore> = scores
        .into_iter()
        .map(|score| (score.department_id, score))
        .collect();
    last.into_values().collect()
}

/// The scores with what the promise lets readers see.
async fn shown(
    context: &OpContext,
    scores: Vec<PulledScore>,
) -> Outcome<HashMap<DepartmentId, PulledScore>> {
    let mut found: HashMap<DepartmentId, PulledScore> = HashMap::new();
    if scores.is_empty() {
        return Ok(found);
    }
    let promises = promises(context, scores.iter().map(|it| it.cycle_id).collect()).await?;
    let ids: Vec<ScoreId> = scores.iter().map(|it| it.score_id).collect();
    let mut groups: HashMap<ScoreId, Vec<Group>> = HashMap::new();
    for (id, share) in store::assessors_of(context.database(), ids.clone()).await? {
        groups
            .entry(id)
            .or_default()
            .push(AssessorShare::group(&share));
    }
    let mut dimensions: HashMap<ScoreId, Vec<_>> = HashMap::new();
    for (id, dimension) in store::dimensions_of(context.database(), ids).await? {
        dimensions.entry(id).or_default().push(dimension);
    }
    for mut score in scores {
        let own = groups.remove(&score.score_id).unwrap_or_default();
        let Some(promise) = promises.get(&score.cycle_id) else {
            continue;
        };
        if promise.shows_dimensions(Audience::Reader, &own, score.complete) {
            score.dimensions = dimensions.remove(&score.score_id).unwrap_or_default();
        }
        if score.withheld && promise.keeps_from(Audience::Reader) {
            score.index = None;
        }
        // They come by the moment of publication, so the last one stays.
        found.insert(score.department_id, score);
    }
    Ok(found)
}

/// What the cycles promise, whoever asks.
async fn promises(
    context: &OpContext,
    mut ids: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Promise>> {
    ids.sort_unstable();
    ids.dedup();
    let system = context
        .platform
        .system_context("scoring", &context.request_id)
        .await?;
    let cycles: Vec<Cycle> = cycles::cycles_by_id(&system, ids).await?;
    Ok(cycles
        .iter()
        .map(|cycle| (cycle.id, Promise::of(cycle)))
        .collect())
}
