//! From the sheets of shorter periods to that of a longer one.
//!
//! Whoever changed department within a short period has a sheet of each department: their
//! figures are first put together by days, then the periods count alike.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::sheet::Line;
use crate::closed_set;
use crate::kernel::{Decimal, Exact};

closed_set! {
    /// How the figures of shorter periods make that of a longer one.
    pub enum RollUpMethod {
        /// The mean of the scores.
        Mean = "MEAN",
        /// The sum of the actuals over the sum of the targets.
        Sum = "SUM",
        /// What the last period had.
        Last = "LAST",
    }
}

/// A sheet of a shorter period.
#[derive(Clone, Debug)]
pub struct Source {
    /// When its period begins.
    pub start: NaiveDate,
    /// For how many days it speaks.
    pub days: u32,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// What a line of the longer period gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rolled {
    /// The target, if the shorter periods had one.
    pub target: Option<Decimal>,
    /// The actual.
    pub actual: Option<Decimal>,
    /// A score that is given as it is.
    pub given: Option<Exact>,
}

/// Figures that together have more digits than a figure may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// What the line at `path` gets from `sources`, which are in the order of their periods.
pub fn rolled(method: RollUpMethod, path: &str, sources: &[Source]) -> Result<Rolled, TooLong> {
    let mut periods: BTreeMap<NaiveDate, Vec<(u32, &Line)>> = BTreeMap::new();
    for source in sources {
        let line = source.lines.iter().find(|line| line.path == path);
        if let Some(line) = line {
            let period = periods.entry(source.start).or_default();
            period.push((source.days, line));
        }
    }
    match method {
        RollUpMethod::Mean => Ok(Rolled {
            given: mean(periods.values().filter_map(|parts| by_days(parts))),
            ..Rolled::default()
        }),
        RollUpMethod::Last => Ok(last(&periods)),
        RollUpMethod::Sum => {
            let lines: Vec<&Line> = periods
                .values()
                .flatten()
                .map(|(_, line)| *line)
                // A target whose actual is missing would make the others look worse.
                .filter(|line| line.actual.is_some())
                .collect();
            Ok(Rolled {
                target: sum(lines.iter().filter_map(|line| line.target.as_ref()))?,
                actual: sum(lines.iter().filter_map(|line| line.actual.as_ref()))?,
                given: None,
            })
        }
    }
}

/// What the last period with a score had: one figure as it is, several by days.
fn last(periods: &BTreeMap<NaiveDate, Vec<(u32, &Line)>>) -> Rolled {
    let scored = |parts: &&Vec<(u32, &Line)>| by_days(parts).is_some();
    let Some(parts) = periods.values().rev().find(scored) else {
        return Rolled::default();
    };
    match parts.as_slice() {
        [(_, line)] if line.given.is_none() => Rolled {
            target: line.target.clone(),
            actual: line.actual.clone(),
            given: None,
        },
        parts => Rolled {
            given: by_days(parts),
            ..Rolled::default()
        },
    }
}

/// The score of one period, its parts weighing by their days.
fn by_days(parts: &[(u32, &Line)]) -> Option<Exact> {
    let (mut sum, mut days) = (Exact::zero(), Exact::zero());
    for (count, line) in parts {
        if let Some(score) = &line.score {
            let count = Exact::from(i64::from(*count));
            sum += &(score * &count);
            days += &count;
        }
    }
    sum.divided_by(&days)
}

fn mean(scores: impl Iterator<Item = Exact>) -> Option<Exact> {
    let scores: Vec<Exact> = scores.collect();
    let count = Exact::from(i64::try_from(scores.len()).ok()?);
    scores.iter().sum::<Exact>().divided_by(&count)
}

fn sum<'a>(figures: impl Iterator<Item = &'a Decimal>) -> Result<Option<Decimal>, TooLong> {
    let mut figures = figures.peekable();
    if figures.peek().is_none() {
        return Ok(None);
    }
    let sum: BigDecimal = figures.map(Decimal::as_big).sum();
    let sum = sum.normalized().to_plain_string();
    sum.parse().map(Some).map_err(|_| TooLong)
}
