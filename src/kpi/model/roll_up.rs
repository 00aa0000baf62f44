//! From the sheets of shorter periods to that of a longer one.
//!
//! Whoever changed department within a short period has a sheet of each department: their
//! figures are first put together by days, then the periods count alike.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::indicator::Missing;
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
    /// How many shorter periods had a figure.
    pub present: usize,
    /// How many there are.
    pub periods: usize,
}

/// Figures that together have more digits than a figure may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// What the line at `path` gets from `sources`, which are in the order of their periods. What is
/// missing in one of them is left out and counted, or counts as zero, or keeps the line without
/// a figure, as the scheme says.
pub fn rolled(
    method: RollUpMethod,
    missing: Missing,
    path: &str,
    sources: &[Source],
) -> Result<Rolled, TooLong> {
    let mut periods: BTreeMap<NaiveDate, Vec<(u32, &Line)>> = BTreeMap::new();
    for source in sources {
        let line = source.lines.iter().find(|line| line.path == path);
        if let Some(line) = line {
            let period = periods.entry(source.start).or_default();
            period.push((source.days, line));
        }
    }
    let has_figure = |parts: &&Vec<(u32, &Line)>| match method {
        RollUpMethod::Sum => parts.iter().all(|(_, line)| can_be_added(line)),
        RollUpMethod::Mean | RollUpMethod::Last => by_days(parts).is_some(),
    };
    let counted = Rolled {
        present: periods.values().filter(has_figure).count(),
        periods: periods.len(),
        ..Rolled::default()
    };
    let is_short = counted.present < counted.periods;
    if is_short && missing == Missing::Block {
        return Ok(counted);
    }
    let as_zero = is_short && missing == Missing::Zero;
    match method {
        RollUpMethod::Mean => {
            let zero = || as_zero.then(Exact::zero);
            let scores = periods
                .values()
                .filter_map(|parts| by_days(parts).or_else(zero));
            Ok(Rolled {
                given: mean(scores),
                ..counted
            })
        }
        RollUpMethod::Last => Ok(last(&periods, as_zero, counted)),
        RollUpMethod::Sum => {
            let lines = periods.values().flatten().map(|(_, line)| *line);
            let added: Vec<&Line> = lines
                // Of a period without a figure neither part is added: an actual without its
                // target, or the other way round, would make a wrong share.
                .filter(|line| can_be_added(line) || as_zero)
                .collect();
            let actuals = added.iter().filter(|line| can_be_added(line));
            let nothing = as_zero.then(|| Decimal::from(0));
            Ok(Rolled {
                target: sum(added.iter().filter_map(|line| line.target.as_ref()))?,
                actual: sum(actuals.filter_map(|line| line.actual.as_ref()))?.or(nothing),
                ..counted
            })
        }
    }
}

/// Whether a line has what a sum is made of: an actual that has a score.
fn can_be_added(line: &Line) -> bool {
    line.actual.is_some() && line.score.is_some()
}

/// What the last period with a score had: one figure as it is, several by days. Where missing
/// figures count as zero, it is the very last period, whatever it had.
fn last(
    periods: &BTreeMap<NaiveDate, Vec<(u32, &Line)>>,
    as_zero: bool,
    counted: Rolled,
) -> Rolled {
    let scored = |parts: &&Vec<(u32, &Line)>| as_zero || by_days(parts).is_some();
    let Some(parts) = periods.values().rev().find(scored) else {
        return counted;
    };
    match parts.as_slice() {
        [(_, line)] if line.given.is_none() && line.score.is_some() => Rolled {
            target: line.target.clone(),
            actual: line.actual.clone(),
            ..counted
        },
        parts => Rolled {
            given: by_days(parts).or_else(|| as_zero.then(Exact::zero)),
            ..counted
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
