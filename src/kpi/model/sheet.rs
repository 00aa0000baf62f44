//! A sheet (考核表): one subject's copy of a scheme in one period.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::exact_text;
use super::grade::Standing;
use super::indicator::{Facts, LineState};
use super::scheme::SchemeContent;
use super::state::SheetState;
use super::total::{Adjusted, GradeGiven};
use super::tree::ScoringTree;
use crate::closed_set;
use crate::cycles::Period;
use crate::kernel::ids::{
    AccountId, DepartmentId, EmployeeId, KpiSchemeVersionId, KpiSheetId, ScoreId,
};
use crate::kernel::{Decimal, Exact};

/// Places of published figures.
const PLACES: u32 = 2;

/// What a sheet without a total is sorted by: behind all that have one.
pub const WITHOUT_TOTAL: i64 = -1;

closed_set! {
    /// By which way a figure came.
    pub enum Origin {
        /// Typed by a person.
        Hand = "HAND",
        /// Sent by a program.
        Api = "API",
        /// Sent with those of many sheets.
        Import = "IMPORT",
        /// Pulled from an assessment.
        Score = "SCORE",
        /// From sheets of shorter periods.
        RollUp = "ROLL_UP",
        /// A correction by an appeal.
        Appeal = "APPEAL",
    }
}

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A department.
    Department(DepartmentId),
    /// An employee.
    Employee(EmployeeId),
}

/// A sheet without its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its id.
    pub id: KpiSheetId,
    /// By what it measures.
    pub scheme_version_id: KpiSchemeVersionId,
    /// Who is measured.
    pub subject: Subject,
    /// Where the subject is; a department is in itself.
    pub department_id: DepartmentId,
    /// When.
    pub period: Period,
    /// For how many days of the period it speaks.
    pub days: u32,
    /// Where it stands.
    pub state: SheetState,
    /// Counts the changes.
    pub version: i32,
    /// Counts the results that were published.
    pub revision: i32,
    /// What came of it.
    pub result: SheetResult,
    /// What the coefficient is multiplied with.
    pub bonus_base: Option<Decimal>,
    /// When it was generated.
    pub created_at: DateTime<Utc>,
    /// By whom; `None` for the system.
    pub created_by: Option<AccountId>,
    /// When the present revision was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// What came of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetResult {
    /// The exact total of the tree.
    pub tree: Option<Exact>,
    /// The exact total that counts.
    pub total: Option<Exact>,
    /// The share of the weight whose lines have a score, in per cent of two places.
    pub weight_present: String,
    /// Whether a veto was approved.
    pub vetoed: bool,
    /// Whether a line rests on a score that has a newer revision.
    pub stale: bool,
    /// The grade.
    pub grade: Option<GradeGiven>,
}

impl SheetResult {
    /// The total as it is published.
    pub fn published(&self) -> Option<String> {
        self.total.as_ref().map(|total| total.rounded(PLACES))
    }

    /// What the sheet is sorted by.
    pub fn order(&self) -> i64 {
        self.total
            .as_ref()
            .map_or(WITHOUT_TOTAL, Exact::ordering_key)
    }
}

/// A line of a sheet: one indicator with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The codes from the top of the tree, separated by `/`.
    pub path: String,
    /// What programs call the indicator.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Its share among its siblings, in per cent.
    pub weight: Decimal,
    /// The target that counts.
    pub target: Option<Decimal>,
    /// The target that waits for approval.
    pub proposed_target: Option<Decimal>,
    /// Whether the target was added up from shorter periods, and nobody agreed on it.
    #[serde(default)]
    pub target_is_sum: bool,
    /// The actual figure.
    pub actual: Option<Decimal>,
    /// A score that comes from elsewhere.
    #[serde(with = "exact_text")]
    pub given: Option<Exact>,
    /// Whether there is a score.
    pub state: LineState,
    /// The score.
    #[serde(with = "exact_text")]
    pub score: Option<Exact>,
    /// How the actual came.
    pub origin: Option<Origin>,
    /// Where it was taken from, as somebody said.
    pub source: Option<String>,
    /// Why it is what it is.
    pub reason: Option<String>,
    /// Who entered it; `None` for the system.
    pub entered_by: Option<AccountId>,
    /// When.
    pub entered_at: Option<DateTime<Utc>>,
    /// Who checked it.
    pub checked_by: Option<AccountId>,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
    /// The score revision that was pulled.
    pub pulled: Option<Pulled>,
    /// The revision that took its place, until it is accepted.
    pub newer_revision: Option<i32>,
}

/// A score revision that a line rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pulled {
    /// The score.
    pub score_id: ScoreId,
    /// Its revision.
    pub revision: i32,
}

impl Line {
    /// The score as it is published.
    pub fn published_score(&self) -> Option<String> {
        self.score.as_ref().map(|score| score.rounded(PLACES))
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            target: self.target.as_ref(),
            actual: self.actual.as_ref(),
            given: self.given.as_ref(),
        }
    }
}

/// The lines with which a sheet begins.
pub fn first_lines(content: &SchemeContent) -> Vec<Line> {
    let line = |(path, leaf): (String, super::scheme::Leaf<'_>)| Line {
        path,
        code: leaf.node.code.as_str().to_owned(),
        name: leaf.node.name.clone(),
        weight: leaf.node.weight.clone(),
        target: leaf.indicator.target.clone(),
        proposed_target: None,
        target_is_sum: false,
        actual: None,
        given: None,
        state: LineState::MissingActual,
        score: None,
        origin: None,
        source: None,
        reason: None,
        entered_by: None,
        entered_at: None,
        checked_by: None,
        checked_at: None,
        pulled: None,
        newer_revision: None,
    };
    content.leaves().into_iter().map(line).collect()
}

/// Computes the lines in place, and what comes of the sheet. A grade that a session gave
/// stays while the total is what it was.
pub fn compute(
    content: &SchemeContent,
    tree: &ScoringTree,
    lines: &mut [Line],
    adjusted: &Adjusted,
    before: &SheetResult,
) -> SheetResult {
    let facts: Vec<Facts<'_>> = lines.iter().map(Line::facts).collect();
    let scored = tree.score(&facts);
    for (line, result) in lines.iter_mut().zip(scored.lines) {
        line.state = result.state;
        line.score = result.score;
    }
    let total = adjusted.applied(content, scored.total.as_ref());
    let grade = match &before.grade {
        Some(given) if before.total == total && before.vetoed == adjusted.veto => {
            Some(given.clone())
        }
        _ => adjusted.grade(content, total.as_ref()),
    };
    SheetResult {
        tree: scored.total,
        grade,
        total,
        weight_present: scored.weight_present.rounded(PLACES),
        vetoed: adjusted.veto,
        stale: lines.iter().any(|line| line.newer_revision.is_some()),
    }
}

/// Where a sheet stands among others, if it has a total.
pub fn standing(sheet: &Sheet, adjusted: &Adjusted) -> Option<Standing> {
    Some(Standing {
        total: sheet.result.total.clone()?,
        weight_present: Exact::parse(&sheet.result.weight_present).unwrap_or_default(),
        penalties: -adjusted.penalty.clone(),
    })
}

/// Which sheets a list shall have.
#[derive(Clone, Debug, Default)]
pub struct SheetFilter {
    /// By this version of a scheme.
    pub scheme_version: Option<KpiSchemeVersionId>,
    /// Of this department, or of people in it.
    pub department: Option<DepartmentId>,
    /// Of this employee.
    pub employee: Option<EmployeeId>,
    /// In this state.
    pub state: Option<SheetState>,
    /// Of periods that begin on this day.
    pub period_start: Option<NaiveDate>,
    /// With or without lines that rest on an old score revision.
    pub stale: Option<bool>,
}

/// What a list of sheets is sorted by: the latest period first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetKey {
    /// The last day of the period.
    pub period_end: NaiveDate,
    /// The sheet.
    pub id: KpiSheetId,
}

impl Sheet {
    /// Where the sheet stands in a list.
    pub fn key(&self) -> SheetKey {
        SheetKey {
            period_end: self.period.end,
            id: self.id,
        }
    }

    /// The employee who is measured.
    pub fn employee(&self) -> Option<EmployeeId> {
        match self.subject {
            Subject::Employee(employee) => Some(employee),
            Subject::Department(_) => None,
        }
    }
}

/// A result of a sheet that was published, or the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRevision {
    /// Which, from 1.
    pub revision: i32,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its total as published.
    pub total: Option<String>,
    /// The share of weight present.
    pub weight_present: String,
    /// Its grade.
    pub grade: Option<(String, Decimal)>,
    /// Why there is a revision after the first.
    pub reason: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// A step that a sheet took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenStep {
    /// The sheet.
    pub sheet_id: KpiSheetId,
    /// From where.
    pub from: SheetState,
    /// To where.
    pub to: SheetState,
    /// Why, for a step back.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it; `None` for the system.
    pub by: Option<AccountId>,
}

/// A figure that was entered once, whatever replaced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnteredFigure {
    /// Its id.
    pub id: crate::kernel::ids::KpiEntryId,
    /// The sheet.
    pub sheet_id: KpiSheetId,
    /// Into which revision.
    pub revision: i32,
    /// Into which line.
    pub path: String,
    /// The actual, if one was entered.
    pub actual: Option<Decimal>,
    /// The target, if one was entered.
    pub target: Option<Decimal>,
    /// Why.
    pub reason: Option<String>,
    /// Taken from where.
    pub source: Option<String>,
    /// How it came.
    pub origin: Origin,
    /// The score that it was pulled from.
    pub score_id: Option<ScoreId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who entered it; `None` for the system.
    pub by: Option<AccountId>,
}

/// What the coefficient of a published sheet makes of its base.
pub fn bonus(base: &Decimal, coefficient: &Decimal) -> Exact {
    exact_text::exact(base) * exact_text::exact(coefficient)
}
