//! Who is told, and when, that an issue is late.

use chrono::NaiveDate;

use crate::closed_set;
use crate::deadlines::Escalation;
use crate::org::WorkingCalendar;

closed_set! {
    /// Who is told.
    pub enum EscalationStep {
        /// The owners of the actions that are to be done; as long as there are none, whoever
        /// manages the department.
        Owner = "OWNER",
        /// The head of the department.
        Head = "HEAD",
        /// The managers above.
        Manager = "MANAGER",
        /// The executives.
        Executive = "EXECUTIVE",
    }
}

impl EscalationStep {
    /// On which working day after the due day.
    const fn working_days(self, given: &Escalation) -> u32 {
        match self {
            Self::Owner => given.owner,
            Self::Head => given.head,
            Self::Manager => given.manager,
            Self::Executive => given.executive,
        }
    }
}

/// The steps that are due by `today` for what was due on `due_on`, in their order; none on a
/// day that is not worked.
pub fn steps_due(
    calendar: &WorkingCalendar,
    given: &Escalation,
    due_on: NaiveDate,
    today: NaiveDate,
) -> Vec<EscalationStep> {
    if !calendar.is_worked(today) {
        return Vec::new();
    }
    let steps = EscalationStep::ALL.iter().copied();
    let is_due = |step: &EscalationStep| calendar.after(due_on, step.working_days(given)) <= today;
    steps.filter(is_due).collect()
}
