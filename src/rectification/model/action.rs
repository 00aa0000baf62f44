//! Corrective actions, and more time for them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::closed_set;
use crate::kernel::ids::{AccountId, EmployeeId, ExtensionId, IssueActionId, IssueId, IssuePlanId};

closed_set! {
    /// Where an action stands.
    pub enum ActionState {
        /// To be done (待完成).
        Pending = "PENDING",
        /// Done (已完成).
        Done = "DONE",
        /// Not to be done any more (已取消).
        Cancelled = "CANCELLED",
    }
}

/// Something that is done about an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectiveAction {
    /// Its id.
    pub id: IssueActionId,
    /// Of which plan.
    pub plan_id: IssuePlanId,
    /// About which issue.
    pub issue_id: IssueId,
    /// Its place in the plan, from 0.
    pub position: i32,
    /// What is done.
    pub title: String,
    /// What comes of it.
    pub expected_result: String,
    /// Who does it.
    pub owner_id: EmployeeId,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: ActionState,
    /// What came of it.
    pub result: Option<String>,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub completed_by: Option<AccountId>,
}

impl CorrectiveAction {
    /// Whether it should have been done before `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == ActionState::Pending && self.due_on < today
    }
}

closed_set! {
    /// Where a request for more time stands.
    pub enum ExtensionState {
        /// Waits for a decision (待审批).
        Pending = "PENDING",
        /// Given (已批准).
        Approved = "APPROVED",
        /// Not given (已驳回).
        Rejected = "REJECTED",
    }
}

/// Who decided something, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
    /// Why.
    pub reason: String,
}

/// A request for more time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its id.
    pub id: ExtensionId,
    /// For which action.
    pub action_id: IssueActionId,
    /// Of which issue.
    pub issue_id: IssueId,
    /// The last day as it was.
    pub old_due_on: NaiveDate,
    /// The last day that is asked for.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ExtensionState,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By whom.
    pub requested_by: AccountId,
    /// What was decided.
    pub ruling: Option<Ruling>,
}
