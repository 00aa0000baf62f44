//! Proposing one issue where several departments have the same cause, and deciding about it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::opening;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{IssueId, SystemicProposalId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::org;
use crate::rectification::model::{
    Evidence, Issue, NewIssue, Pattern, Proposal, ProposalDecision, ProposalState, Source, showing,
};
use crate::rectification::{error, store};

/// Patterns are looked for one after the other: each sees what the one before has found.
const PROPOSING_TURN: i64 = 0x706c_756d_7379_7374;

/// How many issues of one pattern are looked through, the newest ones.
const MOST_ALIKE: u64 = 1_000;

/// Proposes one issue for all if with this one, which was analysed, several departments have
/// the same cause; as part of `transaction`. A proposal that waits gets what shows it too.
pub(super) async fn propose(
    context: &OpContext,
    transaction: &Transaction,
    issue: &Issue,
) -> Outcome<()> {
    let Some(pattern) = Pattern::of(issue) else {
        return Ok(());
    };
    transaction.take_turn(PROPOSING_TURN).await?;
    let last = store::lock_last_about(transaction, &pattern).await?;
    let dealt_with_at = match &last {
        Some(last) if last.state == ProposalState::Proposed => None,
        Some(last) => match settled_at(transaction, last).await? {
            // As long as it is worked on there is nothing to propose.
            None => return Ok(()),
            moment => moment,
        },
        None => None,
    };
    let like = std::slice::from_ref(issue);
    let alike = store::issues_like(transaction, &Scope::company(), like, MOST_ALIKE).await?;
    let showing = showing(&alike, context.now(), dealt_with_at);
    if let Some(waiting) = last.filter(|it| it.state == ProposalState::Proposed) {
        return store::add_members(transaction, waiting.id, &showing).await;
    }
    if showing.is_empty() {
        return Ok(());
    }
    let proposal = Proposal {
        id: context.id(),
        pattern,
        state: ProposalState::Proposed,
        proposed_at: context.now(),
        decision: None,
        issue_id: None,
        version: 1,
    };
    store::insert_proposal(transaction, &proposal).await?;
    store::add_members(transaction, proposal.id, &showing).await?;
    tell(context, transaction, "systemic.proposed", &proposal, None).await
}

/// When a proposal that was decided about was done with; `None` while its issue is open.
async fn settled_at(
    transaction: &Transaction,
    proposal: &Proposal,
) -> Outcome<Option<DateTime<Utc>>> {
    let Some(issue) = proposal.issue_id else {
        return Ok(proposal.decision.as_ref().map(|decision| decision.at));
    };
    let company = Scope::company();
    let found = store::issues_by_id(transaction, &company, vec![issue]).await?;
    Ok(found.first().and_then(|issue| issue.closed_at))
}

/// Opens one issue for all that show the pattern, which a department puts right for everybody.
pub async fn systemic_proposal_accept(
    context: &OpContext,
    id: SystemicProposalId,
    new: NewIssue,
) -> Outcome<(Proposal, Issue)> {
    context.authorize_company(Action::SystemicDecide).await?;
    let transaction = context.begin().await?;
    let before = waiting(&transaction, id).await?;
    let known = org::known_departments(&transaction, vec![new.department_id]).await?;
    if known.is_empty() {
        return Err(error::no_department().at(["input", "departmentId"]).into());
    }
    let new = NewIssue {
        source: Source::Systemic,
        evidence: Evidence {
            dimension: before.pattern.dimension.clone(),
            item: before.pattern.item.clone(),
            ..Evidence::default()
        },
        ..new
    };
    let issue = opening::open_in_turn(context, &transaction, new).await?;
    let after = Proposal {
        state: ProposalState::Accepted,
        decision: Some(decision(context, None)?),
        issue_id: Some(issue.id),
        version: before.version + 1,
        ..before.clone()
    };
    store::update_proposal(&transaction, &after).await?;
    tell(
        context,
        &transaction,
        "systemic.accepted",
        &after,
        Some(&before),
    )
    .await?;
    transaction.commit().await?;
    Ok((after, issue))
}

/// Says that there is no common cause. What is known now proposes nothing again.
pub async fn systemic_proposal_decline(
    context: &OpContext,
    id: SystemicProposalId,
    reason: LongText,
) -> Outcome<Proposal> {
    context.authorize_company(Action::SystemicDecide).await?;
    let transaction = context.begin().await?;
    let before = waiting(&transaction, id).await?;
    let after = Proposal {
        state: ProposalState::Declined,
        decision: Some(decision(context, Some(reason))?),
        version: before.version + 1,
        ..before.clone()
    };
    store::update_proposal(&transaction, &after).await?;
    tell(
        context,
        &transaction,
        "systemic.declined",
        &after,
        Some(&before),
    )
    .await?;
    transaction.commit().await?;
    Ok(after)
}

fn decision(context: &OpContext, reason: Option<LongText>) -> Outcome<ProposalDecision> {
    Ok(ProposalDecision {
        at: context.now(),
        by: context.signed_in()?.account_id,
        reason: reason.map(LongText::into_string),
    })
}

/// The proposal in the argument `id`, locked, if it waits.
async fn waiting(transaction: &Transaction, id: SystemicProposalId) -> Outcome<Proposal> {
    let found = store::lock_proposal(transaction, id).await?;
    let proposal = found.ok_or_else(|| error::no_proposal().at(["id"]))?;
    match proposal.state {
        ProposalState::Proposed => Ok(proposal),
        other => Err(error::proposal_is_decided(other).at(["id"]).into()),
    }
}

/// Proposals, the newest first.
pub async fn systemic_proposals(
    context: &OpContext,
    state: Option<ProposalState>,
    page: PageRequest<SystemicProposalId>,
) -> Outcome<Page<Proposal>> {
    context.authorize_company(Action::SystemicRead).await?;
    store::list_proposals(context.database(), state, &page).await
}

/// How many proposals that list has.
pub async fn systemic_proposal_count(
    context: &OpContext,
    state: Option<ProposalState>,
) -> Outcome<u64> {
    context.authorize_company(Action::SystemicRead).await?;
    store::count_proposals(context.database(), state).await
}

/// The proposals with these ids, in any order; none for those who may not see them.
pub async fn systemic_proposals_by_id(
    context: &OpContext,
    ids: Vec<SystemicProposalId>,
) -> Outcome<Vec<Proposal>> {
    match sees(context).await? {
        true => store::proposals_by_id(context.database(), ids).await,
        false => Ok(Vec::new()),
    }
}

/// The proposals that became these issues; none for those who may not see them.
pub async fn systemic_proposals_of_issues(
    context: &OpContext,
    ids: Vec<IssueId>,
) -> Outcome<Vec<Proposal>> {
    match sees(context).await? {
        true => store::proposals_of_issues(context.database(), ids).await,
        false => Ok(Vec::new()),
    }
}

/// The issues that show the patterns of these proposals; none for those who may not see them.
pub async fn issues_of_proposals(
    context: &OpContext,
    ids: Vec<SystemicProposalId>,
) -> Outcome<Vec<(SystemicProposalId, Issue)>> {
    if !sees(context).await? {
        return Ok(Vec::new());
    }
    let members = store::members_of(context.database(), ids).await?;
    let ids = members.iter().map(|(_, issue)| *issue).collect();
    let issues = super::issues_by_id(context, ids).await?;
    let issues: HashMap<IssueId, Issue> = issues.into_iter().map(|it| (it.id, it)).collect();
    let found = members
        .into_iter()
        .filter_map(|(proposal, id)| Some((proposal, issues.get(&id)?.clone())));
    Ok(found.collect())
}

/// A pattern goes through the whole company, so whoever sees only a part sees none.
async fn sees(context: &OpContext) -> Outcome<bool> {
    Ok(context.scope(Action::SystemicRead).await?.company)
}

async fn tell(
    context: &OpContext,
    transaction: &Transaction,
    kind: &'static str,
    after: &Proposal,
    before: Option<&Proposal>,
) -> Outcome<()> {
    let told = describe(after);
    let entry = Entry::new(kind, after.id).after(told.clone());
    let entry = match before {
        Some(before) => entry.before(describe(before)),
        None => entry,
    };
    context.record(transaction, entry).await?;
    context.publish(transaction, kind, after.id, &told).await
}

fn describe(proposal: &Proposal) -> Value {
    json!({
        "cause": proposal.pattern.cause,
        "dimension": proposal.pattern.dimension,
        "item": proposal.pattern.item,
        "state": proposal.state,
        "issue": proposal.issue_id,
        "reason": proposal.decision.as_ref().and_then(|decision| decision.reason.as_ref()),
    })
}
