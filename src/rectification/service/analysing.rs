//! Finding out why something went wrong, and whether it has come back.

use super::people::{Actor, People, Right};
use super::systemic::propose;
use super::work::Work;
use crate::access::{Action, OpContext, Scope};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{DepartmentId, IssueId};
use crate::org;
use crate::rectification::model::{Happening, Issue, IssueState, NewAnalysis, raised};
use crate::rectification::{error, store};

/// How many of the same cause are looked through for the last one.
const MOST_ALIKE: u64 = 1_000;

/// Writes down why an issue came about, for the department that puts it right. Of the same
/// cause and about the same as a closed one of that department, it has come back: it names
/// that one, and becomes more severe. Where another department is responsible, the issue
/// becomes that one's.
pub async fn issue_analyse(
    context: &OpContext,
    id: IssueId,
    new: NewAnalysis,
    expected_version: Option<i32>,
) -> Outcome<Issue> {
    context.authorize(Action::IssuePlan).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &reads, id, "id").await?;
    check_planner(context, &transaction, &work.issue, "id").await?;
    check_version(&work.issue, expected_version)?;
    let moved = hand_on(&transaction, &mut work.issue, new.responsible).await?;
    work.happen(Happening::Analysed, moved, "id")?;
    work.issue.analysis = Some(new.analysis);
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
    let actor = Actor::of(context).await?;
    if !people.plans_for(actor.account, issue.department_id) {
        return Err(error::department_plans().at([field]).into());
    }
    people.note(context, &actor, Right::Plan, issue.department_id);
    Ok(())
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

/// Makes the issue that of the responsible department; from where to where, if it moved.
async fn hand_on(
    transaction: &Transaction,
    issue: &mut Issue,
    responsible: Option<DepartmentId>,
) -> Outcome<Option<String>> {
    let Some(to) = responsible.filter(|to| *to != issue.department_id) else {
        return Ok(None);
    };
    let known = org::known_departments(transaction, vec![issue.department_id, to]).await?;
    let code = |id: DepartmentId| known.iter().find(|it| it.id == id).map(|it| &it.code);
    let Some(target) = code(to) else {
        let unknown = error::no_department().at(["input", "responsibleDepartmentId"]);
        return Err(unknown.into());
    };
    let from = code(issue.department_id).map(ToString::to_string);
    let moved = format!("{} → {target}", from.unwrap_or_default());
    issue.department_id = to;
    Ok(Some(moved))
}

/// Names the closed issue that has come back with this one, by the cause as it is written
/// down now; another cause takes the name back, and the severity that came with it.
async fn link(transaction: &Transaction, work: &mut Work<'_>) -> Outcome<()> {
    let like = std::slice::from_ref(&work.issue);
    let alike = store::issues_like(transaction, &Scope::company(), like, MOST_ALIKE).await?;
    let last = alike.iter().find(|it| {
        it.state == IssueState::Closed
            && it.department_id == work.issue.department_id
            && it.id < work.issue.id
    });
    if work.issue.recurrence_of == last.map(|last| last.id) {
        return Ok(());
    }
    work.issue.recurrence_of = None;
    if let Some(before) = work.issue.severity_before.take() {
        work.issue.severity = before;
    }
    if let Some(last) = last {
        work.issue.recurrence_of = Some(last.id);
        work.issue.severity_before = Some(work.issue.severity);
        work.issue.severity = raised(work.issue.severity);
        work.happen(Happening::Recurred, Some(last.number.to_string()), "id")?;
    }
    Ok(())
}
