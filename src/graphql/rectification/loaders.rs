//! What many fields of one request need of issues.

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{
    ComplaintId, IssueActionId, IssueId, IssuePlanId, SystemicProposalId, TriggerRuleId,
};
use crate::rectification;

/// The loaders of one request.
pub(crate) struct RectificationLoaders {
    pub(crate) issues: BatchLoader<IssueId, rectification::Issue>,
    pub(crate) of_complaints: BatchLoader<ComplaintId, rectification::Issue>,
    pub(crate) history: BatchLoader<IssueId, Vec<rectification::Event>>,
    pub(crate) plans: BatchLoader<IssueId, Vec<rectification::Plan>>,
    pub(crate) decisions: BatchLoader<IssuePlanId, Vec<rectification::PlanDecision>>,
    pub(crate) actions: BatchLoader<IssuePlanId, Vec<rectification::CorrectiveAction>>,
    pub(crate) extensions: BatchLoader<IssueActionId, Vec<rectification::Extension>>,
    pub(crate) verifications: BatchLoader<IssueId, Vec<rectification::Verification>>,
    pub(crate) resurveys: BatchLoader<IssueId, Vec<rectification::Resurvey>>,
    pub(crate) similar: BatchLoader<IssueId, Vec<rectification::Issue>>,
    pub(crate) steps: BatchLoader<IssueId, Vec<rectification::Step>>,
    pub(crate) rules: BatchLoader<TriggerRuleId, rectification::TriggerRule>,
    pub(crate) proposals: BatchLoader<SystemicProposalId, rectification::Proposal>,
    pub(crate) proposals_of_issues: BatchLoader<IssueId, rectification::Proposal>,
    pub(crate) of_proposals: BatchLoader<SystemicProposalId, Vec<rectification::Issue>>,
}

impl RectificationLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            issues: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::issues_by_id(&context, ids).await?;
                    Ok(index(found, |issue| issue.id))
                })
            }),
            of_complaints: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::issues_of_complaints(&context, ids).await?;
                    let of_complaint = |it: rectification::Issue| {
                        it.evidence.complaint_id.map(|complaint| (complaint, it))
                    };
                    // The first one stays where several rules found one.
                    Ok(found.into_iter().rev().filter_map(of_complaint).collect())
                })
            }),
            history: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::events_of(&context, ids).await?;
                    Ok(group(found, |pair| pair))
                })
            }),
            plans: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::plans_of(&context, ids).await?;
                    Ok(group(found, |plan| (plan.issue_id, plan)))
                })
            }),
            decisions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::decisions_of(&context, ids).await?;
                    Ok(group(found, |pair| pair))
                })
            }),
            actions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::actions_of(&context, ids).await?;
                    Ok(group(found, |action| (action.plan_id, action)))
                })
            }),
            extensions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::extensions_of(&context, ids).await?;
                    Ok(group(found, |extension| (extension.action_id, extension)))
                })
            }),
            verifications: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::verifications_of(&context, ids).await?;
                    Ok(group(found, |it| (it.issue_id, it)))
                })
            }),
            resurveys: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::resurveys_of(&context, ids).await?;
                    Ok(group(found, |it| (it.issue_id, it)))
                })
            }),
            similar: batch(batches, |context, ids| {
                Box::pin(async move {
                    let issues = rectification::issues_by_id(&context, ids).await?;
                    rectification::similar_to(&context, &issues).await
                })
            }),
            steps: batch(batches, |context, ids| {
                Box::pin(async move { rectification::allowed_steps(&context, ids).await })
            }),
            proposals: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::systemic_proposals_by_id(&context, ids).await?;
                    Ok(index(found, |proposal| proposal.id))
                })
            }),
            proposals_of_issues: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::systemic_proposals_of_issues(&context, ids).await?;
                    let of_issue =
                        |it: rectification::Proposal| it.issue_id.map(|issue| (issue, it));
                    Ok(found.into_iter().filter_map(of_issue).collect())
                })
            }),
            of_proposals: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::issues_of_proposals(&context, ids).await?;
                    Ok(group(found, |pair| pair))
                })
            }),
            rules: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = rectification::trigger_rules_by_id(&context, ids).await?;
                    Ok(index(found, |rule| rule.id))
                })
            }),
        }
    }
}
