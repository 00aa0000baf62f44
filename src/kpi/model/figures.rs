//! Figures to be entered into a sheet, read against its scheme.

use super::exact_text::exact;
use super::indicator::Rule;
use super::scheme::SchemeContent;
use crate::kernel::text::{LongText, Name, required};
use crate::kernel::{Decimal, Exact, Parse, Problem, Typed};
use crate::kpi::error;

/// How many figures one call may have for a sheet.
const MOST_FIGURES: usize = 200;

/// A figure as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TypedFigure {
    /// The indicator's path or code.
    pub indicator: String,
    /// The actual.
    pub actual: Option<Typed<Decimal>>,
    /// The target.
    pub target: Option<Typed<Decimal>>,
    /// Why.
    pub reason: Option<String>,
    /// Taken from where.
    pub source: Option<String>,
}

/// A figure to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFigure {
    /// Which line.
    pub position: usize,
    /// The actual.
    pub actual: Option<Decimal>,
    /// The target.
    pub target: Option<Decimal>,
    /// Why.
    pub reason: Option<String>,
    /// Taken from where.
    pub source: Option<String>,
    /// Whether somebody rates.
    pub is_rating: bool,
}

/// What figures are entered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entering {
    /// The sheet as it is being made.
    Sheet,
    /// A correction: a pulled figure may be named without a value, to pull it anew.
    Correction,
}

/// Reads the list in `field`.
pub fn read_figures(
    parse: &mut Parse,
    field: &str,
    content: &SchemeContent,
    typed: Vec<TypedFigure>,
    entering: Entering,
) -> Option<Vec<NewFigure>> {
    if typed.is_empty() {
        parse.push(field, required());
        return None;
    }
    let leaves = content.leaves();
    let mut seen: Vec<usize> = Vec::new();
    parse.list(field, typed, MOST_FIGURES, |parse, typed| {
        let position = content.position(&typed.indicator);
        let position = parse.field("indicator", position.ok_or_else(error::unknown_indicator));
        let actual = parse.optional("actual", typed.actual);
        let target = parse.optional("target", typed.target);
        let reason = typed.reason.filter(|reason| !reason.trim().is_empty());
        let reason = parse.optional("reason", reason.as_deref().map(LongText::parse));
        let source = typed.source.filter(|source| !source.trim().is_empty());
        let source = parse.optional("source", source.as_deref().map(Name::parse));
        let position = position?;
        if seen.contains(&position) {
            parse.push("indicator", error::indicator_twice());
        }
        seen.push(position);
        let (actual, target) = (actual?, target?);
        let (reason, source) = (reason?, source?);
        let (_, leaf) = leaves.get(position)?;
        let rule = &leaf.indicator.rule;
        if let Some(actual) = &actual {
            parse.field("actual", allowed(rule, actual));
        }
        let needs_no_value = leaf.indicator.is_pulled() && entering == Entering::Correction;
        if actual.is_none() && target.is_none() && !needs_no_value {
            parse.push("actual", error::no_figure());
        }
        let is_rating = actual.is_some() && matches!(rule, Rule::Manual { .. });
        if is_rating && reason.is_none() && entering == Entering::Sheet {
            parse.push("reason", required());
        }
        Some(NewFigure {
            position,
            actual,
            target,
            reason: reason.map(LongText::into_string),
            source: source.map(Name::into_string),
            is_rating,
        })
    })
}

/// What an actual must be by its rule.
fn allowed(rule: &Rule, actual: &Decimal) -> Result<(), Problem> {
    let value = exact(actual);
    match rule {
        Rule::Satisfaction { .. } => Err(error::pulled_not_typed()),
        Rule::Manual { full } if value.is_negative() || value > exact(full) => {
            Err(error::rating_out_of_range(&full.to_string()))
        }
        // More points than full marks by a count below nothing.
        Rule::Deduction { .. } if value < Exact::zero() => Err(error::negative()),
        _ => Ok(()),
    }
}
