//! Completing actions.

use super::people::People;
use super::work::{Work, current_plan};
use crate::access::{Action, OpContext};
use crate::evidence::{self, Record};
use crate::kernel::ids::{EvidenceFileId, IssueActionId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Problem};
use crate::rectification::model::{ActionState, CorrectiveAction, Happening, IssueState, after};
use crate::rectification::{error, store};

/// Completes an action, by its owner or whoever plans for the department, with files that
/// show it. The first one begins the work on the issue, and with the last one its effect is
/// observed.
pub async fn action_complete(
    context: &OpContext,
    id: IssueActionId,
    result: LongText,
    files: &[EvidenceFileId],
) -> Outcome<CorrectiveAction> {
    context.authorize(Action::IssueWork).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let issue = store::issue_of_action(&transaction, id).await?;
    let issue = issue.ok_or_else(|| error::no_action().at(["id"]))?;
    let mut work = Work::open(context, &transaction, &reads, issue, "id")
        .await
        .map_err(|failure| error::about_action(failure, "id"))?;
    let plan = current_plan(&transaction, &work.issue).await?;
    let actions = plan.map(|(_, actions)| actions).unwrap_or_default();
    let found = actions.iter().find(|action| action.id == id);
    let before = found.ok_or_else(|| error::action_is_over().at(["id"]))?;
    let people = People::of(context, &transaction).await?;
    check_worker(context, &people, before, work.issue.department_id)
        .map_err(|problem| problem.at(["id"]))?;
    if !matches!(
        work.issue.state,
        IssueState::Approved | IssueState::InProgress
    ) {
        after(work.issue.state, Happening::ActionCompleted).map_err(|it| it.at(["id"]))?;
    }
    if before.state != ActionState::Pending {
        return Err(error::action_is_over().at(["id"]).into());
    }
    if work.issue.state == IssueState::Approved {
        work.happen(Happening::Started, Some(before.title.clone()), "id")?;
    } else {
        work.happen(Happening::ActionCompleted, Some(before.title.clone()), "id")?;
    }
    let mut others = actions.iter().filter(|action| action.id != id);
    if others.all(|action| action.state != ActionState::Pending) {
        work.happen(Happening::Finished, None, "id")?;
    }
    let done = CorrectiveAction {
        state: ActionState::Done,
        result: Some(result.into_string()),
        completed_at: Some(context.now()),
        completed_by: Some(context.signed_in()?.account_id),
        ..before.clone()
    };
    store::update_action(&transaction, &done).await?;
    evidence::attach(
        context,
        &transaction,
        Record::Action(id),
        files,
        &["evidenceIds"],
    )
    .await?;
    work.save("issue.action_completed").await?;
    transaction.commit().await?;
    Ok(done)
}

/// Refuses whoever neither owns the action nor plans for the department.
pub(super) fn check_worker(
    context: &OpContext,
    people: &People,
    action: &CorrectiveAction,
    department: crate::kernel::ids::DepartmentId,
) -> Result<(), Problem> {
    let account = context.signed_in().map_err(|_| error::owner_completes())?;
    let owns = account.employee_id == Some(action.owner_id);
    match owns || people.plans_for(account.account_id, department) {
        true => Ok(()),
        false => Err(error::owner_completes()),
    }
}
