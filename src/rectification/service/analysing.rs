//! Finding out why something went wrong, and whether it has come back.

use super::people::People;
use super::systemic::propose;
use super::work::Work;
use crate::access::{Action, OpContext, Scope};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::IssueId;
use crate::rectification::model::{Analysis, Happening, Issue, IssueState, raised};
use crate::rectification::{error, store};

/// How many of the same cause are looked through for the last one.
const MOST_ALIKE: u64 = 1_000;

/// Writes down why an issue came about, for the department that puts it right. Of the same
/// cause and about the same as a closed one of that department, it has come back: it names
/// that one, and becomes more severe.
pub async fn issue_analyse(
    context: &OpContext,
    id: IssueId,
    analysis: Analysis,
    expected_version: Option<i32>,
) -> Outcome<Issue> {
    context.authorize(Action::IssuePlan).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &reads, id, "id").await?;
    check_planner(context, &transaction, &work.issue, "id").await?;
    check_version(&work.issue, expected_version)?;
    work.happen(Happening::Analysed, None, "id")?;
    work.issue.analysis = Some(analysis);
    link(&transaction, &mut work).await?;
    let issue = work.save("issue.analysed").await?;
    propose(context, &transaction, &issue).await?;
    transaction.commit().await?;
    Ok(issue)
}

/// Refuses whoever does not plan for the department.
pub(super) async fn check_planner(
    context: &OpContext,
    transaction: &Transaction,
    issue: &Issue,
    field: &str,
) -> Outcome<()> {
    let people = People::of(context, transaction).await?;
    let account = context.signed_in()?.account_id;
    match people.plans_for(account, issue.department_id) {
        true => Ok(()),
        false => Err(error::department_plans().at([field]).into()),
    }
}

/// Refuses to write over what somebody else has changed.
pub(super) fn check_version(issue: &Issue, expected: Option<i32>) -> Outcome<()> {
    match expected {
        Some(expected) if expected != issue.version => {
            let conflict = crate::kernel::Problem::version_conflict(issue.version);
            Err(conflict.at(["expectedVersion"]).into())
        }
        _ => Ok(()),
    }
}

async fn link(transaction: &Transaction, work: &mut Work<'_>) -> Outcome<()> {
    if work.issue.recurrence_of.is_some() {
        return Ok(());
    }
    let like = std::slice::from_ref(&work.issue);
    let alike = store::issues_like(transaction, &Scope::company(), like, MOST_ALIKE).await?;
    let last = alike.iter().find(|it| {
        it.state == IssueState::Closed
            && it.department_id == work.issue.department_id
            && it.id < work.issue.id
    });
    if let Some(last) = last {
        work.issue.recurrence_of = Some(last.id);
        work.issue.severity = raised(work.issue.severity);
        work.happen(Happening::Recurred, Some(last.number.to_string()), "id")?;
    }
    Ok(())
}
