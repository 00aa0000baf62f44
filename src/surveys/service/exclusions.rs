//! Leaving a contact out of one batch and stage: asking, deciding, reading.

use serde_json::{Value, json};

use super::plans::plan_named;
use super::requests::{Decider, PARTS};
use crate::access::{Action, OpContext, Parties};
use crate::audit::Entry;
use crate::customers;
use crate::cycles;
use crate::database::Transaction;
use crate::evidence::{self, Record};
use crate::kernel::ids::{EvidenceFileId, ExclusionId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::surveys::model::{
    Exclusion, NewExclusion, Plan, RequestFilter, RequestKey, RequestState,
};
use crate::surveys::{error, store};

/// Where the files stand that a request is made with.
const FILES: [&str; 2] = ["input", "evidenceIds"];

/// Asks to leave a contact out, for the department that the plan assesses, with files that
/// show why.
pub async fn exclusion_request(
    context: &OpContext,
    new: NewExclusion,
    files: &[EvidenceFileId],
) -> Outcome<Exclusion> {
    let scope = context.authorize(Action::SurveyExceptionAsk).await?;
    let transaction = context.begin().await?;
    let plan = store::lock_plan(&transaction, &scope, new.plan_id).await?;
    let plan = plan.ok_or_else(|| error::no_plan().at(["input", "planId"]))?;
    let mut problems = evidence::problems_of(context, &transaction, files, &FILES).await?;
    if plan.is_over(context.today()) {
        let over = error::batch_is_over(plan.settings.ends_on);
        problems.push(over.at(["input", "planId"]));
    } else if !still_asked(&transaction, &plan).await? {
        problems.push(error::answers_are_in().at(["input", "planId"]));
    }
    if customers::contacts_to_reach(&transaction, vec![new.contact_id])
        .await?
        .is_empty()
    {
        problems.push(error::no_contact().at(["input", "contactId"]));
    }
    if let Some(set) = store::newest_rules(&transaction).await?
        && set.rules.has_stages()
        && !set.rules.has_stage(&new.stage)
    {
        problems.push(error::no_stage().at(["input", "stage"]));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let exclusion = Exclusion {
        id: context.id(),
        plan_id: plan.id,
        contact_id: new.contact_id,
        stage: new.stage,
        department_id: plan.settings.assessed_department_id,
        ground: new.ground,
        note: new.note,
        state: RequestState::Pending,
        requested_by: context.signed_in()?.account_id,
        requested_at: context.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    };
    store::insert_exclusion(&transaction, &exclusion).await?;
    let record = Record::Exclusion(exclusion.id);
    evidence::attach(context, &transaction, record, files, &FILES).await?;
    let described = describe(&exclusion);
    let entry = Entry::new("exclusion.requested", exclusion.id).after(described.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(
            &transaction,
            "exclusion.requested",
            exclusion.id,
            &described,
        )
        .await?;
    transaction.commit().await?;
    Ok(exclusion)
}

/// Decides about a request of a department below; never of the own, never about the own.
pub async fn exclusion_decide(
    context: &OpContext,
    id: ExclusionId,
    approve: bool,
    reason: LongText,
) -> Outcome<Exclusion> {
    let decider = Decider::of(context).await?;
    let transaction = context.begin().await?;
    let found = store::lock_exclusion(&transaction, &decider.sees, id, context.today()).await?;
    let before = found.ok_or_else(|| error::no_request().at(["id"]))?;
    let named = vec![before.requested_by];
    let parties = Parties::of(context, &transaction, &PARTS, named).await?;
    let asked = (before.requested_by, before.requested_at);
    decider.check(asked, before.department_id, before.state, &parties)?;
    if approve {
        let plan = plan_named(&transaction, before.plan_id).await?;
        if !still_asked(&transaction, &plan).await? {
            return Err(error::answers_are_in().at(["id"]).into());
        }
    }
    let after = Exclusion {
        state: match approve {
            true => RequestState::Approved,
            false => RequestState::Rejected,
        },
        decided_by: Some(decider.account),
        decided_at: Some(context.now()),
        decision_reason: Some(reason.into_string()),
        ..before.clone()
    };
    store::update_exclusion(&transaction, &after).await?;
    let described = describe(&after);
    let entry = Entry::new("exclusion.decided", id)
        .before(describe(&before))
        .after(described.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "exclusion.decided", id, &described)
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Whether the cycle of the plan takes answers, and goes on doing so until the end of the
/// transaction. Later nobody is left out any more: it would change, after the fact, what
/// scores stand on.
async fn still_asked(transaction: &Transaction, plan: &Plan) -> Outcome<bool> {
    let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
    Ok(cycle.state.hears_customers())
}

/// Adds files to a request that nobody has decided yet; whoever asked.
pub async fn exclusion_attach(
    context: &OpContext,
    id: ExclusionId,
    files: &[EvidenceFileId],
) -> Outcome<()> {
    context.authorize(Action::SurveyExceptionAsk).await?;
    let scope = context.scope(Action::SurveyExceptionRead).await?;
    let transaction = context.begin().await?;
    let found = store::lock_exclusion(&transaction, &scope, id, context.today()).await?;
    let exclusion = found.ok_or_else(|| error::no_request().at(["subjectId"]))?;
    if exclusion.requested_by != context.signed_in()?.account_id {
        return Err(error::asker_attaches().at(["subjectId"]).into());
    }
    if exclusion.state != RequestState::Pending {
        return Err(error::not_pending(exclusion.state).at(["subjectId"]).into());
    }
    evidence::add(context, &transaction, Record::Exclusion(id), files).await?;
    transaction.commit().await
}

/// Requests, the latest first.
pub async fn exclusions(
    context: &OpContext,
    filter: &RequestFilter,
    page: PageRequest<RequestKey<ExclusionId>>,
) -> Outcome<Page<Exclusion>> {
    let scope = context.authorize(Action::SurveyExceptionRead).await?;
    store::list_exclusions(context.database(), &scope, filter, context.today(), &page).await
}

/// How many requests that list has.
pub async fn exclusion_count(context: &OpContext, filter: &RequestFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::SurveyExceptionRead).await?;
    store::count_exclusions(context.database(), &scope, filter, context.today()).await
}

/// The requests with these ids, in any order; those that may not be seen are missing.
pub async fn exclusions_by_id(
    context: &OpContext,
    ids: Vec<ExclusionId>,
) -> Outcome<Vec<Exclusion>> {
    let scope = context.scope(Action::SurveyExceptionRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::exclusions_by_id(context.database(), &scope, ids, context.today()).await
}

/// What the trail keeps: the note is about a person and stays out of it.
fn describe(exclusion: &Exclusion) -> Value {
    json!({
        "plan": exclusion.plan_id,
        "contact": exclusion.contact_id,
        "stage": exclusion.stage,
        "department": exclusion.department_id,
        "ground": exclusion.ground,
        "state": exclusion.state,
        "decisionReason": exclusion.decision_reason,
    })
}
