//! Giving issues up.

use super::people::{Actor, People};
use super::work::{Work, current_plan};
use crate::access::{Action, OpContext};
use crate::kernel::Outcome;
use crate::kernel::ids::IssueId;
use crate::kernel::text::LongText;
use crate::rectification::model::{Happening, Issue, may_close};
use crate::rectification::store;

/// Gives an issue up, for a reason; by those above the department.
pub async fn issue_cancel(context: &OpContext, id: IssueId, reason: LongText) -> Outcome<Issue> {
    context.authorize(Action::IssueDecide).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let actor = Actor::of(context).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &reads, id, "id").await?;
    let people = People::of(context, &transaction).await?;
    let standing = people.standing(&actor, work.issue.department_id);
    may_close(&standing, &[]).map_err(|problem| problem.at(["id"]))?;
    people.note(context, &actor, standing.right(), work.issue.department_id);
    let plan = current_plan(&transaction, &work.issue).await?;
    work.happen(Happening::Cancelled, Some(reason.into_string()), "id")?;
    if let Some((plan, _)) = plan {
        store::cancel_actions(&transaction, plan.id).await?;
    }
    let issue = work.save("issue.cancelled").await?;
    transaction.commit().await?;
    Ok(issue)
}
