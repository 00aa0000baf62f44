//! Computes the scores of a cycle from its stored inputs. Writes nothing.

use std::collections::{BTreeMap, HashMap};
use std::pin::pin;
use std::sync::Arc;

use futures_util::TryStreamExt as _;

use super::outside::Outside;
use crate::access::OpContext;
use crate::cycles::{self, Cycle, Frozen, FrozenPair};
use crate::engine::{
    AssessedDepartment, Assessor, CycleScoring, DepartmentScore, Mark, Questionnaire,
    QuestionnaireReference, ScoringError, Sheet, SheetContent, SheetFacts, SideWeights,
    SurveyedPlan, ranks,
};
use crate::invitations::{self, SurveySheet};
use crate::kernel::ids::{DepartmentId, PairId, QuestionnaireVersionId, SurveyPlanId};
use crate::kernel::{Failure, Outcome};
use crate::questionnaires::{self, PublishedContent, QuestionnaireVersion};
use crate::responses::{self, CountedSheet, instrument, policy};
use crate::scoring::model::{
    AssessorShare, Details, DimensionIndex, ExactIndex, Group, Headline, NewScore, Promise, Score,
    Target, WITHOUT_INDEX, published,
};
use crate::surveys::Plan;

/// The questionnaires of a cycle, by the id of their version.
type Versions = HashMap<QuestionnaireVersionId, Asked>;

struct Asked {
    version: Arc<QuestionnaireVersion>,
    content: Arc<PublishedContent>,
    reference: QuestionnaireReference,
}

/// The scores of the cycle, by department code, as the first revision. One pass over
/// the answers; memory grows with departments, not with answers.
pub(super) async fn compute(context: &OpContext, cycle: &Cycle) -> Outcome<Vec<NewScore>> {
    let frozen = cycles::frozen(context.database(), cycle).await?;
    let outside = Outside::of(context, cycle).await?;
    let versions = versions(context, &frozen, &outside).await?;
    let codes: HashMap<DepartmentId, &str> = frozen
        .departments
        .iter()
        .map(|department| (department.id, department.code.as_str()))
        .collect();
    let code = |id: DepartmentId| codes.get(&id).copied().unwrap_or_default();
    let mut scoring = engine(&frozen, &outside, &versions, code)?;
    let pairs: HashMap<PairId, &FrozenPair> =
        frozen.pairs.iter().map(|pair| (pair.id, pair)).collect();
    let mut ratings = Vec::new();
    let mut sheets = pin!(responses::stream_sheets(context.database(), cycle).await?);
    while let Some(CountedSheet { pair_id, document }) = sheets.try_next().await? {
        let pair = pairs
            .get(&pair_id)
            .ok_or_else(|| Failure::internal("an answer sheet outside the matrix"))?;
        let asked = asked(&versions, pair.questionnaire_version)?;
        responses::read_ratings(&asked.content, &document, &mut ratings).map_err(|_| {
            let (assessed, assessing) = (code(pair.assessed), code(pair.assessing));
            Failure::internal(format!(
                "a damaged answer sheet of {assessing} about {assessed}"
            ))
        })?;
        let sheet = Sheet {
            marks: ratings.iter().map(Mark::from).collect(),
            content: SheetContent::Text(document),
            facts: SheetFacts::default(),
        };
        scoring
            .record(code(pair.assessed), code(pair.assessing), &sheet)
            .map_err(|error| broken(&error))?;
    }
    record_customers(context, &outside, &versions, &mut scoring, code).await?;
    let ids: HashMap<&str, DepartmentId> = frozen
        .departments
        .iter()
        .map(|department| (department.code.as_str(), department.id))
        .collect();
    let inputs = Inputs {
        frozen: &frozen,
        outside: &outside,
        versions: &versions,
    };
    let scores = scoring
        .finish()
        .into_iter()
        .map(|score| new_score(context, cycle, &inputs, &ids, &score))
        .collect::<Outcome<Vec<_>>>()?;
    ranked_without_the_withheld(scores)
}

/// A withheld index takes no place: a gap in the ranks of the others would tell between
/// which two it lies.
fn ranked_without_the_withheld(mut scores: Vec<NewScore>) -> Outcome<Vec<NewScore>> {
    if !scores.iter().any(|new| new.score.withheld) {
        return Ok(scores);
    }
    let shown = scores.iter().map(|new| {
        let index = new.index.as_ref().filter(|_| !new.score.withheld);
        index.map(|index| index.exact.clone())
    });
    let ranks = ranks(&shown.collect::<Vec<_>>());
    for (new, rank) in scores.iter_mut().zip(ranks) {
        new.score.headline.rank = rank.map(count).transpose()?;
    }
    Ok(scores)
}

/// What scores are made of besides the sheets.
struct Inputs<'a> {
    frozen: &'a Frozen,
    outside: &'a Outside,
    versions: &'a Versions,
}

/// Takes the sheets of the customers, plan by plan.
async fn record_customers<'a>(
    context: &OpContext,
    outside: &Outside,
    versions: &Versions,
    scoring: &mut CycleScoring,
    code: impl Fn(DepartmentId) -> &'a str,
) -> Outcome<()> {
    let database = context.database();
    let plans: Vec<Plan> = outside.plans.iter().map(|(plan, _)| plan.clone()).collect();
    let by_id: HashMap<SurveyPlanId, &Plan> = plans.iter().map(|plan| (plan.id, plan)).collect();
    let excluded = invitations::excluded_from(database, &plans).await?;
    let mut ratings = Vec::new();
    let mut sheets = pin!(invitations::stream_survey_sheets(database, &plans, &excluded).await?);
    while let Some(sheet) = sheets.try_next().await? {
        let SurveySheet {
            plan_id,
            stratum,
            left_out,
            document,
            ..
        } = sheet;
        let plan = by_id.get(&plan_id);
        let plan = plan.ok_or_else(|| Failure::internal("a sheet without its plan"))?;
        let asked = asked(versions, plan.settings.questionnaire_version_id)?;
        let plan_code = plan.settings.code.as_str();
        responses::read_ratings(&asked.content, &document, &mut ratings)
            .map_err(|_| Failure::internal(format!("a damaged answer sheet of {plan_code}")))?;
        let sheet = Sheet {
            marks: ratings.iter().map(Mark::from).collect(),
            content: SheetContent::Text(document),
            facts: SheetFacts {
                exclusion: left_out,
                ..SheetFacts::default()
            },
        };
        let assessed = code(plan.settings.assessed_department_id);
        scoring
            .record_of_customer(assessed, plan_code, &stratum, &sheet)
            .map_err(|error| broken(&error))?;
    }
    Ok(())
}

async fn versions(context: &OpContext, frozen: &Frozen, outside: &Outside) -> Outcome<Versions> {
    let inside = frozen.pairs.iter().map(|pair| pair.questionnaire_version);
    let plans = outside.plans.iter();
    let plans = plans.map(|(plan, _)| plan.settings.questionnaire_version_id);
    let mut wanted: Vec<_> = inside.chain(plans).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let found = questionnaires::versions_named(context, wanted).await?;
    let names = found
        .iter()
        .map(|version| version.head.questionnaire_id)
        .collect();
    let names = questionnaires::questionnaires_by_id(context, names).await?;
    found
        .into_iter()
        .map(|version| {
            let questionnaire = names
                .iter()
                .find(|named| named.id == version.head.questionnaire_id);
            let content = version.published().map(Arc::clone);
            let (Some(questionnaire), Some(content)) = (questionnaire, content) else {
                return Err(Failure::internal(
                    "a cycle asks a questionnaire that is not published",
                ));
            };
            let number = u32::try_from(version.head.number).map_err(Failure::internal)?;
            let reference = QuestionnaireReference {
                code: questionnaire.code.clone(),
                version: number,
            };
            Ok((
                version.head.id,
                Asked {
                    version,
                    content,
                    reference,
                },
            ))
        })
        .collect()
}

fn engine<'a>(
    frozen: &Frozen,
    outside: &Outside,
    versions: &Versions,
    code: impl Fn(DepartmentId) -> &'a str,
) -> Outcome<CycleScoring> {
    let questionnaires = versions
        .values()
        .map(|asked| {
            Ok(Questionnaire {
                reference: asked.reference.clone(),
                content_hash: asked.version.sha256.clone(),
                instrument: instrument(&asked.content)?,
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    let mut assessed: BTreeMap<&str, Vec<Assessor>> = BTreeMap::new();
    for pair in &frozen.pairs {
        assessed
            .entry(code(pair.assessed))
            .or_default()
            .push(Assessor {
                code: code(pair.assessing).to_owned(),
                weight: pair.weight.clone(),
                assigned: pair.assigned,
                questionnaire: asked(versions, pair.questionnaire_version)?
                    .reference
                    .clone(),
            });
    }
    let mut plans: BTreeMap<&str, Vec<SurveyedPlan>> = BTreeMap::new();
    for (plan, figures) in &outside.plans {
        let department = code(plan.settings.assessed_department_id);
        let asked = asked(versions, plan.settings.questionnaire_version_id)?;
        assessed.entry(department).or_default();
        plans.entry(department).or_default().push(SurveyedPlan {
            questionnaire: asked.reference.clone(),
            ..figures.clone()
        });
    }
    let weights: HashMap<&str, SideWeights> = outside
        .weights
        .iter()
        .map(|(department, weights)| (code(*department), weights.clone()))
        .collect();
    let departments = assessed
        .into_iter()
        .map(|(code, assessors)| AssessedDepartment {
            code: code.to_owned(),
            side_weights: weights.get(code).cloned(),
            assessors,
            plans: plans.remove(code).unwrap_or_default(),
        });
    CycleScoring::new(
        policy(&frozen.policy.settings)?,
        questionnaires,
        departments.collect(),
    )
    .map_err(|error| broken(&error))
}

fn asked(versions: &Versions, id: QuestionnaireVersionId) -> Outcome<&Asked> {
    versions
        .get(&id)
        .ok_or_else(|| Failure::internal("a questionnaire version that is not there"))
}

fn new_score(
    context: &OpContext,
    cycle: &Cycle,
    inputs: &Inputs<'_>,
    ids: &HashMap<&str, DepartmentId>,
    score: &DepartmentScore,
) -> Outcome<NewScore> {
    let frozen = inputs.frozen;
    let id_of = |code: &str| {
        ids.get(code)
            .copied()
            .ok_or_else(|| Failure::internal("a department that is not there"))
    };
    let department_id = id_of(&score.department)?;
    let settings = &frozen.policy.settings;
    let index = score.index.clone().map(ExactIndex::from);
    let headline = Headline {
        index: index.as_ref().map(|index| index.published.clone()),
        index_order: score
            .index
            .as_ref()
            .map_or(WITHOUT_INDEX, |index| index.ordering_key()),
        rank: score.rank.map(count).transpose()?,
        satisfaction_rate: score.satisfaction_rate.as_ref().map(published),
        coverage: published(&score.coverage),
        provisional: score.provisional,
        target: settings.target.clone().map(|value| Target {
            value,
            met: score.target_met,
        }),
        assigned: count(score.counts.assigned)?,
        responded: count(score.counts.responded())?,
        valid: Some(count(score.counts.valid)?),
        invalid: Some(count(score.counts.invalid_in_all())?),
    };
    let assessors = score.assessors.iter().map(|assessor| {
        Ok(AssessorShare {
            department_id: id_of(&assessor.code)?,
            weight: assessor.weight.clone(),
            index: assessor.index.clone().map(ExactIndex::from),
            assigned: count(assessor.counts.assigned)?,
            valid: Some(count(assessor.counts.valid)?),
            invalid: Some(count(assessor.counts.invalid_in_all())?),
        })
    });
    let assessors = assessors.collect::<Outcome<Vec<_>>>()?;
    let groups: Vec<Group> = assessors.iter().map(AssessorShare::group).collect();
    let complete = score
        .items
        .iter()
        .all(|item| item.levels.answered() + item.imputed == score.counts.valid);
    Ok(NewScore {
        score: Score {
            id: context.id(),
            cycle_id: cycle.id,
            department_id,
            revision: 1,
            reason: None,
            headline,
            withheld: Promise::of(cycle).withholds(&groups),
            complete,
            policy_number: frozen.policy.number,
            inputs_sha256: score.passport.inputs_digest.clone(),
            computed_at: context.now(),
            published_at: None,
            superseded_at: None,
        },
        index,
        target_measure: settings.target_measure.as_str(),
        assessors,
        dimensions: dimensions(inputs, department_id, score, complete),
        details: details(inputs, department_id, score),
    })
}

/// The dimensions in the order of the questionnaire, with the names it gives them. Where only
/// customers were asked, of what they were asked first; and where they were promised that
/// nobody learns who said what, only if every sheet was asked every item: the difference to
/// the index would speak for the others alone.
fn dimensions(
    inputs: &Inputs<'_>,
    department: DepartmentId,
    score: &DepartmentScore,
    complete: bool,
) -> Vec<DimensionIndex> {
    let mut pairs = inputs.frozen.pairs.iter();
    let pair = pairs.find(|pair| pair.assessed == department);
    let inside = pair.map(|pair| pair.questionnaire_version);
    let outside = inputs.outside.asked_about(department, complete);
    let content = inside
        .or(outside)
        .and_then(|version| inputs.versions.get(&version))
        .map(|asked| asked.content.content());
    let Some(content) = content else {
        return Vec::new();
    };
    let figures = |code: &str| {
        score
            .dimensions
            .iter()
            .find(|dimension| dimension.code == code)
    };
    let rated = content
        .dimensions
        .iter()
        .filter(|dimension| dimension.is_rated());
    rated
        .map(|dimension| DimensionIndex {
            code: dimension.code.as_str().to_owned(),
            name: dimension.name.text.clone(),
            weight: dimension.weight.clone(),
            index: figures(dimension.code.as_str())
                .and_then(|figures| figures.index.clone())
                .map(ExactIndex::from),
        })
        .collect()
}

fn details(inputs: &Inputs<'_>, department: DepartmentId, score: &DepartmentScore) -> Details {
    let mut details = Details::of(score);
    if let Some(external) = &mut details.external {
        external.promised = inputs.outside.promises_more(department);
    }
    details
}

fn count(number: u64) -> Outcome<i32> {
    i32::try_from(number).map_err(Failure::internal)
}

fn broken(error: &ScoringError) -> Failure {
    Failure::internal(format!(
        "the engine refused the inputs of a cycle: {error:?}"
    ))
}
