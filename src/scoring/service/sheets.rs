//! Reading raw sheets, as far as right and promise reach, and what was written in them.

use std::collections::{BTreeMap, HashMap};

use super::read::{judged_scores_of, visible};
use crate::access::{Action, OpContext};
use crate::cycles::{self, Confidentiality, Cycle, Frozen, FrozenPair};
use crate::engine::{Mark, Sheet, SheetContent, SheetFacts, SheetJudge, SheetResult};
use crate::kernel::ids::{DepartmentId, PairId, QuestionnaireVersionId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::questionnaires;
use crate::responses::{self, AnswerSheet, RatingAnswer, RawKey, RawSheet, instrument, policy};
use crate::scoring::model::{Comment, JudgedSheet, Score};
use crate::scoring::store;

/// The raw sheets of a cycle, of all assessed departments or of one, pair by pair. Every
/// reading is noted in the audit trail.
///
/// Sheets of an anonymous cycle are there once it is scored, since no sheet is added then
/// that could be told by its being new; and only those of assessors whose mean is shown.
pub async fn sheets_of_cycle(
    context: &OpContext,
    cycle: &Cycle,
    assessed: Option<DepartmentId>,
    page: PageRequest<RawKey>,
) -> Outcome<Page<JudgedSheet>> {
    let Some(readable) = Readable::of(context, cycle, assessed).await? else {
        return Ok(page.page(Vec::new()));
    };
    let found = responses::raw_sheets(context, cycle, &readable.ids(), &page).await?;
    let judges = judges(context, &readable.frozen, &found.items, &readable.pairs).await?;
    let mut read = BTreeMap::new();
    let mut sheets = Vec::with_capacity(found.items.len());
    for raw in found.items {
        let Some(pair) = readable.pairs.get(&raw.key.pair) else {
            continue;
        };
        *read.entry((cycle.id, pair.assessed)).or_default() += 1;
        sheets.push(judged(&judges, pair, raw)?);
    }
    responses::note_reading(context, read).await?;
    Ok(Page {
        items: sheets,
        has_next: found.has_next,
    })
}

/// How many that list has.
pub async fn sheet_count_of_cycle(
    context: &OpContext,
    cycle: &Cycle,
    assessed: Option<DepartmentId>,
) -> Outcome<u64> {
    match Readable::of(context, cycle, assessed).await? {
        None => Ok(0),
        Some(readable) => responses::raw_sheet_count(context, cycle, &readable.ids()).await,
    }
}

/// What was written about the department of a published score, without who wrote it;
/// `None` where fewer people answered than the cycle shows as a group, and for those who
/// may not open the score. The page begins behind the entry at `page.after`.
pub async fn comments_of(
    context: &OpContext,
    score: &Score,
    page: PageRequest<usize>,
) -> Outcome<Option<Page<(usize, Comment)>>> {
    let Some(comments) = comments(context, score).await? else {
        return Ok(None);
    };
    let begin = page.after.map_or(0, |last| last.saturating_add(1));
    let wanted = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    let behind = comments.into_iter().enumerate().skip(begin).take(wanted);
    Ok(Some(page.page(behind.collect())))
}

/// How many comments there are; `None` as [`comments_of`].
pub async fn comment_count_of(context: &OpContext, score: &Score) -> Outcome<Option<u64>> {
    let comments = comments(context, score).await?;
    Ok(comments.map(|comments| comments.len() as u64))
}

async fn comments(context: &OpContext, score: &Score) -> Outcome<Option<Vec<Comment>>> {
    let visible = visible(context).await?;
    let opened = store::scores_by_id(context.database(), &visible, vec![score.id]).await?;
    let cycle = cycles::cycles_by_id(context, vec![score.cycle_id])
        .await?
        .pop();
    let (true, Some(cycle)) = (!opened.is_empty(), cycle) else {
        return Ok(None);
    };
    let least = cycle.settings.scoring.min_group;
    if score.published_at.is_none() || score.headline.responded.unsigned_abs() < least {
        return Ok(None);
    }
    let frozen = cycles::frozen(context.database(), &cycle).await?;
    let of_department = |pair: &&FrozenPair| pair.assessed == score.department_id;
    let pairs: Vec<&FrozenPair> = frozen.pairs.iter().filter(of_department).collect();
    let Some(version) = pairs.first().map(|pair| pair.questionnaire_version) else {
        return Ok(None);
    };
    let ids: Vec<PairId> = pairs.iter().map(|pair| pair.id).collect();
    let sheets: Vec<AnswerSheet> = responses::sheets_of_pairs(context, &cycle, &ids).await?;
    let content = questionnaires::published_content(context.database(), version).await?;
    let items: Vec<&str> = content
        .items()
        .iter()
        .map(|item| item.code.as_str())
        .collect();
    Ok(Some(Comment::all(&sheets, &items)))
}

/// The pairs of a cycle whose sheets the actor may read.
struct Readable {
    frozen: Frozen,
    pairs: HashMap<PairId, FrozenPair>,
}

impl Readable {
    /// `None` where there are no sheets that anybody could read.
    async fn of(
        context: &OpContext,
        cycle: &Cycle,
        assessed: Option<DepartmentId>,
    ) -> Outcome<Option<Self>> {
        context.authorize(Action::ResponseRead).await?;
        if !cycle.state.is_frozen() {
            return Ok(None);
        }
        let frozen = cycles::frozen(context.database(), cycle).await?;
        let sheets = context.sheet_scope().await?;
        let published = cycle.published_at.is_some();
        let mut pairs: HashMap<PairId, FrozenPair> = HashMap::new();
        for pair in &frozen.pairs {
            let wanted = assessed.is_none_or(|department| department == pair.assessed);
            if wanted && sheets.covers(pair.assessed, published) {
                pairs.insert(pair.id, pair.clone());
            }
        }
        if cycle.settings.confidentiality == Confidentiality::Anonymous {
            let shown = shown_assessors(context, cycle).await?;
            pairs.retain(|_, pair| shown.contains(&(pair.assessed, pair.assessing)));
        }
        Ok(Some(Self { frozen, pairs }))
    }

    fn ids(&self) -> Vec<PairId> {
        self.pairs.keys().copied().collect()
    }
}

/// Of which assessors of which departments the mean is shown to those who read sheets.
async fn shown_assessors(
    context: &OpContext,
    cycle: &Cycle,
) -> Outcome<Vec<(DepartmentId, DepartmentId)>> {
    let mut shown = Vec::new();
    for (department, share) in judged_scores_of(context, cycle).await? {
        if share.index.is_some() || share.valid == Some(0) {
            shown.push((department, share.department_id));
        }
    }
    Ok(shown)
}

type Judges = HashMap<QuestionnaireVersionId, Judge>;

struct Judge {
    content: std::sync::Arc<questionnaires::PublishedContent>,
    judge: SheetJudge,
}

/// What tells whether the sheets of a page are valid.
async fn judges(
    context: &OpContext,
    frozen: &Frozen,
    sheets: &[RawSheet],
    pairs: &HashMap<PairId, FrozenPair>,
) -> Outcome<Judges> {
    let policy = policy(&frozen.policy.settings)?;
    let mut judges = Judges::new();
    for raw in sheets {
        let Some(pair) = pairs.get(&raw.key.pair) else {
            continue;
        };
        let version = pair.questionnaire_version;
        if let std::collections::hash_map::Entry::Vacant(place) = judges.entry(version) {
            let content = questionnaires::published_content(context.database(), version).await?;
            let judge = SheetJudge::new(&policy, &instrument(&content)?);
            let judge = judge.map_err(|error| Failure::internal(format!("{error:?}")))?;
            place.insert(Judge { content, judge });
        }
    }
    Ok(judges)
}

fn judged(judges: &Judges, pair: &FrozenPair, raw: RawSheet) -> Outcome<JudgedSheet> {
    let judge = judges
        .get(&pair.questionnaire_version)
        .ok_or_else(|| Failure::internal("a sheet without its questionnaire"))?;
    let ratings: Vec<RatingAnswer> = raw.sheet.ratings(&judge.content);
    let sheet = Sheet {
        marks: ratings.iter().map(Mark::from).collect(),
        content: SheetContent::Text(raw.document),
        facts: SheetFacts::default(),
    };
    let result = judge.judge.judge(&sheet);
    let result = result.map_err(|error| Failure::internal(format!("{error:?}")))?;
    Ok(JudgedSheet {
        key: raw.key,
        assessed: pair.assessed,
        assessing: pair.assessing,
        sheet: raw.sheet,
        invalid: match result {
            SheetResult::Invalid(reason) => Some(reason.code()),
            SheetResult::Valid(_) | SheetResult::Excluded(_) => None,
        },
        author: raw.author,
    })
}
