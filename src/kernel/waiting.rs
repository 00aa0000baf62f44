//! Something that waits for somebody's decision, whatever it is: so that each capability
//! tells what waits, and one list shows it.

use chrono::{DateTime, NaiveDate, Utc};

use super::Bilingual;
use super::ids::{AccountId, DepartmentId, EmployeeId};
use crate::closed_set;

closed_set! {
    /// What waits.
    pub enum WaitingKind {
        /// The plan of an issue.
        Plan = "PLAN",
        /// More time for an action.
        Extension = "EXTENSION",
        /// Leaving a contact out of a survey.
        Exclusion = "EXCLUSION",
        /// Surveying a customer no more for a while.
        Suspension = "SUSPENSION",
        /// An appeal against a score or a sheet.
        Appeal = "APPEAL",
        /// Another target for a line of a sheet.
        TargetChange = "TARGET_CHANGE",
        /// Bonus or penalty points, or a veto.
        Adjustment = "ADJUSTMENT",
        /// Whether a plan worked, where data do not tell.
        Verification = "VERIFICATION",
        /// The next step of a sheet.
        KpiSheet = "KPI_SHEET",
    }
}

/// Something that waits for a decision of whoever asks what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What waits.
    pub kind: WaitingKind,
    /// The id that the deciding mutation takes.
    pub subject_id: String,
    /// What it is called, without whom it is about.
    pub what: Bilingual,
    /// The department that it is about, or where the person is that it is about.
    pub department_id: DepartmentId,
    /// The person that it is about, if it is one.
    pub employee_id: Option<EmployeeId>,
    /// Who asked; `None` for what came by itself.
    pub requested_by: Option<AccountId>,
    /// Since when it waits for this decision.
    pub since: DateTime<Utc>,
    /// The last day for it, where there is one.
    pub due_on: Option<NaiveDate>,
}
