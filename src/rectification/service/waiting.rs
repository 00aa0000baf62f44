//! What of rectification waits for the actor's decision.

use std::collections::HashMap;

use super::measuring::{data_are_missing, window_end};
use super::viewer::Viewer;
use crate::access::{Action, OpContext};
use crate::kernel::ids::IssueId;
use crate::kernel::{Bilingual, Outcome, Waiting, WaitingKind};
use crate::rectification::model::{Extension, Issue, IssueState, Measure, Step};
use crate::rectification::store;

/// The plans that the actor may decide about now.
pub async fn plans_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some((issues, viewer)) = decidable(context, IssueState::Planned).await? else {
        return Ok(Vec::new());
    };
    let waiting = issues.iter().filter_map(|issue| {
        let plan = viewer.plan(issue)?;
        viewer.can(Step::DecidePlan, issue).then(|| Waiting {
            requested_by: Some(plan.submitted_by),
            since: viewer.endorsed_at(plan).unwrap_or(plan.submitted_at),
            due_on: Some(issue.due_on),
            ..about(issue, WaitingKind::Plan)
        })
    });
    Ok(waiting.collect())
}

/// The requests for more time that the actor may decide about now.
pub async fn extensions_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    if context.scope(Action::IssueExtend).await?.is_empty() {
        return Ok(Vec::new());
    }
    let database = context.database();
    let asked = store::pending_extensions(database).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let ids = asked.iter().map(|extension| extension.issue_id).collect();
    let issues = store::issues_by_id(database, &reads, ids).await?;
    if issues.is_empty() {
        return Ok(Vec::new());
    }
    let viewer = Viewer::of(context, &issues).await?;
    let issues: HashMap<IssueId, &Issue> = issues.iter().map(|issue| (issue.id, issue)).collect();
    let waiting = asked.iter().filter_map(|extension: &Extension| {
        let issue = *issues.get(&extension.issue_id)?;
        let action = viewer.action(extension.action_id)?;
        let what = format!("{} {}", issue.number, action.title);
        viewer.extends(issue, extension).then(|| Waiting {
            subject_id: extension.id.to_string(),
            what: Bilingual::new(
                format!("{what}: until {}", extension.due_on),
                format!("{what}：延至 {}", extension.due_on),
            ),
            requested_by: Some(extension.requested_by),
            since: extension.requested_at,
            due_on: Some(extension.old_due_on),
            ..about(issue, WaitingKind::Extension)
        })
    });
    Ok(waiting.collect())
}

/// The issues of which the actor may find now whether their plan worked: the observation has
/// ended, and data do not tell.
pub async fn verifications_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some((issues, viewer)) = decidable(context, IssueState::Verifying).await? else {
        return Ok(Vec::new());
    };
    let now = context.now();
    let mut ended = Vec::new();
    for issue in &issues {
        let Some(plan) = viewer.plan(issue) else {
            continue;
        };
        let end = window_end(context, issue, &plan.measure)?;
        if end <= now && viewer.can(Step::Verify, issue) {
            ended.push((issue, &plan.measure, end));
        }
    }
    let measured: Vec<(&Issue, &Measure)> = ended
        .iter()
        .map(|(issue, measure, _)| (*issue, *measure))
        .collect();
    let missing = data_are_missing(context, context.database(), &measured).await?;
    let waiting = ended
        .into_iter()
        .zip(missing)
        .filter(|(_, missing)| *missing);
    let entry = |((issue, _, end), _)| Waiting {
        since: end,
        ..about(issue, WaitingKind::Verification)
    };
    Ok(waiting.map(entry).collect())
}

/// The issues that stand so and that the actor sees, if the actor decides about any.
async fn decidable(
    context: &OpContext,
    state: IssueState,
) -> Outcome<Option<(Vec<Issue>, Viewer)>> {
    if context.scope(Action::IssueDecide).await?.is_empty() {
        return Ok(None);
    }
    let reads = context.scope(Action::IssueRead).await?;
    let issues = store::issues_in(context.database(), &reads, state).await?;
    if issues.is_empty() {
        return Ok(None);
    }
    let viewer = Viewer::of(context, &issues).await?;
    Ok(Some((issues, viewer)))
}

/// An entry about the issue as it is.
fn about(issue: &Issue, kind: WaitingKind) -> Waiting {
    let what = format!("{} {}", issue.number, issue.title);
    Waiting {
        kind,
        subject_id: issue.id.to_string(),
        what: Bilingual::new(what.clone(), what),
        department_id: issue.department_id,
        employee_id: None,
        requested_by: None,
        since: issue.opened_at,
        due_on: None,
    }
}
