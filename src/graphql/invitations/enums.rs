//! The closed sets of invitations.

use async_graphql::Enum;

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::invitations::InvitationState")]
pub(crate) enum InvitationState {
    /// Was made, and nobody has opened it (已发出).
    Issued,
    /// Was opened and not answered (已打开).
    Opened,
    /// Was answered (已作答).
    Answered,
    /// Was not answered in time (已过期).
    Expired,
    /// Was taken back (已撤回).
    Revoked,
    /// The contact did not want to answer (拒访).
    Refused,
    /// The contact could not be reached (无法联系).
    Unreachable,
}

/// What an invitation asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::invitations::Part")]
pub(crate) enum InvitationPart {
    /// What the plan asks everybody (主问卷).
    Main,
    /// What an answer called for (再次问卷).
    FollowUp,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::invitations::Disposition")]
pub(crate) enum CallDisposition {
    /// The contact answered the questions (已接通并作答).
    Reached,
    /// The contact wants to be called again (稍后再拨).
    CallBack,
    /// The contact does not want to answer (拒访).
    Refused,
    /// The number is not the contact's (号码错误).
    WrongNumber,
    /// Nobody picked up (无人接听).
    NoAnswer,
}

/// What an answer sheet of a customer counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::invitations::Standing")]
pub(crate) enum SheetStanding {
    /// It is scored, if the policy finds it valid (计入).
    Counted,
    /// The places of the contact's values were taken (配额已满).
    QuotaFull,
    /// The contact is surveyed and not assessed (只调查不考核).
    NotAssessed,
    /// It answers a follow-up, which is read and not scored (再次问卷).
    FollowUp,
    /// It was counted, until a request was approved that leaves the contact out; its place is
    /// free again (已排除).
    Excluded,
}

/// Why somebody who was drawn is not invited now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::invitations::HeldBackBy")]
pub(crate) enum SurveyHeldBackBy {
    /// The plan's number for today is reached; more tomorrow.
    DailyNumber,
    /// Whoever remains was invited today already, by whatever plan, or is resting, or belongs
    /// to a customer who is not surveyed for a while.
    Rest,
}
