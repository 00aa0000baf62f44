//! An issue that is worked on: locked, moved, and written back with its history, the trail
//! and the event in one transaction.

use serde_json::{Value, json};

use crate::access::{OpContext, Scope};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::IssueId;
use crate::rectification::model::{CorrectiveAction, Event, Happening, Issue, Plan, PlanState};
use crate::rectification::{error, store};

/// An issue that is worked on.
pub(super) struct Work<'a> {
    context: &'a OpContext,
    transaction: &'a Transaction,
    before: Value,
    pub(super) issue: Issue,
    events: Vec<Event>,
}

impl<'a> Work<'a> {
    /// The issue in the argument `field`, kept from others until the end of the transaction.
    pub(super) async fn open(
        context: &'a OpContext,
        transaction: &'a Transaction,
        scope: &Scope,
        id: IssueId,
        field: &str,
    ) -> Outcome<Self> {
        let found = store::lock_issue(transaction, scope, id).await?;
        let issue = found.ok_or_else(|| error::no_issue().at([field]))?;
        Ok(Self::on(context, transaction, issue))
    }

    /// Work on an issue that is locked already.
    pub(super) fn on(context: &'a OpContext, transaction: &'a Transaction, issue: Issue) -> Self {
        Self {
            context,
            transaction,
            before: describe(&issue),
            issue,
            events: Vec::new(),
        }
    }

    /// Moves the issue along the table; else the problem is blamed on `field`.
    pub(super) fn happen(
        &mut self,
        happening: Happening,
        reason: Option<String>,
        field: &str,
    ) -> Outcome<()> {
        let context = self.context;
        let actor = context.signed_in().ok().map(|account| account.account_id);
        let stamp = (context.id(), context.now(), actor);
        let event = self.issue.happen(happening, stamp, reason);
        self.events
            .push(event.map_err(|problem| problem.at([field]))?);
        Ok(())
    }

    /// Writes everything; the trail calls it `action`.
    pub(super) async fn save(self, action: &'static str) -> Outcome<Issue> {
        let Self {
            context,
            transaction,
            before,
            issue,
            events,
        } = self;
        store::update_issue(transaction, &issue).await?;
        store::insert_events(transaction, issue.id, &events).await?;
        let happened: Vec<Happening> = events.iter().map(|event| event.happening).collect();
        let mut after = describe(&issue);
        after["happened"] = json!(happened);
        context
            .publish(transaction, action, issue.id, &after)
            .await?;
        let entry = Entry::new(action, issue.id).before(before).after(after);
        context.record(transaction, entry).await?;
        Ok(issue)
    }
}

/// What the trail and the events keep: no text of anybody.
pub(super) fn describe(issue: &Issue) -> Value {
    json!({
        "number": issue.number.to_string(),
        "department": issue.department_id,
        "state": issue.state,
        "severity": issue.severity,
        "round": issue.round,
        "dueOn": issue.due_on,
        "cause": issue.analysis.as_ref().map(|analysis| analysis.cause),
        "recurrenceOf": issue.recurrence_of,
        "version": issue.version,
    })
}

/// The plan of the present round that was not turned down, with its actions.
pub(super) async fn current_plan(
    handle: &impl Handle,
    issue: &Issue,
) -> Outcome<Option<(Plan, Vec<CorrectiveAction>)>> {
    let plans = store::plans_of(handle, vec![issue.id]).await?;
    let current = plans
        .into_iter()
        .rev()
        .find(|plan| plan.round == issue.round && plan.state != PlanState::Rejected);
    let Some(plan) = current else {
        return Ok(None);
    };
    let actions = store::actions_of(handle, vec![plan.id]).await?;
    Ok(Some((plan, actions)))
}
