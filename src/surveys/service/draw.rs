//! Drawing a plan.

use chrono::Days;
use serde_json::json;

use super::plans::plan_named;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers::{self, FrameSource};
use crate::cycles::{self, Confidentiality};
use crate::kernel::ids::SurveyPlanId;
use crate::kernel::{Failure, Outcome, Problem};
use crate::surveys::model::{
    Constraint, Draw, DrawRecord, Exceptions, Gathering, Plan, PlanState, Shortfall, rested_since,
};
use crate::surveys::{error, store};

/// Draws a plan; of a plan that was drawn, gives the draw that was made. INFEASIBLE with one
/// problem for each constraint that the frame cannot meet.
///
/// The frame is read before the transaction, so that nobody waits for it; the transaction
/// makes sure that the plan is still the one that was drawn.
pub async fn survey_plan_draw(context: &OpContext, id: SurveyPlanId) -> Outcome<Draw> {
    context.authorize_company(Action::SurveyWrite).await?;
    let plan = plan_named(context.database(), id).await?;
    if plan.state == PlanState::Drawn {
        return made(context, id).await;
    }
    let record = gathered(context, &plan).await?;
    let transaction = context.begin().await?;
    let cycle = cycles::cycle_kept_open(&transaction, plan.cycle_id).await?;
    if !cycle.state.hears_customers() {
        // What a score stands on does not grow after the fact.
        return Err(error::cycle_is_past().at(["id"]).into());
    }
    let locked = store::lock_plan(&transaction, &Scope::company(), id).await?;
    let locked = locked.ok_or_else(|| error::no_plan().at(["id"]))?;
    if locked.state == PlanState::Drawn {
        // Somebody else was faster, with the same result.
        drop(transaction);
        return made(context, id).await;
    }
    if locked.version != plan.version {
        let conflict = Problem::version_conflict(locked.version);
        return Err(conflict.at(["id"]).into());
    }
    let after = Plan {
        state: PlanState::Drawn,
        changed_at: context.now(),
        changed_by: context.signed_in()?.account_id,
        version: locked.version + 1,
        ..locked
    };
    store::update_plan(&transaction, &after).await?;
    store::insert_draw(&transaction, &record).await?;
    let draw = record.draw;
    let described = json!({
        "seed": draw.seed,
        "frameSha256": draw.frame_sha256,
        "frameSize": draw.frame_size,
        "eligible": draw.eligible_count,
        "drawn": draw.drawn_count,
        "rules": draw.rule_set_id,
    });
    let entry = Entry::new("survey_plan.drawn", id).after(described.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "survey_plan.drawn", id, &described)
        .await?;
    transaction.commit().await?;
    Ok(draw)
}

/// The draw of a plan that was drawn.
async fn made(context: &OpContext, id: SurveyPlanId) -> Outcome<Draw> {
    let found = store::draws_of(context.database(), vec![id]).await?;
    let draw = found.into_iter().next();
    draw.ok_or_else(|| Failure::internal("a drawn plan without its draw"))
}

/// Goes through the frame of a plan and draws from it.
async fn gathered(context: &OpContext, plan: &Plan) -> Outcome<DrawRecord> {
    let database = context.database();
    let source = match plan.settings.monthly_table_id {
        None => FrameSource::Register,
        Some(table) => {
            let checked = customers::checked_table(database, table).await?;
            FrameSource::Table(checked.map_err(|problem| problem.at(["id"]))?.id)
        }
    };
    let rules = store::newest_rules(database).await?;
    let day = plan.day_of_draw(context.today());
    let exceptions = Exceptions {
        excluded: store::approved_exclusions(database, plan.id).await?,
        suspended: store::suspended_on(database, day).await?,
        resting: match plan.settings.rest_days {
            0 => Default::default(),
            rest => {
                let until = day + Days::new(u64::from(rest));
                store::drawn_between(database, plan.id, rested_since(day, rest), until).await?
            }
        },
    };
    let held = rules.as_ref().map(|set| &set.rules);
    let held = held.filter(|rules| !rules.is_empty());
    let mut gathering = Gathering::new(plan, held, exceptions);
    let mut frame = customers::frame(database, source, customers::FRAME_PAGE);
    while let Some(page) = frame.next().await? {
        for customer in &page {
            gathering.take(customer);
        }
    }
    let draw = Draw {
        plan_id: plan.id,
        seed: plan.seed.clone(),
        frame_sha256: String::new(),
        frame_size: 0,
        eligible_count: 0,
        drawn_count: 0,
        rule_set_id: rules.as_ref().map(|set| set.id),
        drawn_on: day,
        drawn_at: context.now(),
        drawn_by: context.signed_in()?.account_id,
    };
    let record = feasible(plan, gathering.finish(draw))?;
    keeps_the_promise(context, plan, &record).await?;
    Ok(record)
}

/// The record, if the plan has also days enough for its places; otherwise everything that is
/// missing.
fn feasible(plan: &Plan, record: Result<DrawRecord, Vec<Shortfall>>) -> Outcome<DrawRecord> {
    let places = match &record {
        Ok(record) => record.strata.iter().map(|stratum| stratum.places).sum(),
        Err(_) => plan.settings.sampling.size().map_or(0, u64::from),
    };
    let days = plan.pace().capacity().filter(|days| *days < places);
    let days = days.map(|found| Shortfall {
        constraint: Constraint::Days,
        wanted: places,
        found,
    });
    let short = match record {
        Ok(record) if days.is_none() => return Ok(record),
        Ok(_) => Vec::new(),
        Err(short) => short,
    };
    let problems = short.iter().chain(&days).map(error::infeasible);
    Err(Failure::Problems(problems.collect()))
}

/// Where anonymity is promised, nobody is known by the stratum, which a sheet keeps.
async fn keeps_the_promise(context: &OpContext, plan: &Plan, record: &DrawRecord) -> Outcome<()> {
    let stratified = plan.settings.sampling.by().is_some();
    if plan.settings.confidentiality != Confidentiality::Anonymous || !stratified {
        return Ok(());
    }
    let found = cycles::cycles_by_id(context, vec![plan.cycle_id]).await?;
    let least = found.first().map_or(1, |it| it.settings.scoring.min_group);
    let small = record
        .strata
        .iter()
        .filter(|stratum| (1..u64::from(least)).contains(&stratum.drawn));
    let problems: Vec<Problem> = small
        .map(|it| error::stratum_too_small(&it.value, it.drawn, least).at(["id"]))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}
