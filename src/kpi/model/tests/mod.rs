//! The rules of KPI, without a database.

mod laws;
mod oddities;
mod reading;
mod roll_ups;
mod standings;
mod worked_example;

use super::*;
use crate::kernel::{Decimal, Exact, Parse, Problem};

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// An indicator of a kind without anything else said.
pub(super) fn indicator(kind: IndicatorKind) -> TypedIndicator {
    TypedIndicator {
        kind,
        target: None,
        full: None,
        cap: None,
        floor: None,
        unit: None,
        steps: Vec::new(),
        expression: None,
        dimension: None,
        missing: None,
    }
}

pub(super) fn leaf(code: &str, weight: &str, indicator: TypedIndicator) -> TypedNode {
    TypedNode {
        code: code.to_owned(),
        name: code.to_owned(),
        weight: Ok(decimal(weight)),
        children: None,
        indicator: Some(indicator),
    }
}

pub(super) fn branch(code: &str, weight: &str, children: Vec<TypedNode>) -> TypedNode {
    TypedNode {
        children: Some(children),
        indicator: None,
        ..leaf(code, weight, indicator(IndicatorKind::Manual))
    }
}

pub(super) fn read(root: Vec<TypedNode>) -> Result<SchemeContent, Vec<Problem>> {
    let mut parse = Parse::argument("input");
    let typed = TypedContent {
        root,
        ..TypedContent::default()
    };
    let content = SchemeContent::read(&mut parse, typed);
    parse.finish(content)
}

pub(super) fn content(root: Vec<TypedNode>) -> SchemeContent {
    read(root).expect("a scheme")
}

/// The lines with the figures of `(target, actual)`, an empty text standing for nothing,
/// and what comes of them.
pub(super) fn computed(
    content: &SchemeContent,
    figures: &[(&str, &str)],
) -> (Vec<Line>, SheetResult) {
    let mut lines = first_lines(content);
    for (line, (target, actual)) in lines.iter_mut().zip(figures) {
        if !target.is_empty() {
            line.target = Some(decimal(target));
        }
        line.actual = (!actual.is_empty()).then(|| decimal(actual));
    }
    let tree = ScoringTree::of(content).unwrap();
    let result = compute(
        content,
        &tree,
        &mut lines,
        &Adjusted::default(),
        &SheetResult::default(),
    );
    (lines, result)
}

/// State and score of one indicator.
pub(super) fn one(
    typed: TypedIndicator,
    target: &str,
    actual: &str,
) -> (LineState, Option<String>) {
    let content = content(vec![leaf("only", "100", typed)]);
    let (lines, _) = computed(&content, &[(target, actual)]);
    (lines[0].state, lines[0].published_score())
}

pub(super) fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}
