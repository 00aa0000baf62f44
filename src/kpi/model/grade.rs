//! Grades: bands of totals with coefficients, and how many may have which.
//!
//! A forced distribution starts from the grade of each total's band. From the best grade
//! down, whoever stands lowest is moved to the next grade as long as a grade has more than
//! its share; then from the worst grade up, whoever stands lowest in the grade above is
//! moved down as long as a grade has less than its share. Nobody is ever moved up.
//! "At most" is rounded down to people, "at least" up. Who is equal in total, in the
//! weight present and in penalty points stands together: all of them are moved, so that
//! nobody has a better grade than somebody equal.

use serde::{Deserialize, Serialize};

use super::exact_text::exact;
use crate::closed_set;
use crate::kernel::{Decimal, Exact};

closed_set! {
    /// Where a grade comes from.
    pub enum GradeSource {
        /// From the band in which the total lies.
        Band = "BAND",
        /// From the distribution of a session.
        Distribution = "DISTRIBUTION",
        /// From somebody in a session, for a reason.
        Calibration = "CALIBRATION",
    }
}

/// A band of totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// What it is called.
    pub code: String,
    /// The lowest total.
    pub from: Decimal,
    /// What the bonus is multiplied with.
    pub coefficient: Decimal,
}

/// How many may, and must, have a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DistributionRule {
    /// The grade.
    pub grade: String,
    /// The largest share in per cent.
    pub at_most: Option<Decimal>,
    /// The smallest share in per cent.
    pub at_least: Option<Decimal>,
}

/// A sheet among those that are distributed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The exact total.
    pub total: Exact,
    /// The share of weight present, which breaks ties.
    pub weight_present: Exact,
    /// Penalty points below zero, which break ties after that.
    pub penalties: Exact,
}

/// The grade of `total` among `grades`, the best of which comes first; `None` below all.
pub fn grade_of<'a>(grades: &'a [Grade], total: &Exact) -> Option<&'a Grade> {
    grades.iter().find(|grade| exact(&grade.from) <= *total)
}

/// The position in `grades` that each of `standings` gets. Without a band a standing is
/// treated as being in the worst grade.
pub fn distribute(
    grades: &[Grade],
    rules: &[DistributionRule],
    standings: &[Standing],
) -> Vec<usize> {
    let worst = grades.len().saturating_sub(1);
    let band = |standing: &Standing| {
        let found = grades
            .iter()
            .position(|grade| exact(&grade.from) <= standing.total);
        found.unwrap_or(worst)
    };
    let mut given: Vec<usize> = standings.iter().map(band).collect();
    let rule = |position: usize| {
        let code = grades.get(position).map(|grade| grade.code.as_str());
        rules.iter().find(|rule| Some(rule.grade.as_str()) == code)
    };
    for position in 0..worst {
        let Some(most) = rule(position).and_then(|rule| rule.at_most.as_ref()) else {
            continue;
        };
        let most = people(most, standings.len(), Rounding::Down);
        while count(&given, position) > most {
            move_lowest(&mut given, standings, position);
        }
    }
    for position in (1..grades.len()).rev() {
        let Some(least) = rule(position).and_then(|rule| rule.at_least.as_ref()) else {
            continue;
        };
        let least = people(least, standings.len(), Rounding::Up);
        while count(&given, position) < least {
            // The nearest better grade that has somebody to give.
            let Some(above) = (0..position).rev().find(|it| count(&given, *it) > 0) else {
                break;
            };
            for from in above..position {
                move_lowest(&mut given, standings, from);
            }
        }
    }
    given
}

#[derive(Clone, Copy)]
enum Rounding {
    Down,
    Up,
}

/// `share` per cent of `all` in whole people.
fn people(share: &Decimal, all: usize, rounding: Rounding) -> usize {
    let all = Exact::from(i64::try_from(all).unwrap_or(i64::MAX));
    let exactly = exact(share) * all;
    let down = exactly.numerator() / (exactly.denominator() * 100_i64);
    let down = usize::try_from(down).unwrap_or(usize::MAX);
    let whole = Exact::from(i64::try_from(down).unwrap_or(i64::MAX)) * Exact::hundred();
    match rounding {
        Rounding::Up if whole < exactly => down + 1,
        _ => down,
    }
}

fn count(given: &[usize], position: usize) -> usize {
    given.iter().filter(|it| **it == position).count()
}

/// Moves whoever stands lowest in the grade, and everybody equal, to the next one.
fn move_lowest(given: &mut [usize], standings: &[Standing], position: usize) {
    let lowest = given
        .iter()
        .zip(standings)
        .filter(|(it, _)| **it == position)
        .map(|(_, standing)| standing)
        .min()
        .cloned();
    for (grade, standing) in given.iter_mut().zip(standings) {
        if *grade == position && Some(standing) == lowest.as_ref() {
            *grade = position + 1;
        }
    }
}
