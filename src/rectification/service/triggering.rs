//! What rules find, when something is published or comes in.

use std::collections::{BTreeMap, HashMap};
use std::pin::pin;
use std::sync::Arc;

use futures_util::TryStreamExt as _;

use super::opening::open_findings;
use crate::access::OpContext;
use crate::complaints;
use crate::cycles::{self, Confidentiality, Cycle, FrozenPair, TargetMeasure};
use crate::database::Transaction;
use crate::invitations;
use crate::kernel::ids::{ComplaintId, CycleId, DepartmentId, PairId, QuestionnaireVersionId};
use crate::kernel::{Decimal, Failure, Outcome};
use crate::questionnaires::{self, PublishedContent};
use crate::rectification::model::{
    AnswersSeen, FigureSeen, Finding, LooksFor, ScoreSeen, TriggerRule,
};
use crate::rectification::store;
use crate::responses::{self, CountedSheet, RatingAnswer};
use crate::scoring::{self, PulledScore};
use crate::surveys::{self, Plan};

/// After scores of a cycle were published or corrected: opens an issue for each thing that a
/// rule finds in them and in the answers. Doing it twice opens nothing more.
pub async fn scores_published(context: &OpContext, cycle: CycleId) -> Outcome<Transaction> {
    let cycles = cycles::cycles_by_id(context, vec![cycle]).await?;
    let rules = store::rules_in_use(context.database()).await?;
    let mut findings: Vec<(&TriggerRule, Finding)> = Vec::new();
    // A cycle that only asks again shows whether an issue was put right: it finds nothing new.
    let again = store::resurvey_cycles(context.database()).await?;
    let mut cycles = cycles.iter().filter(|it| !again.contains(&it.id));
    if let (Some(cycle), false) = (cycles.next(), rules.is_empty()) {
        for seen in scores_seen(context, cycle, &again).await? {
            for rule in &rules {
                findings.extend(rule.in_score(&seen).into_iter().map(|it| (rule, it)));
            }
        }
        for rule in &rules {
            if let LooksFor::AnswerAtOrBelow { level } = rule.looks_for {
                let seen = answers_seen(context, cycle, level).await?;
                findings.extend(seen.iter().map(|it| (rule, rule.in_answers(it))));
            }
        }
    }
    let transaction = context.begin().await?;
    open_findings(context, &transaction, findings).await?;
    Ok(transaction)
}

/// After a complaint was written down.
pub async fn complaint_logged(context: &OpContext, id: ComplaintId) -> Outcome<Transaction> {
    let rules = store::rules_in_use(context.database()).await?;
    let complaint = complaints::complaint_named(context.database(), id).await?;
    let findings = complaint.iter().flat_map(|complaint| {
        let found = rules.iter();
        found.filter_map(|rule| Some((rule, rule.in_complaint(complaint)?)))
    });
    let findings = findings.collect();
    let transaction = context.begin().await?;
    open_findings(context, &transaction, findings).await?;
    Ok(transaction)
}

/// The published figures of a cycle beside those of the assessment before.
async fn scores_seen(
    context: &OpContext,
    cycle: &Cycle,
    again: &[CycleId],
) -> Outcome<Vec<ScoreSeen>> {
    let scores = scoring::figures_of_cycle(context, cycle.id).await?;
    let departments: Vec<DepartmentId> = scores.keys().copied().collect();
    let before = match cycle.published_at {
        Some(published) => scoring::figures_before(context, published, departments, again).await?,
        None => HashMap::new(),
    };
    let scoring = &cycle.settings.scoring;
    let target = match scoring.target_measure {
        TargetMeasure::Index => scoring.target.as_ref(),
        _ => None,
    };
    let mut scores: Vec<PulledScore> = scores.into_values().collect();
    scores.sort_by_key(|score| score.department_id);
    let seen = scores.iter().map(|score| ScoreSeen {
        score_id: score.score_id,
        department_id: score.department_id,
        cycle_id: cycle.id,
        cycle: cycle.settings.name.as_str().to_owned(),
        figures: figures(score, before.get(&score.department_id), target),
    });
    Ok(seen.collect())
}

fn figures(
    score: &PulledScore,
    before: Option<&PulledScore>,
    target: Option<&Decimal>,
) -> Vec<FigureSeen> {
    let figure = |dimension: Option<&str>| FigureSeen {
        dimension: dimension.map(str::to_owned),
        index: score.figure(dimension).cloned(),
        previous: before.and_then(|it| it.figure(dimension)).cloned(),
        target: target.cloned(),
    };
    let dimensions = score.dimensions.iter().map(|it| figure(Some(&it.code)));
    std::iter::once(figure(None)).chain(dimensions).collect()
}

/// The answers of a cycle that are at `level` or below: those of customers who are known, one
/// by one; of all others, items with as many of them as the cycle lets a group speak.
async fn answers_seen(context: &OpContext, cycle: &Cycle, level: i32) -> Outcome<Vec<AnswersSeen>> {
    let mut groups: Groups = BTreeMap::new();
    let mut seen = of_customers(context, cycle, level, &mut groups).await?;
    of_employees(context, cycle, level, &mut groups).await?;
    let least = u64::from(cycle.settings.scoring.min_group.max(1));
    let enough = groups.into_iter().filter(|(_, (_, count))| *count >= least);
    seen.extend(
        enough.map(|((department_id, item), (text, count))| AnswersSeen {
            department_id,
            cycle_id: cycle.id,
            item,
            text,
            sheet: None,
            count,
        }),
    );
    Ok(seen)
}

/// What an item asks, and how many bad answers it has, by department and item.
type Groups = BTreeMap<(DepartmentId, String), (String, u64)>;

async fn of_employees(
    context: &OpContext,
    cycle: &Cycle,
    level: i32,
    groups: &mut Groups,
) -> Outcome<()> {
    let database = context.database();
    let frozen = cycles::frozen(database, cycle).await?;
    let pairs: HashMap<PairId, &FrozenPair> =
        frozen.pairs.iter().map(|pair| (pair.id, pair)).collect();
    let mut contents = Contents::default();
    let mut sheets = pin!(responses::stream_sheets(database, cycle).await?);
    let mut documents: Vec<(DepartmentId, QuestionnaireVersionId, String)> = Vec::new();
    while let Some(CountedSheet { pair_id, document }) = sheets.try_next().await? {
        let pair = pairs
            .get(&pair_id)
            .ok_or_else(|| Failure::internal("an answer sheet outside the matrix"))?;
        documents.push((pair.assessed, pair.questionnaire_version, document));
        if documents.len() == AT_ONCE {
            count(context, &mut contents, level, documents.drain(..), groups).await?;
        }
    }
    count(context, &mut contents, level, documents.into_iter(), groups).await
}

/// How many sheets are in memory at a time.
const AT_ONCE: usize = 1_000;

async fn count(
    context: &OpContext,
    contents: &mut Contents,
    level: i32,
    documents: impl Iterator<Item = (DepartmentId, QuestionnaireVersionId, String)>,
    groups: &mut Groups,
) -> Outcome<()> {
    for (department, version, document) in documents {
        for (item, text) in contents.bad(context, version, &document, level).await? {
            groups.entry((department, item)).or_insert((text, 0)).1 += 1;
        }
    }
    Ok(())
}

async fn of_customers(
    context: &OpContext,
    cycle: &Cycle,
    level: i32,
    groups: &mut Groups,
) -> Outcome<Vec<AnswersSeen>> {
    let database = context.database();
    let plans: Vec<Plan> = surveys::drawn_plans_of(database, cycle.id).await?;
    let excluded = invitations::excluded_from(database, &plans).await?;
    let mut contents = Contents::default();
    let mut seen = Vec::new();
    for plan in &plans {
        let of_plan = std::slice::from_ref(plan);
        let version = plan.settings.questionnaire_version_id;
        let department = plan.settings.assessed_department_id;
        let is_known = plan.settings.confidentiality == Confidentiality::Attributed;
        let mut sheets =
            pin!(invitations::stream_survey_sheets(database, of_plan, &excluded).await?);
        while let Some(sheet) = sheets.try_next().await? {
            if sheet.left_out.is_some() {
                continue;
            }
            let bad = contents
                .bad(context, version, &sheet.document, level)
                .await?;
            for (item, text) in bad {
                if is_known {
                    seen.push(AnswersSeen {
                        department_id: department,
                        cycle_id: cycle.id,
                        item,
                        text,
                        sheet: Some((sheet.id, plan.id)),
                        count: 1,
                    });
                } else {
                    groups.entry((department, item)).or_insert((text, 0)).1 += 1;
                }
            }
        }
    }
    Ok(seen)
}

/// The questionnaires that were asked, each read once.
#[derive(Default)]
struct Contents {
    read: HashMap<QuestionnaireVersionId, Arc<PublishedContent>>,
    ratings: Vec<RatingAnswer>,
}

impl Contents {
    /// The items of a sheet that are rated at `level` or below, with what they ask.
    async fn bad(
        &mut self,
        context: &OpContext,
        version: QuestionnaireVersionId,
        document: &str,
        level: i32,
    ) -> Outcome<Vec<(String, String)>> {
        let content = match self.read.get(&version) {
            Some(content) => Arc::clone(content),
            None => {
                let content =
                    questionnaires::published_content(context.database(), version).await?;
                self.read.insert(version, Arc::clone(&content));
                content
            }
        };
        responses::read_ratings(&content, document, &mut self.ratings)?;
        let rated = content.rating_items().zip(&self.ratings);
        let bad = rated.filter(|(_, rating)| match rating {
            RatingAnswer::Level(given) => *given <= level,
            _ => false,
        });
        let named = bad.map(|(rated, _)| {
            let item = rated.item;
            (item.code.as_str().to_owned(), item.text.text.clone())
        });
        Ok(named.collect())
    }
}
