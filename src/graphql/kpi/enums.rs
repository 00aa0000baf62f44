//! The closed sets of KPI.

use async_graphql::Enum;

/// Who is measured by a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::SubjectKind")]
pub(crate) enum KpiSubjectKind {
    /// Departments (部门).
    Department,
    /// Employees (员工).
    Employee,
}

/// How the figure of an indicator becomes a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::IndicatorKind")]
pub(crate) enum KpiIndicatorKind {
    /// The more the better: `actual / target · 100` (正向达成率).
    AttainmentHigher,
    /// The less the better: `(2 − actual / target) · 100` (反向达成率).
    AttainmentLower,
    /// Marks out of full marks: `actual / full · 100` (得分率).
    RatioToFull,
    /// A table: the score of the highest step that the actual reaches (分档).
    Steps,
    /// Full marks less `unit` for each case: `(full − actual · unit) / full · 100` (扣分).
    Deduction,
    /// Pulled from the assessment of exactly the same days, the one published last (满意度).
    Satisfaction,
    /// Rated by somebody else, for a reason: `actual / full · 100` (评分).
    Manual,
    /// An expression (自定义公式).
    Expression,
}

/// What becomes of a line without a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::Missing")]
pub(crate) enum KpiMissing {
    /// Its siblings share its weight; where none has a score, the siblings of the group.
    Renormalise,
    /// It counts as zero.
    Zero,
    /// There is no total, and the sheet cannot be confirmed, before it has a score.
    Block,
}

/// Whether a line has a score, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::LineState")]
pub(crate) enum KpiLineState {
    /// It has a score.
    Ok,
    /// The actual figure was not entered yet.
    MissingActual,
    /// The target is zero, negative or not set, or an expression divides by zero.
    ZeroTarget,
    /// The actual lies below the lowest step.
    BandGap,
    /// The score of the assessment is not published yet.
    PendingScore,
}

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::SheetState")]
pub(crate) enum KpiSheetState {
    /// Figures are being entered (草稿).
    Draft,
    /// The subject has looked at it (已自评).
    SelfReviewed,
    /// Somebody above has looked at it (已复评).
    ManagerReviewed,
    /// HR has compared it with others (已校准).
    Calibrated,
    /// It holds (已确认).
    Confirmed,
    /// The subject has the result and may appeal (已公布).
    Published,
}

/// How a figure came into a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::Origin")]
pub(crate) enum KpiOrigin {
    /// Typed by a person.
    Hand,
    /// Sent by a program.
    Api,
    /// Sent with those of many sheets.
    Import,
    /// Pulled from an assessment.
    Score,
    /// From sheets of shorter periods.
    RollUp,
    /// A correction by an appeal.
    Appeal,
}

/// Where a grade comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::GradeSource")]
pub(crate) enum KpiGradeSource {
    /// From the band in which the total lies.
    Band,
    /// From the forced distribution of a session (强制分布).
    Distribution,
    /// From somebody in a session, for a reason (校准).
    Calibration,
}

/// What is added to or taken from a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum KpiAdjustmentKind {
    /// Points that are added (加分).
    Bonus,
    /// Points that are taken away (减分).
    Penalty,
    /// One vote that makes the total 0.00 and the grade the lowest (一票否决).
    Veto,
}

impl From<KpiAdjustmentKind> for crate::kpi::RequestKind {
    fn from(kind: KpiAdjustmentKind) -> Self {
        match kind {
            KpiAdjustmentKind::Bonus => Self::Bonus,
            KpiAdjustmentKind::Penalty => Self::Penalty,
            KpiAdjustmentKind::Veto => Self::Veto,
        }
    }
}

/// What waits for somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::RequestKind")]
pub(crate) enum KpiRequestKind {
    /// Another target for a line (目标变更).
    TargetChange,
    /// Points that are added (加分).
    Bonus,
    /// Points that are taken away (减分).
    Penalty,
    /// One vote that makes the total nothing (一票否决).
    Veto,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::RequestState")]
pub(crate) enum KpiRequestState {
    /// Waits for a decision (待审批).
    Pending,
    /// Counts (已批准).
    Approved,
    /// Was turned down (已驳回).
    Rejected,
}

/// Where an appeal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::AppealState")]
pub(crate) enum AppealState {
    /// Waits for a decision (待裁决).
    Open,
    /// The original stands (维持原结果).
    Upheld,
    /// It was right (申诉成立).
    Granted,
    /// Was taken back (已撤回).
    Withdrawn,
}

/// How the figures of shorter periods make that of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::RollUpMethod")]
pub(crate) enum KpiRollUpMethod {
    /// The mean of the scores (平均).
    Mean,
    /// The sum of the actuals over the sum of the targets, and of counts; the mean where a
    /// sum means nothing, such as for marks and ratings (累计).
    Sum,
    /// What the last period had (取末期).
    Last,
}

/// Whether grades can be moved in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::CalibrationState")]
pub(crate) enum KpiCalibrationState {
    /// They can (进行中).
    Open,
    /// No longer (已结束).
    Closed,
}
