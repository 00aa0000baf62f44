//! Evidence files of issues and actions. They may come as long as the issue is open; what is
//! closed stays as it was judged.

use super::acting::check_worker;
use super::people::People;
use crate::access::{Action, OpContext};
use crate::evidence::{self, Record};
use crate::kernel::Outcome;
use crate::kernel::ids::{EvidenceFileId, IssueActionId, IssueId};
use crate::rectification::model::{ActionState, Issue, possible};
use crate::rectification::{error, store};

/// Adds files to an issue: whoever may open one about its department.
pub async fn issue_attach(
    context: &OpContext,
    id: IssueId,
    files: &[EvidenceFileId],
) -> Outcome<()> {
    let scope = context.authorize(Action::IssueCreate).await?;
    let transaction = context.begin().await?;
    let issue = store::lock_issue(&transaction, &scope, id).await?;
    let issue = issue.ok_or_else(|| error::no_issue().at(["subjectId"]))?;
    check_open(&issue)?;
    evidence::add(context, &transaction, Record::Issue(id), files).await?;
    transaction.commit().await
}

/// Adds files to an action: its owner, or whoever plans for the department.
pub async fn action_attach(
    context: &OpContext,
    id: IssueActionId,
    files: &[EvidenceFileId],
) -> Outcome<()> {
    context.authorize(Action::IssueWork).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let unknown = || error::no_action().at(["subjectId"]);
    let found = store::actions_by_id(&transaction, vec![id]).await?;
    let action = found.into_iter().next().ok_or_else(unknown)?;
    let issue = store::lock_issue(&transaction, &reads, action.issue_id).await?;
    let issue = issue.ok_or_else(unknown)?;
    let people = People::of(context, &transaction).await?;
    check_worker(context, &people, &action, issue.department_id)
        .map_err(|problem| problem.at(["subjectId"]))?;
    check_open(&issue)?;
    if action.state == ActionState::Cancelled {
        return Err(error::action_is_over().at(["subjectId"]).into());
    }
    evidence::add(context, &transaction, Record::Action(id), files).await?;
    transaction.commit().await
}

/// Those of the actions whose issue the actor may see.
pub async fn seen_actions(
    context: &OpContext,
    ids: Vec<IssueActionId>,
) -> Outcome<Vec<IssueActionId>> {
    let actions = store::actions_by_id(context.database(), ids).await?;
    let issues = actions.iter().map(|action| action.issue_id).collect();
    let seen = super::issues_by_id(context, issues).await?;
    let is_seen = |issue: IssueId| seen.iter().any(|it| it.id == issue);
    let actions = actions.into_iter().filter(|it| is_seen(it.issue_id));
    Ok(actions.map(|action| action.id).collect())
}

fn check_open(issue: &Issue) -> Outcome<()> {
    match issue.state.is_open() {
        true => Ok(()),
        false => {
            let problem = error::not_in_state(issue.state, &possible(issue.state));
            Err(problem.at(["subjectId"]).into())
        }
    }
}
