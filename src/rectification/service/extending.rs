//! More time for actions: asked for, and decided by somebody else.

use chrono::NaiveDate;

use super::acting::check_worker;
use super::people::{Actor, PARTS, People, Right, asker};
use super::work::{Work, current_plan};
use crate::access::{Action, OpContext, Parties};
use crate::kernel::ids::{ExtensionId, IssueActionId};
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome};
use crate::rectification::model::{
    ActionState, CorrectiveAction, Extension, ExtensionState, Happening, Ruling, may_extend,
};
use crate::rectification::{error, store};

/// A request for more time.
#[derive(Clone, Debug)]
pub struct NewExtension {
    /// For which action.
    pub action_id: IssueActionId,
    /// Until when.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: LongText,
}

/// Asks for more time for an action, by its owner or whoever plans for the department.
pub async fn extension_request(context: &OpContext, new: NewExtension) -> Outcome<Extension> {
    context.authorize(Action::IssueWork).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let issue = store::issue_of_action(&transaction, new.action_id).await?;
    let issue = issue.ok_or_else(|| error::no_action().at(["actionId"]))?;
    let mut work = Work::open(context, &transaction, &reads, issue, "actionId")
        .await
        .map_err(|failure| error::about_action(failure, "actionId"))?;
    let plan = current_plan(&transaction, &work.issue).await?;
    let actions = plan.map(|(_, actions)| actions).unwrap_or_default();
    let found = actions
        .into_iter()
        .find(|action| action.id == new.action_id);
    let action = found.ok_or_else(|| error::action_is_over().at(["actionId"]))?;
    let people = People::of(context, &transaction).await?;
    check_worker(context, &people, &action, work.issue.department_id)
        .map_err(|problem| problem.at(["actionId"]))?;
    let reason = new.reason.as_str().to_owned();
    work.happen(Happening::ExtensionRequested, Some(reason), "actionId")?;
    if action.state != ActionState::Pending {
        return Err(error::action_is_over().at(["actionId"]).into());
    }
    if new.due_on <= action.due_on {
        return Err(error::not_later().at(["dueOn"]).into());
    }
    let extension = Extension {
        id: context.id(),
        action_id: action.id,
        issue_id: issue,
        old_due_on: action.due_on,
        due_on: new.due_on,
        reason: new.reason.into_string(),
        state: ExtensionState::Pending,
        requested_at: context.now(),
        requested_by: context.signed_in()?.account_id,
        ruling: None,
    };
    store::insert_extension(&transaction, &extension).await?;
    work.save("issue.extension_requested").await?;
    transaction.commit().await?;
    Ok(extension)
}

/// Gives more time, or does not. What is given moves the issue's own day too where that
/// comes before.
pub async fn extension_decide(
    context: &OpContext,
    id: ExtensionId,
    approve: bool,
    reason: LongText,
) -> Outcome<Extension> {
    // Whoever may only ask may try, and is told why it is not for them.
    if context.scope(Action::IssueExtend).await?.is_empty() {
        context.authorize(Action::IssueWork).await?;
    } else {
        context.authorize(Action::IssueExtend).await?;
    }
    let reads = context.scope(Action::IssueRead).await?;
    let actor = Actor::of(context).await?;
    let transaction = context.begin().await?;
    let found = store::lock_extension(&transaction, id).await?;
    let before = found.ok_or_else(|| error::no_extension().at(["id"]))?;
    let mut work = Work::open(context, &transaction, &reads, before.issue_id, "id")
        .await
        .map_err(|failure| match failure {
            Failure::Problems(_) => error::no_extension().at(["id"]).into(),
            other => other,
        })?;
    let people = People::of(context, &transaction).await?;
    let standing = people.standing(&actor, work.issue.department_id);
    let plan = current_plan(&transaction, &work.issue).await?;
    let actions = plan.map(|(_, actions)| actions).unwrap_or_default();
    let action = actions.into_iter().find(|it| it.id == before.action_id);
    let named = vec![before.requested_by];
    let parties = Parties::of(context, &transaction, &PARTS, named).await?;
    let owner = action.as_ref().map(|action| action.owner_id);
    let asker = asker(
        &parties,
        &before,
        owner,
        &people.chain(work.issue.department_id),
    );
    may_extend(&standing, &asker).map_err(|problem| problem.at(["id"]))?;
    if before.state != ExtensionState::Pending {
        return Err(error::extension_is_decided(before.state).at(["id"]).into());
    }
    // What is done or given up needs no more time.
    let action = action.filter(|action| action.state == ActionState::Pending);
    let action = action.ok_or_else(|| error::action_is_over().at(["id"]))?;
    people.note(context, &actor, Right::Extend, work.issue.department_id);
    let (happening, state) = match approve {
        true => (Happening::ExtensionApproved, ExtensionState::Approved),
        false => (Happening::ExtensionRejected, ExtensionState::Rejected),
    };
    work.happen(happening, Some(reason.as_str().to_owned()), "id")?;
    let after = Extension {
        state,
        ruling: Some(Ruling {
            at: context.now(),
            by: actor.account,
            reason: reason.into_string(),
        }),
        ..before
    };
    store::update_extension(&transaction, &after).await?;
    if approve {
        let due_on = after.due_on;
        let extended = CorrectiveAction { due_on, ..action };
        store::update_action(&transaction, &extended).await?;
        work.issue.due_on = work.issue.due_on.max(after.due_on);
    }
    work.save("issue.extension_decided").await?;
    transaction.commit().await?;
    Ok(after)
}
