//! What the mutations of rectification answer.

use super::issue::Issue;
use super::plan::{Action, Extension};
use super::rules::TriggerRule;
use super::systemic::SystemicProposal;
use super::verification::Verification;
use crate::graphql::base::payload;
use crate::graphql::cycles::Cycle;
use crate::{cycles, rectification};

payload! {
    /// The answer of `issueCreate`.
    IssueCreatePayload {
        /// The new issue.
        issue: Issue
    }
}
payload! {
    /// The answer of `triggerRuleCreate`.
    TriggerRuleCreatePayload {
        /// The new rule.
        rule: TriggerRule
    }
}
payload! {
    /// The answer of `triggerRuleRetire`.
    TriggerRuleRetirePayload {
        /// The rule, which looks no more.
        rule: TriggerRule
    }
}
payload! {
    /// The answer of `issueAnalyse`.
    IssueAnalysePayload {
        /// The issue with its analysis; `similar` has others like it.
        issue: Issue
    }
}
payload! {
    /// The answer of `planSubmit`.
    PlanSubmitPayload {
        /// The issue with its plan.
        issue: Issue
    }
}
payload! {
    /// The answer of `planDecide`.
    PlanDecidePayload {
        /// The issue.
        issue: Issue
    }
}
payload! {
    /// The answer of `issueCancel`.
    IssueCancelPayload {
        /// The issue that was given up.
        issue: Issue
    }
}
payload! {
    /// The answer of `actionComplete`.
    ActionCompletePayload {
        /// The action that is done.
        action: Action
    }
}
payload! {
    /// The answer of `extensionRequest`.
    ExtensionRequestPayload {
        /// The new request.
        extension: Extension
    }
}
payload! {
    /// The answer of `extensionDecide`.
    ExtensionDecidePayload {
        /// The request that was decided.
        extension: Extension
    }
}
payload! {
    /// The answer of `issueResurvey`.
    IssueResurveyPayload from started: (rectification::Issue, cycles::Cycle) {
        /// The issue.
        issue: Issue = Issue(started.0),
        /// The new cycle, which opens by itself within a minute.
        cycle: Cycle = started.1.into(),
    }
}
payload! {
    /// The answer of `issueVerify`.
    IssueVerifyPayload from found: (rectification::Verification, rectification::Issue) {
        /// What was found.
        verification: Verification = Verification(found.0),
        /// The issue after it.
        issue: Issue = Issue(found.1),
    }
}
payload! {
    /// The answer of `systemicProposalAccept`.
    SystemicProposalAcceptPayload from found: (rectification::Proposal, rectification::Issue) {
        /// The proposal that was accepted.
        proposal: SystemicProposal = SystemicProposal(found.0),
        /// The issue that was opened for all.
        issue: Issue = Issue(found.1),
    }
}
payload! {
    /// The answer of `systemicProposalDecline`.
    SystemicProposalDeclinePayload {
        /// The proposal that was declined.
        proposal: SystemicProposal
    }
}
