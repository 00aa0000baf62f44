//! Opening issues: by hand, and by what a rule has found.

use chrono::Datelike as _;

use super::work::describe;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::deadlines;
use crate::evidence::{self, Record};
use crate::kernel::Outcome;
use crate::kernel::ids::{EvidenceFileId, IssueId};
use crate::org;
use crate::rectification::model::{
    Event, Finding, Happening, Issue, IssueState, NewIssue, TriggerRule,
};
use crate::rectification::{error, store};

/// Numbers are given one after the other, and findings looked up.
const OPENING_TURN: i64 = 0x706c_756d_6269_7373;

/// Where the files stand that an issue is opened with.
const FILES: [&str; 2] = ["input", "evidenceIds"];

/// Opens an issue by hand, with files that show it.
pub async fn issue_create(
    context: &OpContext,
    new: NewIssue,
    files: &[EvidenceFileId],
) -> Outcome<Issue> {
    let scope = context.authorize(Action::IssueCreate).await?;
    let transaction = context.begin().await?;
    let mut problems = evidence::problems_of(context, &transaction, files, &FILES).await?;
    let known = org::known_departments(&transaction, vec![new.department_id]).await?;
    if known.is_empty() || !scope.covers(new.department_id) {
        problems.insert(0, error::no_department().at(["input", "departmentId"]));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let issue = open_in_turn(context, &transaction, new).await?;
    evidence::attach(
        context,
        &transaction,
        Record::Issue(issue.id),
        files,
        &FILES,
    )
    .await?;
    transaction.commit().await?;
    Ok(issue)
}

/// Opens an issue for each of the findings that has none yet, as part of `transaction`.
pub(super) async fn open_findings(
    context: &OpContext,
    transaction: &Transaction,
    findings: Vec<(&TriggerRule, Finding)>,
) -> Outcome<u64> {
    if findings.is_empty() {
        return Ok(0);
    }
    // Two workers with one finding: the second waits here, and then knows it.
    transaction.take_turn(OPENING_TURN).await?;
    let named = |finding: &Finding| finding.evidence.found_by.clone().map(|(_, name)| name);
    let names = findings.iter().filter_map(|(_, it)| named(it)).collect();
    let known = store::known_findings(transaction, names).await?;
    let mut opened = 0;
    for (rule, finding) in findings {
        if named(&finding).is_none_or(|name| known.contains(&name)) {
            continue;
        }
        let new = NewIssue {
            department_id: finding.department_id,
            title: finding.title,
            description: finding.description,
            severity: rule.severity,
            due_working_days: Some(rule.due_working_days),
            source: finding.source,
            evidence: finding.evidence,
        };
        open(context, transaction, new).await?;
        opened += 1;
    }
    Ok(opened)
}

/// Opens an issue for something that no rule has found, as part of `transaction`.
pub(super) async fn open_in_turn(
    context: &OpContext,
    transaction: &Transaction,
    new: NewIssue,
) -> Outcome<Issue> {
    transaction.take_turn(OPENING_TURN).await?;
    open(context, transaction, new).await
}

/// Whoever calls has taken the turn.
async fn open(context: &OpContext, transaction: &Transaction, new: NewIssue) -> Outcome<Issue> {
    let (today, now) = (context.today(), context.now());
    let number = store::next_number(transaction, today.year()).await?;
    let calendar = org::working_calendar(transaction, today).await?;
    let days = match new.due_working_days {
        Some(days) => days,
        None => new
            .severity
            .of(&deadlines::days_given(transaction).await?.issue),
    };
    let actor = context.signed_in().ok().map(|account| account.account_id);
    let id: IssueId = context.id();
    let issue = Issue {
        id,
        number,
        title: new.title,
        description: new.description,
        department_id: new.department_id,
        severity: new.severity,
        severity_before: None,
        state: IssueState::Open,
        round: 1,
        due_on: calendar.after(today, days),
        source: new.source,
        evidence: new.evidence,
        analysis: None,
        recurrence_of: None,
        opened_at: now,
        opened_by: actor,
        verifying_since: None,
        closed_at: None,
        version: 1,
    };
    store::insert_issue(transaction, &issue).await?;
    let opened = Event {
        id: context.id(),
        happening: Happening::Opened,
        from: IssueState::Open,
        to: IssueState::Open,
        round: 1,
        reason: None,
        at: now,
        actor,
    };
    store::insert_events(transaction, id, &[opened]).await?;
    let told = describe(&issue);
    context
        .publish(transaction, "issue.opened", id, &told)
        .await?;
    let entry = Entry::new("issue.opened", id).after(told);
    context.record(transaction, entry).await?;
    Ok(issue)
}
