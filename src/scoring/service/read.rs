//! Reading scores: who sees which, and what of them.

use std::collections::HashMap;

use crate::access::{Action, OpContext};
use crate::cycles::{self, Confidentiality, Cycle};
use crate::kernel::ids::{CycleId, DepartmentId, ScoreId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::scoring::model::{
    AssessorShare, Audience, Details, DimensionIndex, Explanation, Score, ScoreKey, ScoreOrder,
    hidden_assessors,
};
use crate::scoring::store::{self, Visible};

/// Which scores the actor may see at all.
pub(super) async fn visible(context: &OpContext) -> Outcome<Visible> {
    Ok(Visible {
        published: context.scope(Action::ScoreRead).await?,
        unpublished: context.scope(Action::UnpublishedScoreRead).await?,
    })
}

/// The same, for the scores of one cycle: where its ranking is opened, whoever may
/// read scores of a subtree sees the figures of the whole company.
async fn visible_in(context: &OpContext, cycle: &Cycle) -> Outcome<Visible> {
    let mut visible = visible(context).await?;
    if cycle.ranking_opened && !context.scope(Action::OpenedRankingRead).await?.is_empty() {
        visible.published.company = true;
    }
    Ok(visible)
}

/// The current scores of a cycle. Before publication only HR finds any.
pub async fn scores_of_cycle(
    context: &OpContext,
    cycle: &Cycle,
    order: ScoreOrder,
    page: PageRequest<ScoreKey>,
) -> Outcome<Page<Score>> {
    let visible = visible_in(context, cycle).await?;
    let found = store::list_scores(context.database(), &visible, cycle.id, order, &page).await?;
    let ranks = sees_ranks(context, cycle).await?;
    Ok(found.map(|score| if ranks { score } else { without_rank(score) }))
}

/// How many that list has.
pub async fn score_count_of_cycle(context: &OpContext, cycle: &Cycle) -> Outcome<u64> {
    let visible = visible_in(context, cycle).await?;
    store::count_scores(context.database(), &visible, cycle.id).await
}

/// The last `last` scores of a department over the cycles, the newest first, and
/// whether there are earlier ones.
pub async fn trend_of(
    context: &OpContext,
    department: DepartmentId,
    last: u32,
) -> Outcome<Page<Score>> {
    let visible = visible(context).await?;
    let page = PageRequest::<()> {
        first: last,
        after: None,
    };
    let found = store::trend(context.database(), &visible, department, page.limit()).await?;
    let found = page.page(found);
    Ok(Page {
        items: ranked(context, found.items).await?,
        has_next: found.has_next,
    })
}

/// How many scores of a department there are.
pub async fn trend_count_of(context: &OpContext, department: DepartmentId) -> Outcome<u64> {
    let visible = visible(context).await?;
    store::trend_count(context.database(), &visible, department).await
}

/// The newest score of each of these departments that the actor may see.
pub async fn latest_scores_of(
    context: &OpContext,
    departments: Vec<DepartmentId>,
) -> Outcome<Vec<Score>> {
    let visible = visible(context).await?;
    let found = store::latest(context.database(), &visible, departments).await?;
    ranked(context, found).await
}

/// The scores with these ids, in any order; those that cannot be seen are missing.
pub async fn scores_by_id(context: &OpContext, ids: Vec<ScoreId>) -> Outcome<Vec<Score>> {
    let visible = visible(context).await?;
    let found = store::scores_by_id(context.database(), &visible, ids).await?;
    ranked(context, found).await
}

/// All revisions of a score, oldest first.
pub async fn revisions_of(
    context: &OpContext,
    cycle: CycleId,
    department: DepartmentId,
) -> Outcome<Vec<Score>> {
    let visible = visible(context).await?;
    let found = store::revisions(context.database(), &visible, cycle, department).await?;
    ranked(context, found).await
}

/// What the assessing departments contributed to these scores; a mean that must stay
/// hidden is missing. Scores outside the actor's scope have none.
pub async fn assessors_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<HashMap<ScoreId, Vec<AssessorShare>>> {
    let scores = opened(context, ids).await?;
    let cycles = cycles_of(context, &scores).await?;
    let sheets = context.sheet_scope().await?;
    let mut shares: HashMap<ScoreId, Vec<AssessorShare>> = HashMap::new();
    for (id, share) in store::assessors_of(context.database(), ids_of(&scores)).await? {
        shares.entry(id).or_default().push(share);
    }
    for score in &scores {
        let (Some(cycle), Some(shares)) = (cycles.get(&score.cycle_id), shares.get_mut(&score.id))
        else {
            continue;
        };
        let audience = if sheets.covers(score.department_id, score.published_at.is_some()) {
            Audience::SheetReader
        } else {
            Audience::Reader
        };
        hide(cycle, audience, shares);
    }
    Ok(shares)
}

fn hide(cycle: &Cycle, audience: Audience, shares: &mut [AssessorShare]) {
    let settings = &cycle.settings;
    let valid: Vec<u32> = shares
        .iter()
        .map(|share| share.valid.unsigned_abs())
        .collect();
    let hidden = hidden_assessors(
        settings.confidentiality,
        audience,
        settings.scoring.min_group,
        &valid,
    );
    for (share, hidden) in shares.iter_mut().zip(hidden) {
        if hidden {
            share.index = None;
        }
    }
}

/// The dimensions of these scores.
pub async fn dimensions_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, DimensionIndex)>> {
    let scores = opened(context, ids).await?;
    store::dimensions_of(context.database(), ids_of(&scores)).await
}

/// Statistics and passports of these scores. The figures over single sheets are left
/// out where fewer people answered than the cycle shows as a group, and where an
/// assessor's mean is hidden: they weigh each sheet, the index each assessor, and from
/// both together the hidden mean could be solved.
pub async fn details_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, Details)>> {
    let scores = opened(context, ids).await?;
    let cycles = cycles_of(context, &scores).await?;
    let sheets = context.sheet_scope().await?;
    let mut valid: HashMap<ScoreId, Vec<u32>> = HashMap::new();
    for (id, share) in store::assessors_of(context.database(), ids_of(&scores)).await? {
        valid
            .entry(id)
            .or_default()
            .push(share.valid.unsigned_abs());
    }
    let mut found = store::details_of(context.database(), ids_of(&scores)).await?;
    for (id, details) in &mut found {
        let score = scores.iter().find(|score| score.id == *id);
        let shown = score.is_some_and(|score| {
            cycles.get(&score.cycle_id).is_some_and(|cycle| {
                let published = score.published_at.is_some();
                let audience = audience(sheets.covers(score.department_id, published));
                let valid = valid.get(id).map(Vec::as_slice).unwrap_or_default();
                shows_sheet_figures(cycle, audience, valid)
            })
        });
        if !shown {
            details.statistics.mean = None;
            details.statistics.levels.clear();
            details.statistics.standard_deviation = None;
            details.statistics.top_two_box = None;
            details.imputed_responses = 0;
            details.imputed_ratings = 0;
            details.items.clear();
        }
    }
    Ok(found)
}

fn audience(reads_sheets: bool) -> Audience {
    if reads_sheets {
        Audience::SheetReader
    } else {
        Audience::Reader
    }
}

fn shows_sheet_figures(cycle: &Cycle, audience: Audience, valid: &[u32]) -> bool {
    let settings = &cycle.settings;
    let (promise, least) = (settings.confidentiality, settings.scoring.min_group);
    if hidden_assessors(promise, audience, least, valid).contains(&true) {
        return false;
    }
    let trusted = audience == Audience::SheetReader && promise != Confidentiality::Anonymous;
    trusted || valid.iter().sum::<u32>() >= least
}

/// What heads say about these scores, oldest first.
pub async fn explanations_of(context: &OpContext, ids: Vec<ScoreId>) -> Outcome<Vec<Explanation>> {
    let scores = opened(context, ids).await?;
    store::explanations_of(context.database(), ids_of(&scores)).await
}

/// The scores among `ids` that the actor may open: not those that only an opened
/// ranking shows.
async fn opened(context: &OpContext, ids: Vec<ScoreId>) -> Outcome<Vec<Score>> {
    let visible = visible(context).await?;
    store::scores_by_id(context.database(), &visible, ids).await
}

fn ids_of(scores: &[Score]) -> Vec<ScoreId> {
    scores.iter().map(|score| score.id).collect()
}

async fn cycles_of(context: &OpContext, scores: &[Score]) -> Outcome<HashMap<CycleId, Cycle>> {
    let mut ids: Vec<CycleId> = scores.iter().map(|score| score.cycle_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = if ids.is_empty() {
        Vec::new()
    } else {
        cycles::cycles_by_id(context, ids).await?
    };
    Ok(found.into_iter().map(|cycle| (cycle.id, cycle)).collect())
}

/// Takes the ranks away that the actor may not see.
async fn ranked(context: &OpContext, scores: Vec<Score>) -> Outcome<Vec<Score>> {
    if context.scope(Action::RankingRead).await?.company {
        return Ok(scores);
    }
    let cycles = cycles_of(context, &scores).await?;
    let opened = !context.scope(Action::OpenedRankingRead).await?.is_empty();
    let shown = |score: &Score| {
        opened
            && cycles
                .get(&score.cycle_id)
                .is_some_and(|cycle| cycle.ranking_opened)
    };
    Ok(scores
        .into_iter()
        .map(|score| {
            if shown(&score) {
                score
            } else {
                without_rank(score)
            }
        })
        .collect())
}

async fn sees_ranks(context: &OpContext, cycle: &Cycle) -> Outcome<bool> {
    let opened =
        cycle.ranking_opened && !context.scope(Action::OpenedRankingRead).await?.is_empty();
    Ok(opened || context.scope(Action::RankingRead).await?.company)
}

fn without_rank(mut score: Score) -> Score {
    score.headline.rank = None;
    score
}
