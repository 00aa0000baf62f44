//! What waits for somebody else: changed targets, adjustments, appeals.

use chrono::{DateTime, NaiveDate, Utc};

use super::exact_text::exact;
use super::total::Adjusted;
use crate::closed_set;
use crate::kernel::ids::{
    AccountId, AppealId, DepartmentId, EmployeeId, KpiRequestId, KpiSheetId, ScoreId,
};
use crate::kernel::text::LongText;
use crate::kernel::{Decimal, Parse, Problem, Typed};
use crate::kpi::error;

closed_set! {
    /// What is asked for.
    pub enum RequestKind {
        /// Another target for a line (目标变更).
        TargetChange = "TARGET_CHANGE",
        /// Bonus points (加分).
        Bonus = "BONUS",
        /// Penalty points (减分).
        Penalty = "PENALTY",
        /// One vote that makes the total nothing (一票否决).
        Veto = "VETO",
    }
}

closed_set! {
    /// Where a request stands.
    pub enum RequestState {
        /// Waits for a decision (待审批).
        Pending = "PENDING",
        /// Counts (已批准).
        Approved = "APPROVED",
        /// Was turned down (已驳回).
        Rejected = "REJECTED",
    }
}

/// A changed target or an adjustment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: KpiRequestId,
    /// The sheet.
    pub sheet_id: KpiSheetId,
    /// What is asked for.
    pub kind: RequestKind,
    /// The line whose target changes.
    pub path: Option<String>,
    /// The target that counted when it was asked for.
    pub old_target: Option<Decimal>,
    /// The target that is asked for.
    pub new_target: Option<Decimal>,
    /// The points.
    pub points: Option<Decimal>,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub evidence: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By whom.
    pub requested_by: AccountId,
    /// Who decided, when and why.
    pub decision: Option<Decision>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
    /// Why so.
    pub reason: Option<String>,
}

/// An adjustment to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdjustment {
    /// Which.
    pub kind: RequestKind,
    /// The points; none for a veto.
    pub points: Option<Decimal>,
    /// Why.
    pub reason: LongText,
    /// What shows it.
    pub evidence: Option<LongText>,
}

impl NewAdjustment {
    /// Reads an adjustment.
    pub fn read(
        kind: RequestKind,
        points: Option<Typed<Decimal>>,
        reason: &str,
        evidence: Option<&str>,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let veto = kind == RequestKind::Veto;
        let points = parse.optional("points", points);
        let points = points.map(|points| points.filter(|_| !veto));
        match &points {
            Some(None) if !veto => parse.push("points", crate::kernel::text::required()),
            Some(Some(points)) if *points <= Decimal::from(0) => {
                parse.push("points", error::points_not_positive());
            }
            _ => {}
        }
        let reason = parse.field("reason", LongText::parse(reason));
        let evidence = parse.optional("evidence", evidence.map(LongText::parse));
        let read = points.zip(reason).zip(evidence);
        let read = read.map(|((points, reason), evidence)| Self {
            kind,
            points,
            reason,
            evidence,
        });
        parse.finish(read)
    }
}

/// What the approved ones of `requests` come to.
pub fn adjusted<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Adjusted {
    let mut adjusted = Adjusted::default();
    for request in requests {
        if request.state != RequestState::Approved {
            continue;
        }
        let points = request.points.as_ref().map(exact).unwrap_or_default();
        match request.kind {
            RequestKind::Bonus => adjusted.bonus += &points,
            RequestKind::Penalty => adjusted.penalty += &points,
            RequestKind::Veto => adjusted.veto = true,
            RequestKind::TargetChange => {}
        }
    }
    adjusted
}

closed_set! {
    /// Where an appeal stands.
    pub enum AppealState {
        /// Waits for a decision (待裁决).
        Open = "OPEN",
        /// The original stands (维持原结果).
        Upheld = "UPHELD",
        /// It was right (申诉成立).
        Granted = "GRANTED",
        /// Was taken back (已撤回).
        Withdrawn = "WITHDRAWN",
    }
}

/// What is objected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disputed {
    /// A sheet.
    Sheet(KpiSheetId),
    /// A score.
    Score(ScoreId),
}

/// An appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Its id.
    pub id: AppealId,
    /// What is objected to.
    pub disputed: Disputed,
    /// Which revision of it.
    pub revision: i32,
    /// Where the subject is.
    pub department_id: DepartmentId,
    /// The subject, where it is a person.
    pub employee_id: Option<EmployeeId>,
    /// Why.
    pub grounds: String,
    /// What shows it.
    pub evidence: Option<String>,
    /// Where it stands.
    pub state: AppealState,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: AccountId,
    /// By which day it is to be decided.
    pub decide_by: NaiveDate,
    /// Who decided, when and why.
    pub decision: Option<Decision>,
    /// The revision that it made of the sheet.
    pub new_revision: Option<i32>,
}

impl Appeal {
    /// Whether it should have been decided before `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == AppealState::Open && self.decide_by < today
    }
}

/// Which requests a list shall have.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// In this state.
    pub state: Option<RequestState>,
    /// Of this kind.
    pub kind: Option<RequestKind>,
    /// About this sheet.
    pub sheet: Option<KpiSheetId>,
}
