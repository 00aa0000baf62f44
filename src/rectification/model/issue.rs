//! Issues.

use chrono::{DateTime, NaiveDate, Utc};

use super::state::{Event, Happening, IssueState, after};
use super::{Analysis, Cause};
use crate::closed_set;
use crate::complaints::Severity;
use crate::deadlines::working_days;
use crate::kernel::ids::{
    AccountId, ComplaintId, CycleId, DepartmentId, IssueEventId, IssueId, ScoreId, SurveySheetId,
    TriggerRuleId,
};
use crate::kernel::text::{LongText, Name};
use crate::kernel::{Parse, Problem, RunningNumber};

closed_set! {
    /// What an issue came from.
    pub enum Source {
        /// A published score.
        Score = "SCORE",
        /// What somebody answered.
        Answer = "ANSWER",
        /// A complaint.
        Complaint = "COMPLAINT",
        /// An audit.
        Audit = "AUDIT",
        /// Somebody saw it.
        Hand = "HAND",
        /// The same cause in several departments.
        Systemic = "SYSTEMIC",
    }
}

closed_set! {
    /// What somebody can do next with an issue.
    pub enum Step {
        /// Write down the cause.
        Analyse = "ANALYSE",
        /// Submit a plan.
        SubmitPlan = "SUBMIT_PLAN",
        /// Decide about the plan.
        DecidePlan = "DECIDE_PLAN",
        /// Complete an action.
        CompleteAction = "COMPLETE_ACTION",
        /// Ask for more time for an action.
        RequestExtension = "REQUEST_EXTENSION",
        /// Decide about more time.
        DecideExtension = "DECIDE_EXTENSION",
        /// Find out whether it worked.
        Verify = "VERIFY",
        /// Ask those who assessed the department again.
        Resurvey = "RESURVEY",
        /// Give it up.
        Cancel = "CANCEL",
    }
}

/// The readable number of an issue, such as `R2026-000012` (R for rectification, 整改), of
/// the year in which it was opened.
pub type IssueNumber = RunningNumber<'R'>;

/// What shows that something is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The rule that found it, and by which name the finding is known.
    pub found_by: Option<(TriggerRuleId, String)>,
    /// The revision of the score.
    pub score_id: Option<ScoreId>,
    /// The complaint.
    pub complaint_id: Option<ComplaintId>,
    /// The sheet of a customer who is known.
    pub sheet_id: Option<SurveySheetId>,
    /// The cycle.
    pub cycle_id: Option<CycleId>,
    /// The dimension that it is about.
    pub dimension: Option<String>,
    /// The item that it is about.
    pub item: Option<String>,
}

/// Something that was found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its id.
    pub id: IssueId,
    /// Its readable number.
    pub number: IssueNumber,
    /// In a few words.
    pub title: String,
    /// In more.
    pub description: String,
    /// Who puts it right.
    pub department_id: DepartmentId,
    /// How much is at stake.
    pub severity: Severity,
    /// How much was at stake before it was seen to have come back.
    pub severity_before: Option<Severity>,
    /// Where it stands.
    pub state: IssueState,
    /// How often it was begun, from 1.
    pub round: i32,
    /// The last day for putting it right.
    pub due_on: NaiveDate,
    /// What it came from.
    pub source: Source,
    /// What shows it.
    pub evidence: Evidence,
    /// Why it is so, in the present round.
    pub analysis: Option<Analysis>,
    /// The closed issue that came back with this one.
    pub recurrence_of: Option<IssueId>,
    /// When it was found.
    pub opened_at: DateTime<Utc>,
    /// By whom; `None` for a rule.
    pub opened_by: Option<AccountId>,
    /// Since when the effect is observed.
    pub verifying_since: Option<DateTime<Utc>>,
    /// When it was closed or given up.
    pub closed_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

impl Issue {
    /// Moves the issue; what happened is for its history. The problem says where it stands
    /// and what is possible.
    pub fn happen(
        &mut self,
        happening: Happening,
        (id, at, actor): (IssueEventId, DateTime<Utc>, Option<AccountId>),
        reason: Option<String>,
    ) -> Result<Event, Problem> {
        let from = self.state;
        let to = after(from, happening)?;
        self.state = to;
        self.version += 1;
        match happening {
            Happening::Finished => self.verifying_since = Some(at),
            Happening::Closed | Happening::Cancelled => self.closed_at = Some(at),
            Happening::Reopened => {
                self.round += 1;
                self.verifying_since = None;
            }
            _ => {}
        }
        Ok(Event {
            id,
            happening,
            from,
            to,
            round: self.round,
            reason,
            at,
            actor,
        })
    }

    /// Whether it should have been put right before `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state.can_be_late() && self.due_on < today
    }

    /// Whether the other issue is of the same cause, about the same item or dimension.
    pub fn is_like(&self, other: &Self) -> bool {
        let about = |it: &Self| (it.evidence.item.clone(), it.evidence.dimension.clone());
        let cause = |it: &Self| it.analysis.as_ref().map(|analysis| analysis.cause);
        about(self) != (None, None)
            && about(self) == about(other)
            && cause(self).is_some()
            && cause(self) == cause(other)
    }
}

/// More severe by one step; the most severe stays.
pub(crate) fn raised(severity: Severity) -> Severity {
    match severity {
        Severity::Low => Severity::Medium,
        Severity::Medium | Severity::High => Severity::High,
    }
}

/// An issue to be opened.
#[derive(Clone, Debug)]
pub struct NewIssue {
    /// Who puts it right.
    pub department_id: DepartmentId,
    /// In a few words.
    pub title: String,
    /// In more.
    pub description: String,
    /// How much is at stake.
    pub severity: Severity,
    /// Working days until it is to be put right; by severity where left out.
    pub due_working_days: Option<u32>,
    /// What it came from.
    pub source: Source,
    /// What shows it.
    pub evidence: Evidence,
}

/// An issue as somebody types it.
#[derive(Clone, Debug)]
pub struct TypedIssue {
    /// Who puts it right.
    pub department_id: String,
    /// In a few words.
    pub title: String,
    /// In more.
    pub description: String,
    /// How much is at stake.
    pub severity: Severity,
    /// Whether it came from an audit.
    pub is_audit: bool,
    /// Working days; by severity where left out.
    pub due_working_days: Option<i32>,
    /// The dimension that it is about.
    pub dimension: Option<String>,
    /// The item that it is about.
    pub item: Option<String>,
}

impl NewIssue {
    /// Reads what somebody typed.
    pub fn read(typed: &TypedIssue) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let department_id = parse.id("departmentId", &typed.department_id, "department", "部门");
        let title = parse.field("title", Name::parse(&typed.title));
        let description = parse.field("description", LongText::parse(&typed.description));
        let days = typed.due_working_days.map(working_days);
        let days = parse.optional("dueWorkingDays", days);
        let name = |text: &Option<String>| text.as_deref().map(Name::parse);
        let dimension = parse.optional("dimension", name(&typed.dimension));
        let item = parse.optional("item", name(&typed.item));
        let read = (|| {
            Some(Self {
                department_id: department_id?,
                title: title?.into_string(),
                description: description?.into_string(),
                severity: typed.severity,
                due_working_days: days?,
                source: match typed.is_audit {
                    true => Source::Audit,
                    false => Source::Hand,
                },
                evidence: Evidence {
                    dimension: dimension?.map(Name::into_string),
                    item: item?.map(Name::into_string),
                    ..Evidence::default()
                },
            })
        })();
        parse.finish(read)
    }
}

/// Which issues a list shall have: those that meet every condition given.
#[derive(Clone, Copy, Debug, Default)]
pub struct IssueFilter {
    /// That stand so.
    pub state: Option<IssueState>,
    /// That this department puts right.
    pub department_id: Option<DepartmentId>,
    /// Of this severity.
    pub severity: Option<Severity>,
    /// That came from this.
    pub source: Option<Source>,
    /// Of this cause.
    pub cause: Option<Cause>,
    /// That are late today, if it is `true`; that are not, if `false`.
    pub overdue: Option<bool>,
}
