//! Sessions in which grades are compared, and moved for reasons.

use chrono::{DateTime, NaiveDate, Utc};

use super::grade::GradeSource;
use crate::closed_set;
use crate::kernel::ids::{AccountId, KpiCalibrationId, KpiMoveId, KpiSchemeVersionId, KpiSheetId};

closed_set! {
    /// Whether grades can be moved.
    pub enum CalibrationState {
        /// They can (进行中).
        Open = "OPEN",
        /// No longer (已结束).
        Closed = "CLOSED",
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// Its id.
    pub id: KpiCalibrationId,
    /// Whose sheets are compared.
    pub scheme_version_id: KpiSchemeVersionId,
    /// The first day of their period.
    pub period_start: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whether grades can be moved.
    pub state: CalibrationState,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: AccountId,
    /// When it was closed, and by whom.
    pub closed: Option<(DateTime<Utc>, AccountId)>,
}

/// A grade that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its id.
    pub id: KpiMoveId,
    /// In which session.
    pub calibration_id: KpiCalibrationId,
    /// Whose.
    pub sheet_id: KpiSheetId,
    /// The grade before.
    pub from: Option<String>,
    /// The grade after.
    pub to: String,
    /// Why.
    pub reason: String,
    /// By the distribution, or by somebody.
    pub source: GradeSource,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
}
