//! By which figure it is seen whether a plan worked, and the finding.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::kernel::ids::{AccountId, IssueId, IssueVerificationId, ScoreId};
use crate::kernel::text::{LongText, Name, required};
use crate::kernel::{Decimal, Exact, Parse, Typed};
use crate::rectification::error;

/// The longest observation, in days.
const LONGEST_WINDOW: i32 = 730;

closed_set! {
    /// Which figure of the department is observed.
    pub enum Metric {
        /// Its satisfaction index, the more the better.
        DepartmentIndex = "DEPARTMENT_INDEX",
        /// The index of one dimension, the more the better.
        DimensionIndex = "DIMENSION_INDEX",
        /// Complaints about it within the window, the fewer the better.
        ComplaintCount = "COMPLAINT_COUNT",
        /// The score of a line of its KPI sheet, the more the better.
        KpiLine = "KPI_LINE",
    }
}

/// How it is seen whether a plan worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measure {
    /// Which figure.
    pub metric: Metric,
    /// The code of the dimension, for [`Metric::DimensionIndex`].
    pub dimension: Option<String>,
    /// The path or code of the indicator, for [`Metric::KpiLine`].
    pub indicator: Option<String>,
    /// The figure before.
    pub baseline: Option<Decimal>,
    /// The figure as it was known when the plan was submitted, beside which whoever decides
    /// sees the baseline that was declared; `None` where there was none.
    #[serde(default)]
    pub known: Option<Decimal>,
    /// By how much it gets better at least.
    pub minimum_gain: Decimal,
    /// How many calendar days it is observed, from the day on which all is done.
    pub window_days: i32,
}

/// A measure as typed.
#[derive(Clone, Debug)]
pub struct TypedMeasure {
    /// See [`Measure::metric`].
    pub metric: Metric,
    /// See [`Measure::dimension`].
    pub dimension: Option<String>,
    /// See [`Measure::indicator`].
    pub indicator: Option<String>,
    /// See [`Measure::baseline`].
    pub baseline: Option<Typed<Decimal>>,
    /// See [`Measure::minimum_gain`].
    pub minimum_gain: Typed<Decimal>,
    /// See [`Measure::window_days`].
    pub window_days: i32,
}

impl Measure {
    /// Reads a measure from the object that `parse` stands at.
    pub(super) fn read(parse: &mut Parse, typed: TypedMeasure) -> Option<Self> {
        let named = |wanted: bool, text: Option<String>| match (wanted, text) {
            (true, None) => Some(Err(required())),
            (true, Some(text)) => Some(Name::parse(&text)),
            (false, _) => None,
        };
        let of_a_dimension = typed.metric == Metric::DimensionIndex;
        let dimension = parse.optional("dimension", named(of_a_dimension, typed.dimension));
        let of_a_line = typed.metric == Metric::KpiLine;
        let indicator = parse.optional("indicator", named(of_a_line, typed.indicator));
        let baseline = parse.optional("baseline", typed.baseline);
        let gain = typed
            .minimum_gain
            .and_then(|gain| match gain < Decimal::from(0) {
                true => Err(error::gain_is_negative()),
                false => Ok(gain),
            });
        let minimum_gain = parse.field("minimumGain", gain);
        let days = match (0..=LONGEST_WINDOW).contains(&typed.window_days) {
            true => Ok(typed.window_days),
            false => Err(error::window_out_of_range(LONGEST_WINDOW)),
        };
        let window_days = parse.field("windowDays", days);
        Some(Self {
            metric: typed.metric,
            dimension: dimension?.map(Name::into_string),
            indicator: indicator?.map(Name::into_string),
            baseline: baseline?,
            known: None,
            minimum_gain: minimum_gain?,
            window_days: window_days?,
        })
    }
}

closed_set! {
    /// Whether a plan worked.
    pub enum Outcome {
        /// It did.
        Effective = "EFFECTIVE",
        /// It did not.
        NotEffective = "NOT_EFFECTIVE",
        /// There is no figure by which to see it.
        InsufficientData = "INSUFFICIENT_DATA",
    }
}

closed_set! {
    /// What a finding rests on.
    pub enum Basis {
        /// On a figure.
        Data = "DATA",
        /// On what a person says.
        Person = "PERSON",
    }
}

/// What a person finds where there are no data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationDecision {
    /// Whether it worked.
    pub effective: bool,
    /// Why they think so.
    pub reason: LongText,
}

/// What came of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Its id.
    pub id: IssueVerificationId,
    /// Of which issue.
    pub issue_id: IssueId,
    /// Of which round.
    pub round: i32,
    /// Whether the plan worked.
    pub outcome: Outcome,
    /// What that rests on.
    pub basis: Basis,
    /// The score that was observed, where it was one.
    pub score_id: Option<ScoreId>,
    /// The figure before.
    pub baseline: Option<Decimal>,
    /// The figure after.
    pub observed: Option<Decimal>,
    /// By how much it got better; below nothing where it got worse.
    pub gain: Option<Decimal>,
    /// Why, where a person found it.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who found it or had it computed; `None` for the clock.
    pub by: Option<AccountId>,
}

/// Whether a plan worked by the figure that was observed, and by how much it got better:
/// the observed figure less the baseline, or the other way round where fewer is better.
pub fn judge(measure: &Measure, observed: Option<&Decimal>) -> (Outcome, Option<Decimal>) {
    let (Some(baseline), Some(observed)) = (&measure.baseline, observed) else {
        return (Outcome::InsufficientData, None);
    };
    let exact = |decimal: &Decimal| Exact::try_from(decimal.as_big()).unwrap_or_default();
    let (before, after) = (exact(baseline), exact(observed));
    let gain = match measure.metric {
        Metric::ComplaintCount => before - after,
        Metric::DepartmentIndex | Metric::DimensionIndex | Metric::KpiLine => after - before,
    };
    let outcome = match gain >= exact(&measure.minimum_gain) {
        true => Outcome::Effective,
        false => Outcome::NotEffective,
    };
    // Both figures have at most forty digits, and so has what is shown of their difference.
    (outcome, gain.rounded(6).parse().ok())
}
