//! What is to be done about an issue, and by which figure it is seen whether it worked.

use chrono::{DateTime, NaiveDate, Utc};

use super::deciding::Level;
use super::measure::{Measure, TypedMeasure};
use crate::closed_set;
use crate::kernel::ids::{AccountId, EmployeeId, IssueId, IssuePlanId};
use crate::kernel::text::{LongText, Name, required};
use crate::kernel::{Parse, Problem};
use crate::rectification::error;

/// The most actions of a plan.
const MOST_ACTIONS: usize = 50;

closed_set! {
    /// Where a plan stands.
    pub enum PlanState {
        /// Waits for a decision (待审批).
        Submitted = "SUBMITTED",
        /// May be carried out (已批准).
        Approved = "APPROVED",
        /// Turned down (已驳回).
        Rejected = "REJECTED",
    }
}

/// What somebody decided about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDecision {
    /// As what.
    pub level: Level,
    /// Whether it was yes.
    pub approved: bool,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: IssuePlanId,
    /// About which issue.
    pub issue_id: IssueId,
    /// For which round.
    pub round: i32,
    /// Where it stands.
    pub state: PlanState,
    /// By which figure it is seen whether it worked.
    pub measure: Measure,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// By whom.
    pub submitted_by: AccountId,
}

/// An action to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAction {
    /// What is done.
    pub title: String,
    /// What comes of it.
    pub expected_result: String,
    /// Who does it.
    pub owner_id: EmployeeId,
    /// The last day for it.
    pub due_on: NaiveDate,
}

/// A plan to be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// What is done, at least one thing.
    pub actions: Vec<PlannedAction>,
    /// By which figure it is seen whether it worked; a baseline that was left out is looked
    /// up.
    pub measure: Measure,
}

/// An action as typed.
#[derive(Clone, Debug)]
pub struct TypedAction {
    /// See [`PlannedAction::title`].
    pub title: String,
    /// See [`PlannedAction::expected_result`].
    pub expected_result: String,
    /// See [`PlannedAction::owner_id`].
    pub owner_id: String,
    /// See [`PlannedAction::due_on`].
    pub due_on: NaiveDate,
}

/// A plan as typed.
#[derive(Clone, Debug)]
pub struct TypedPlan {
    /// See [`NewPlan::actions`].
    pub actions: Vec<TypedAction>,
    /// See [`NewPlan::measure`].
    pub measure: TypedMeasure,
}

impl NewPlan {
    /// Reads a plan that is submitted on `today`.
    pub fn read(typed: TypedPlan, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        if typed.actions.is_empty() {
            parse.push("actions", required());
        }
        let actions = parse.list("actions", typed.actions, MOST_ACTIONS, |parse, typed| {
            let title = parse.field("title", Name::parse(&typed.title));
            let result = LongText::parse(&typed.expected_result);
            let expected_result = parse.field("expectedResult", result);
            let owner_id = parse.id("ownerId", &typed.owner_id, "employee", "员工");
            if typed.due_on < today {
                parse.push("dueOn", error::due_in_the_past(today));
            }
            Some(PlannedAction {
                title: title?.into_string(),
                expected_result: expected_result?.into_string(),
                owner_id: owner_id?,
                due_on: typed.due_on,
            })
        });
        let measure = parse.object("measure", |parse| Measure::read(parse, typed.measure));
        let read = actions.zip(measure);
        parse.finish(read.map(|(actions, measure)| Self { actions, measure }))
    }
}
