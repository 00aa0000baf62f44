//! The closed sets of the external survey.

use async_graphql::Enum;

/// How contacts are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Channel")]
pub(crate) enum SurveyChannel {
    /// By a link that somebody hands over (链接).
    Link,
    /// By a link in an e-mail (邮件).
    Email,
    /// By a link in a text message (短信).
    Sms,
    /// By phone (电话).
    Phone,
    /// On paper (纸质).
    Paper,
    /// Face to face (面访).
    FaceToFace,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::PlanState")]
pub(crate) enum SurveyPlanState {
    /// Being prepared (草稿).
    Draft,
    /// Drawn; nothing changes any more (已抽样).
    Drawn,
}

/// How the conditions of a frame are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Join")]
pub(crate) enum FrameJoin {
    /// All of them hold.
    And,
    /// At least one of them holds.
    Or,
}

/// How an attribute of a customer is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Operator")]
pub(crate) enum FrameOperator {
    /// It has the value.
    Eq,
    /// It has none of the values; a customer without the attribute has none.
    Ne,
    /// It has one of the values.
    In,
    /// It is the value or more: by number where both are numbers, else by text.
    Gte,
    /// It is the value or less: by number where both are numbers, else by text.
    Lte,
}

/// How contacts are chosen from a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Method")]
pub(crate) enum SamplingMethod {
    /// Everybody (普查).
    Census,
    /// `size`, each with the same chance (简单随机).
    Simple,
    /// `size`, each stratum of `by` by its share of the frame; largest remainder (分层比例).
    StratifiedProportional,
    /// `size`, each stratum of `by` by its share times its standard deviation: that of
    /// `deviations`, else that of the customers' annual volume (奈曼).
    StratifiedNeyman,
    /// The number in `fixed` from each stratum of `by` (分层定额).
    StratifiedFixed,
    /// One contact of each of the largest customers, until they have `volumeShare` per cent
    /// of the annual volume (累计业务量).
    CumulativeVolume,
    /// `percent` of each group of `by`, rounded up (每组百分比).
    PercentPerGroup,
}

/// What became of a contact of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Fate")]
pub(crate) enum Fate {
    /// Is asked.
    Drawn,
    /// Could have been drawn and was not.
    NotDrawn,
    /// The lot was low enough, and the places of the own value were taken; the reason names
    /// attribute and value.
    QuotaFull,
    /// Left out of this batch by an approved request; the reason is its ground.
    Excluded,
    /// The customer is not surveyed until the day that the reason names.
    Suspended,
    /// Was drawn not long ago, on the day that the reason names.
    Rested,
    /// Wants to be asked nothing any more.
    OptedOut,
    /// The eligibility rules do not have the customer surveyed; the reason names the rule,
    /// or `stage` for a stage that they do not know.
    Ineligible,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::RequestState")]
pub(crate) enum RequestState {
    /// Waits for a decision (待审批).
    Pending,
    /// Holds (已批准).
    Approved,
    /// Was turned down (已驳回).
    Rejected,
    /// The batch or the time is over (已失效).
    Expired,
}

/// Why a contact shall be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Ground")]
pub(crate) enum ExclusionGround {
    /// Somebody of public influence: an official, a journalist, somebody well known (社会影响力较大).
    PublicFigure,
    /// In a lawsuit with the company (诉讼).
    Litigation,
    /// A leader of a collective dispute (群诉带头人).
    CollectiveDispute,
    /// Something else, which the note tells (其他).
    Other,
}

/// The question that a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::surveys::Question")]
pub(crate) enum EligibilityQuestion {
    /// Whether the subject is surveyed (是否调研).
    Surveyed,
    /// Whether the answer is assessed (是否考核).
    Assessed,
}
