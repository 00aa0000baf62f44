//! Reading scores: who sees which, and what of them.

use std::collections::HashMap;

use crate::access::{Action, OpContext, SheetScope};
use crate::cycles::{self, Confidentiality, Cycle};
use crate::kernel::ids::{CycleId, DepartmentId, ScoreId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::scoring::model::{
    AssessorShare, Audience, Details, DimensionIndex, Explanation, ExternalFigures, Group,
    OpenedDetails, Promise, Score, ScoreKey, ScoreOrder,
};
use crate::scoring::store::{self, Visible, Withheld};

/// Which scores the actor may open.
pub(super) async fn visible(context: &OpContext) -> Outcome<Visible> {
    Ok(Visible {
        published: context.scope(Action::ScoreRead).await?,
        unpublished: context.scope(Action::UnpublishedScoreRead).await?,
        opened_rankings: false,
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
    let withheld = match cycle.settings.confidentiality {
        Confidentiality::Attributed => Withheld::FromNobody,
        Confidentiality::Confidential => Withheld::ButFrom(context.sheet_scope().await?),
        Confidentiality::Anonymous => Withheld::FromAll,
    };
    let database = context.database();
    let found = store::list_scores(database, &visible, cycle.id, &withheld, order, &page).await?;
    Ok(Page {
        items: shown(context, found.items).await?,
        has_next: found.has_next,
    })
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
        items: shown(context, found.items).await?,
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
    shown(context, found).await
}

/// The scores with these ids, in any order; those that cannot be seen are missing. What
/// an opened ranking shows is there.
pub async fn scores_by_id(context: &OpContext, ids: Vec<ScoreId>) -> Outcome<Vec<Score>> {
    let opened_rankings = !context.scope(Action::OpenedRankingRead).await?.is_empty();
    let visible = Visible {
        opened_rankings,
        ..visible(context).await?
    };
    let found = store::scores_by_id(context.database(), &visible, ids).await?;
    shown(context, found).await
}

/// All revisions of a score, oldest first.
pub async fn revisions_of(
    context: &OpContext,
    cycle: CycleId,
    department: DepartmentId,
) -> Outcome<Vec<Score>> {
    let visible = visible(context).await?;
    let found = store::revisions(context.database(), &visible, cycle, department).await?;
    shown(context, found).await
}

/// What the assessing departments contributed to these scores; a mean that must stay
/// hidden is missing. Scores outside the actor's scope have none.
pub async fn assessors_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<HashMap<ScoreId, Vec<AssessorShare>>> {
    let mut opened = judged(context, ids).await?;
    let mut shares = group(context, &mut opened).await?;
    for it in &opened {
        if let Some(shares) = shares.get_mut(&it.score.id) {
            let hidden = it.promise.hidden(it.audience, &it.groups);
            let shown = shares.drain(..).zip(hidden);
            let shown = shown.map(|(share, hidden)| if hidden { share.veiled() } else { share });
            *shares = shown.collect();
        }
    }
    Ok(shares)
}

/// The dimensions of these scores; an index that must stay hidden is missing.
pub async fn dimensions_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, DimensionIndex)>> {
    let mut opened = judged(context, ids).await?;
    if opened.iter().any(|it| it.promise.keeps_from(it.audience)) {
        group(context, &mut opened).await?;
    }
    let shown = opened.iter().map(|it| {
        let complete = it.score.complete;
        let shown = it
            .promise
            .shows_dimensions(it.audience, &it.groups, complete);
        (it.score.id, shown)
    });
    let shown: HashMap<ScoreId, bool> = shown.collect();
    let ids = shown.keys().copied().collect();
    let mut found = store::dimensions_of(context.database(), ids).await?;
    for (id, dimension) in &mut found {
        if shown.get(id) != Some(&true) {
            dimension.index = None;
        }
    }
    Ok(found)
}

/// Statistics and passports of these scores, without what must stay hidden.
pub async fn details_of(
    context: &OpContext,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, OpenedDetails)>> {
    let mut opened = judged(context, ids).await?;
    group(context, &mut opened).await?;
    let ids = opened.iter().map(|it| it.score.id).collect();
    let mut found = Vec::new();
    for (id, details) in store::details_of(context.database(), ids).await? {
        let Some(it) = opened.iter().find(|it| it.score.id == id) else {
            continue;
        };
        let complete = it.score.complete;
        let sheet_figures = it
            .promise
            .shows_sheet_figures(it.audience, &it.groups, complete);
        let external = details.external.clone();
        let details = if sheet_figures {
            details.without_items_of_fewer_than(it.least())
        } else {
            details.without_sheet_figures()
        };
        // The hash over a few sheets tells as much as they do: they can be guessed.
        let tells = |it: &ExternalFigures, least| it.promised || it.tells_of_fewer_than(least);
        let guessed = external
            .as_ref()
            .is_some_and(|external| tells(external, it.least()));
        let details = match external {
            Some(external) if it.audience == Audience::Reader => Details {
                external: Some(external.for_reader(it.least())),
                ..details
            },
            _ => details,
        };
        let proof = it.promise.shows_proof(it.audience, &it.groups)
            && (it.audience == Audience::SheetReader || !guessed);
        let shown = OpenedDetails {
            details,
            sheet_figures,
            proof,
        };
        found.push((id, shown));
    }
    Ok(found)
}

/// A score that the actor may open, and what decides how much of it is shown.
struct Opened {
    score: Score,
    promise: Promise,
    audience: Audience,
    groups: Vec<Group>,
}

impl Opened {
    /// How many people an item must have for its figures to be shown.
    fn least(&self) -> u64 {
        match self.audience {
            Audience::SheetReader => 0,
            Audience::Reader => self.promise.smallest_group().into(),
        }
    }
}

/// The scores among `ids` that the actor may open, without their groups.
async fn judged(context: &OpContext, ids: Vec<ScoreId>) -> Outcome<Vec<Opened>> {
    let scores = opened(context, ids).await?;
    let cycles = cycles_of(context, &scores).await?;
    let sheets = context.sheet_scope().await?;
    let judged = scores.into_iter().filter_map(|score| {
        Some(Opened {
            promise: Promise::of(cycles.get(&score.cycle_id)?),
            audience: audience(&sheets, &score),
            groups: Vec::new(),
            score,
        })
    });
    Ok(judged.collect())
}

/// Loads what the assessors contributed, and fills the groups by it.
async fn group(
    context: &OpContext,
    opened: &mut [Opened],
) -> Outcome<HashMap<ScoreId, Vec<AssessorShare>>> {
    let ids = opened.iter().map(|it| it.score.id).collect();
    let mut shares: HashMap<ScoreId, Vec<AssessorShare>> = HashMap::new();
    for (id, share) in store::assessors_of(context.database(), ids).await? {
        shares.entry(id).or_default().push(share);
    }
    for it in opened {
        let own = shares.get(&it.score.id).into_iter().flatten();
        it.groups = own.map(AssessorShare::group).collect();
    }
    Ok(shares)
}

fn audience(sheets: &SheetScope, score: &Score) -> Audience {
    Audience::of(sheets.covers(score.department_id, score.published_at.is_some()))
}

/// The shares of all assessors in the current scores of `cycle`, by assessed department,
/// as those see them who may read raw sheets. For the services of this module.
pub(super) async fn judged_scores_of(
    context: &OpContext,
    cycle: &Cycle,
) -> Outcome<Vec<(DepartmentId, AssessorShare)>> {
    let promise = Promise::of(cycle);
    let scores = store::current_scores(context.database(), cycle.id).await?;
    let departments: HashMap<ScoreId, DepartmentId> = scores.into_iter().collect();
    let ids = departments.keys().copied().collect();
    let mut shares: HashMap<ScoreId, Vec<AssessorShare>> = HashMap::new();
    for (id, share) in store::assessors_of(context.database(), ids).await? {
        shares.entry(id).or_default().push(share);
    }
    let mut found = Vec::new();
    for (id, shares) in shares {
        let Some(department) = departments.get(&id) else {
            continue;
        };
        let groups: Vec<Group> = shares.iter().map(AssessorShare::group).collect();
        let withheld = promise.withholds(&groups);
        let hidden = promise.hidden(Audience::SheetReader, &groups);
        for (share, hidden) in shares.into_iter().zip(hidden) {
            let share = if hidden || withheld {
                share.veiled()
            } else {
                share
            };
            found.push((*department, share));
        }
    }
    Ok(found)
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

/// Takes away what the actor may not see: ranks, and figures that speak for too few.
async fn shown(context: &OpContext, scores: Vec<Score>) -> Outcome<Vec<Score>> {
    let every_rank = context.scope(Action::RankingRead).await?.company;
    if every_rank && !scores.iter().any(|score| score.withheld) {
        return Ok(scores);
    }
    let cycles = cycles_of(context, &scores).await?;
    let opened_ranks = !context.scope(Action::OpenedRankingRead).await?.is_empty();
    let sheets = context.sheet_scope().await?;
    let shown = scores.into_iter().map(|score| {
        let cycle = cycles.get(&score.cycle_id);
        let rank = every_rank || (opened_ranks && cycle.is_some_and(|it| it.ranking_opened));
        let score = if rank { score } else { score.without_rank() };
        let kept =
            cycle.is_none_or(|cycle| Promise::of(cycle).keeps_from(audience(&sheets, &score)));
        if score.withheld && kept {
            score.veiled()
        } else {
            score
        }
    });
    Ok(shown.collect())
}
