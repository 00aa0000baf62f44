//! Survey plans: making, changing, reading.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers;
use crate::cycles::{self, Confidentiality, Cycle};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{CycleId, QuestionnaireVersionId, SurveyPlanId};
use crate::kernel::text::Code;
use crate::kernel::{Failure, Outcome, Page, PageRequest, Parse, Problem};
use crate::org;
use crate::questionnaires::{self, QuestionnaireVersion};
use crate::surveys::model::{Plan, PlanFilter, PlanKey, PlanSettings, PlanState, TypedPlan};
use crate::surveys::{error, store};

/// Makes a plan for a cycle that is a draft or open. Where no days are given it lasts as
/// long as the cycle is open.
pub async fn survey_plan_create(
    context: &OpContext,
    cycle: &str,
    typed: TypedPlan,
) -> Outcome<Plan> {
    context.authorize_company(Action::SurveyWrite).await?;
    let mut parse = Parse::argument("input");
    let cycle_id: Option<CycleId> = parse.id("cycleId", cycle, "cycle", "考核周期");
    let cycle = match cycle_id {
        Some(id) => cycle_to_survey(context, &mut parse, id).await?,
        None => None,
    };
    let days = cycle.as_ref().map(|cycle| days_of(context, cycle));
    let settings = PlanSettings::read(&mut parse, typed, days);
    let (cycle, settings) = parse.finish(cycle.zip(settings))?;
    let account = context.signed_in()?.account_id;
    let random = hex::encode(context.platform.random.bytes::<16>());
    let plan = Plan {
        id: context.id(),
        cycle_id: cycle.id,
        seed: settings.seed.clone().unwrap_or(random),
        settings,
        state: PlanState::Draft,
        created_at: context.now(),
        created_by: account,
        changed_at: context.now(),
        changed_by: account,
        version: 1,
        running_since: None,
    };
    check_references(context, &plan.settings).await?;
    let transaction = context.begin().await?;
    store::insert_plan(&transaction, &plan).await?;
    note_survey(context, &transaction, &plan).await?;
    let entry = Entry::new("survey_plan.created", plan.id).after(describe(&plan));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(plan)
}

/// Replaces what a plan that was not drawn is set up with, if it is still at
/// `expected_version`. A seed that is left out stays.
pub async fn survey_plan_update(
    context: &OpContext,
    id: SurveyPlanId,
    typed: TypedPlan,
    expected_version: i32,
) -> Outcome<Plan> {
    context.authorize_company(Action::SurveyWrite).await?;
    let before = plan_named(context.database(), id).await?;
    let mut parse = Parse::argument("input");
    let cycles = cycles::cycles_by_id(context, vec![before.cycle_id]).await?;
    let days = cycles.first().map(|cycle| days_of(context, cycle));
    let settings = PlanSettings::read(&mut parse, typed, days);
    let settings = parse.finish(settings)?;
    check_references(context, &settings).await?;
    let transaction = context.begin().await?;
    let before = locked_draft(&transaction, id).await?;
    if before.version != expected_version {
        let conflict = Problem::version_conflict(before.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    let after = Plan {
        seed: settings.seed.clone().unwrap_or_else(|| before.seed.clone()),
        settings,
        changed_at: context.now(),
        changed_by: context.signed_in()?.account_id,
        version: before.version + 1,
        ..before.clone()
    };
    store::update_plan(&transaction, &after).await?;
    note_survey(context, &transaction, &after).await?;
    let entry = Entry::new("survey_plan.changed", id)
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Plans, the latest start first.
pub async fn survey_plans(
    context: &OpContext,
    filter: &PlanFilter,
    page: PageRequest<PlanKey>,
) -> Outcome<Page<Plan>> {
    let scope = context.authorize(Action::SurveyRead).await?;
    store::list_plans(context.database(), &scope, filter, &page).await
}

/// How many plans that list has.
pub async fn survey_plan_count(context: &OpContext, filter: &PlanFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::SurveyRead).await?;
    store::count_plans(context.database(), &scope, filter).await
}

/// The plan that people call `code`.
pub async fn survey_plan_by_code(context: &OpContext, code: &str) -> Outcome<Option<Plan>> {
    let scope = context.authorize(Action::SurveyRead).await?;
    match Code::parse(code) {
        Ok(code) => store::plan_by_code(context.database(), &scope, code.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The plans with these ids, in any order; those that may not be seen are missing.
pub async fn survey_plans_by_id(context: &OpContext, ids: Vec<SurveyPlanId>) -> Outcome<Vec<Plan>> {
    let scope = context.scope(Action::SurveyRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::plans_by_id(context.database(), &scope, ids).await
}

/// The plan that the argument `id` names, for those who may see all of them.
pub(super) async fn plan_named(handle: &impl Handle, id: SurveyPlanId) -> Outcome<Plan> {
    let found = store::plans_by_id(handle, &Scope::company(), vec![id]).await?;
    let plan = found.into_iter().next();
    Ok(plan.ok_or_else(|| error::no_plan().at(["id"]))?)
}

/// The same, kept from others until the end of the transaction, if it was not drawn yet.
async fn locked_draft(transaction: &Transaction, id: SurveyPlanId) -> Outcome<Plan> {
    let found = store::lock_plan(transaction, &Scope::company(), id).await?;
    let plan = found.ok_or_else(|| error::no_plan().at(["id"]))?;
    match plan.state {
        PlanState::Draft => Ok(plan),
        PlanState::Drawn => Err(error::drawn_already().at(["id"]).into()),
    }
}

/// The cycle, if plans can be made for it.
async fn cycle_to_survey(
    context: &OpContext,
    parse: &mut Parse,
    id: CycleId,
) -> Outcome<Option<Cycle>> {
    let found = cycles::cycles_by_id(context, vec![id]).await?;
    let cycle = found.into_iter().next().ok_or_else(error::no_cycle);
    let open = |cycle: Cycle| match cycle.state.hears_customers() {
        true => Ok(cycle),
        false => Err(error::cycle_is_past()),
    };
    Ok(parse.field("cycleId", cycle.and_then(open)))
}

/// Tells the cycle that the department is surveyed outside too.
async fn note_survey(context: &OpContext, transaction: &Transaction, plan: &Plan) -> Outcome<()> {
    let department = plan.settings.assessed_department_id;
    cycles::note_survey(context, transaction, plan.cycle_id, department).await
}

/// The days on which a cycle opens and closes where the company is.
fn days_of(context: &OpContext, cycle: &Cycle) -> (NaiveDate, NaiveDate) {
    let day = |at: DateTime<Utc>| at.with_timezone(&context.time_zone).date_naive();
    (day(cycle.settings.opens_at), day(cycle.settings.closes_at))
}

/// Whether everything that a plan names exists and can be used.
async fn check_references(context: &OpContext, settings: &PlanSettings) -> Outcome<()> {
    let mut problems = Vec::new();
    let within = |problem: Problem, path: &[&str]| problem.at(path.iter().copied());
    let department = settings.assessed_department_id;
    if org::departments_by_id(context, vec![department])
        .await?
        .is_empty()
    {
        problems.push(within(
            error::no_department(),
            &["input", "assessedDepartmentId"],
        ));
    }
    let asked = settings.questionnaire_version_id;
    let asked = published(context, asked).await?;
    match &asked {
        Err(problem) => {
            problems.push(within(
                problem.clone(),
                &["input", "questionnaireVersionId"],
            ));
        }
        Ok(version) => {
            if let Some(follow_up) = &settings.follow_up {
                let (item, level) = (follow_up.item.as_str(), follow_up.at_or_below);
                problems.extend(check_item(version, item, level));
            }
        }
    }
    if let Some(follow_up) = &settings.follow_up
        && let Err(problem) = published(context, follow_up.questionnaire_version_id).await?
    {
        let path = ["input", "followUp", "questionnaireVersionId"];
        problems.push(within(problem, &path));
    }
    if let Some(table) = settings.monthly_table_id
        && customers::customer_tables_by_id(context, vec![table])
            .await?
            .is_empty()
    {
        problems.push(within(error::no_table(), &["input", "monthlyTableId"]));
    }
    if settings.follow_up.is_some() && settings.confidentiality == Confidentiality::Anonymous {
        let path = ["input", "followUp"];
        problems.push(within(error::follow_up_against_anonymity(), &path));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Problems(problems))
    }
}

type Version = std::sync::Arc<QuestionnaireVersion>;

/// The version, if it can be asked.
async fn published(
    context: &OpContext,
    id: QuestionnaireVersionId,
) -> Outcome<Result<Version, Problem>> {
    let found = questionnaires::versions_named(context, vec![id]).await?;
    let version = found.into_iter().next().ok_or_else(error::no_version);
    Ok(version.and_then(|version| match version.published() {
        Some(_) => Ok(version),
        None => Err(error::version_unpublished()),
    }))
}

/// What is wrong with the item that decides about a follow-up.
fn check_item(version: &QuestionnaireVersion, item: &str, level: i32) -> Option<Problem> {
    let mut ratings = version.published()?.rating_items();
    let Some(rating) = ratings.find(|rating| rating.item.code.as_str() == item) else {
        return Some(error::no_such_rating(item).at(["input", "followUp", "item"]));
    };
    let levels = rating.scale.range();
    let beyond = error::level_out_of_scale(*levels.start(), *levels.end());
    let path = ["input", "followUp", "atOrBelow"];
    (!levels.contains(&level)).then(|| beyond.at(path))
}

fn describe(plan: &Plan) -> Value {
    let settings = &plan.settings;
    json!({
        "code": settings.code,
        "name": settings.name.as_str(),
        "cycle": plan.cycle_id,
        "questionnaireVersion": settings.questionnaire_version_id,
        "assessedDepartment": settings.assessed_department_id,
        "channel": settings.channel,
        "confidentiality": settings.confidentiality,
        "frame": settings.frame,
        "sampling": settings.sampling,
        "quotas": settings.quotas,
        "seed": plan.seed,
        "reserve": settings.reserve,
        "startsOn": settings.starts_on,
        "endsOn": settings.ends_on,
        "dailyFrom": settings.window.from,
        "dailyUntil": settings.window.until,
        "dailyQuota": settings.daily_quota,
        "validitySeconds": settings.validity_seconds,
        "repeat": settings.may_repeat,
        "restDays": settings.rest_days,
        "followUp": settings.follow_up,
        "monthlyTable": settings.monthly_table_id,
    })
}
