//! The closed sets of complaints.

use async_graphql::Enum;

/// How a complaint came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::ComplaintChannel")]
pub(crate) enum ComplaintChannel {
    /// On the phone (电话).
    Phone,
    /// By mail (邮件).
    Email,
    /// Through a website (网站).
    Web,
    /// At a visit (走访).
    Visit,
    /// In the answer to a survey (问卷).
    Survey,
    /// By letter (信函).
    Letter,
    /// Otherwise (其他).
    Other,
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::ComplaintState")]
pub(crate) enum ComplaintState {
    /// Written down (已受理登记).
    Received,
    /// Whoever complained knows that it came in (已确认).
    Acknowledged,
    /// Somebody looks into it (调查中).
    Investigating,
    /// Whoever complained has an answer (已答复).
    Answered,
    /// Done with (已关闭).
    Closed,
}

/// How much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::Severity")]
pub(crate) enum Severity {
    /// Little (低).
    Low,
    /// As usual (中).
    Medium,
    /// Much: more people decide (高).
    High,
}

/// Something that happens to a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::Happening")]
pub(crate) enum ComplaintHappening {
    /// Written down (登记).
    Logged,
    /// It became known whom it is about (指定部门).
    Assigned,
    /// Whoever complained was told that it came in (确认受理).
    Acknowledged,
    /// Somebody began to look into it, or found something (调查).
    Investigated,
    /// Whoever complained was answered (答复).
    Answered,
    /// Done with (关闭).
    Closed,
    /// To be looked into once more (重新调查).
    Reopened,
    /// Late: somebody was told (逾期提醒).
    Reminded,
}

/// What somebody can do next with a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::Step")]
pub(crate) enum ComplaintStep {
    /// Say whom it is about: `complaintAssign`.
    Assign,
    /// Tell whoever complained that it came in: `complaintAcknowledge`.
    Acknowledge,
    /// Look into it, or write down what was found: `complaintInvestigate`.
    Investigate,
    /// Answer it: `complaintAnswer`.
    Answer,
    /// Be done with it: `complaintClose`.
    Close,
    /// Look into it once more: `complaintReopen`.
    Reopen,
    /// Note what was said with whoever complained: `complaintNote`.
    Note,
}

/// Who turned to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::complaints::Direction")]
pub(crate) enum ContactDirection {
    /// Whoever complained to the company (来访来电).
    Incoming,
    /// The company to whoever complained (去电回访).
    Outgoing,
}
