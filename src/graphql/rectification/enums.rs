//! The closed sets of rectification.

use async_graphql::Enum;

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::IssueState")]
pub(crate) enum IssueState {
    /// Found, and nobody has looked into it (待分析).
    Open,
    /// Somebody looks for the cause (分析中).
    Analysis,
    /// A plan waits for approval (待审批).
    Planned,
    /// The plan may be carried out (已批准).
    Approved,
    /// Some of it is done (整改中).
    InProgress,
    /// All is done; whether it worked is observed (待验证).
    Verifying,
    /// It worked (已关闭).
    Closed,
    /// Given up (已取消).
    Cancelled,
}

/// What an issue came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Source")]
pub(crate) enum IssueSourceKind {
    /// A published score (得分).
    Score,
    /// What somebody answered (答卷).
    Answer,
    /// A complaint (投诉).
    Complaint,
    /// An audit (审核).
    Audit,
    /// Somebody saw it (人工登记).
    Hand,
    /// The same cause in several departments (系统性问题).
    Systemic,
}

/// Where a proposal of one issue for several departments stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::ProposalState")]
pub(crate) enum SystemicProposalState {
    /// Waits for HR (待处理).
    Proposed,
    /// One issue for all was opened (已立项).
    Accepted,
    /// It is no common cause (已驳回).
    Declined,
}

/// What somebody can do next with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Step")]
pub(crate) enum IssueStep {
    /// Write down the cause: `issueAnalyse`.
    Analyse,
    /// Submit a plan: `planSubmit`.
    SubmitPlan,
    /// Decide about the plan: `planDecide`.
    DecidePlan,
    /// Complete an action: `actionComplete`.
    CompleteAction,
    /// Ask for more time for an action: `extensionRequest`.
    RequestExtension,
    /// Decide about more time: `extensionDecide`.
    DecideExtension,
    /// Find out whether it worked: `issueVerify`.
    Verify,
    /// Ask those who assessed the department again: `issueResurvey`.
    Resurvey,
    /// Give it up: `issueCancel`.
    Cancel,
}

/// Something that happens to an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Happening")]
pub(crate) enum IssueHappening {
    /// Found (发现).
    Opened,
    /// The cause was written down (已分析).
    Analysed,
    /// A plan was submitted (已提交方案).
    PlanSubmitted,
    /// The first of two decisions about the plan was yes (初审通过).
    PlanEndorsed,
    /// The plan was approved (方案批准).
    PlanApproved,
    /// The plan was turned down (方案驳回).
    PlanRejected,
    /// The first action was completed (开始整改).
    Started,
    /// Another action was completed (完成措施).
    ActionCompleted,
    /// The last action was completed (整改完成).
    Finished,
    /// More time for an action was asked for (申请延期).
    ExtensionRequested,
    /// And given (批准延期).
    ExtensionApproved,
    /// And not given (驳回延期).
    ExtensionRejected,
    /// There were no data by which to see whether it worked (数据不足).
    DataMissing,
    /// It worked (有效，关闭).
    Closed,
    /// It did not work: once more (无效，重开).
    Reopened,
    /// Given up (取消).
    Cancelled,
    /// Late: somebody was told, whom the reason names (逾期升级).
    Escalated,
    /// It came back after it was closed: linked, and more severe (复发).
    Recurred,
}

/// Where a cause lies: the bones of the fishbone diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Cause")]
pub(crate) enum CauseCategory {
    /// People, their number and what they know (人).
    People,
    /// How it is done (法).
    Method,
    /// With which machines and systems (机).
    Machine,
    /// Out of what (料).
    Material,
    /// In which surroundings (环).
    Environment,
    /// How it is measured (测).
    Measurement,
    /// How it is led (管).
    Management,
}

/// Which figure of the department is observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Metric")]
pub(crate) enum MeasureMetric {
    /// Its satisfaction index, the more the better (满意度指数).
    DepartmentIndex,
    /// The index of one dimension, the more the better (维度指数).
    DimensionIndex,
    /// Complaints about it within the window, the fewer the better (投诉数).
    ComplaintCount,
    /// The score of a line of its KPI sheet, the more the better (考核指标得分).
    KpiLine,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::PlanState")]
pub(crate) enum PlanState {
    /// Waits for a decision (待审批).
    Submitted,
    /// May be carried out (已批准).
    Approved,
    /// Turned down (已驳回).
    Rejected,
}

/// As what somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Level")]
pub(crate) enum DecisionLevel {
    /// As a manager above the department (上级经理).
    Manager,
    /// As an executive (高管).
    Executive,
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::ActionState")]
pub(crate) enum ActionState {
    /// To be done (待完成).
    Pending,
    /// Done (已完成).
    Done,
    /// Not to be done any more (已取消).
    Cancelled,
}

/// Where a request for more time stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::ExtensionState")]
pub(crate) enum ExtensionState {
    /// Waits for a decision (待审批).
    Pending,
    /// Given (已批准).
    Approved,
    /// Not given (已驳回).
    Rejected,
}

/// Whether a plan worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::VerificationOutcome")]
pub(crate) enum VerificationOutcome {
    /// It did (有效).
    Effective,
    /// It did not (无效).
    NotEffective,
    /// There is no figure by which to see it (数据不足).
    InsufficientData,
}

/// What a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::Basis")]
pub(crate) enum VerificationBasis {
    /// On a figure (数据).
    Data,
    /// On what a person says (人工).
    Person,
}

/// What a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rectification::RuleKind")]
pub(crate) enum TriggerKind {
    /// An index, or that of a dimension, below `threshold` (得分低于).
    ScoreBelow,
    /// A dimension that fell by more than `threshold` since the assessment before (维度下降).
    DimensionDrop,
    /// An index below `threshold` twice running (连续两期未达标).
    BelowTargetTwice,
    /// Answers at `level` or below (低分答卷).
    AnswerAtOrBelow,
    /// A complaint about a department (投诉).
    Complaint,
    /// A figure of which `expression` holds (表达式).
    Expression,
}
