//! Reads schemes as they were typed, and tells all that is wrong with them at once.

use super::grade::{DistributionRule, Grade};
use super::indicator::{FIGURES, Indicator, Missing, Rule, ScoreStep};
use super::scheme::{Node, Part, SchemeContent, SubjectKind};
use crate::closed_set;
use crate::cycles::PeriodKind;
use crate::formula::Formula;
use crate::kernel::text::{Code, Name, required};
use crate::kernel::{Decimal, Parse, Problem, Typed};
use crate::kpi::error;

/// How deep a tree may be.
const DEEPEST: usize = 6;
/// How many parts a group may have.
const MOST_PARTS: usize = 50;
/// How many indicators a scheme may have.
const MOST_INDICATORS: usize = 200;
/// How many steps a table, and how many grades a scheme may have.
const MOST_BANDS: usize = 50;
/// Working days to appeal, where nothing else is said.
const APPEAL_DAYS: u32 = 7;
/// Departments with fewer sheets are pooled, where nothing else is said.
const POOL_BELOW: u32 = 5;

closed_set! {
    /// How a figure becomes a score, as people choose it.
    pub enum IndicatorKind {
        /// The more the better.
        AttainmentHigher = "ATTAINMENT_HIGHER",
        /// The less the better.
        AttainmentLower = "ATTAINMENT_LOWER",
        /// Marks out of full marks.
        RatioToFull = "RATIO_TO_FULL",
        /// A table of steps.
        Steps = "STEPS",
        /// Full marks less something for each case.
        Deduction = "DEDUCTION",
        /// Pulled from an assessment.
        Satisfaction = "SATISFACTION",
        /// Rated by somebody.
        Manual = "MANUAL",
        /// An expression.
        Expression = "EXPRESSION",
    }
}

/// A scheme as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TypedContent {
    /// The top of the tree.
    pub root: Vec<TypedNode>,
    /// The grades.
    pub grades: Vec<TypedGrade>,
    /// Working days to appeal.
    pub appeal_working_days: Option<i32>,
    /// Working days to decide.
    pub decision_working_days: Option<i32>,
    /// The most bonus points.
    pub bonus_cap: Option<Typed<Decimal>>,
    /// The most penalty points.
    pub penalty_cap: Option<Typed<Decimal>>,
    /// How many may have which grade.
    pub distribution: Vec<TypedDistribution>,
    /// Pool departments with fewer sheets.
    pub pool_below: Option<i32>,
}

/// A part of the tree as it was typed.
#[derive(Clone, Debug)]
pub struct TypedNode {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Weight.
    pub weight: Typed<Decimal>,
    /// Parts.
    pub children: Option<Vec<TypedNode>>,
    /// Indicator.
    pub indicator: Option<TypedIndicator>,
}

/// An indicator as it was typed.
#[derive(Clone, Debug)]
pub struct TypedIndicator {
    /// Kind.
    pub kind: IndicatorKind,
    /// Target.
    pub target: Option<Typed<Decimal>>,
    /// Full marks.
    pub full: Option<Typed<Decimal>>,
    /// The highest score.
    pub cap: Option<Typed<Decimal>>,
    /// The lowest score.
    pub floor: Option<Typed<Decimal>>,
    /// What each case costs.
    pub unit: Option<Typed<Decimal>>,
    /// Figures and their scores.
    pub steps: Vec<(Typed<Decimal>, Typed<Decimal>)>,
    /// The expression.
    pub expression: Option<String>,
    /// The dimension of the assessment.
    pub dimension: Option<String>,
    /// What becomes of a line without a score.
    pub missing: Option<Missing>,
}

/// A grade as it was typed.
#[derive(Clone, Debug)]
pub struct TypedGrade {
    /// Code.
    pub code: String,
    /// The lowest total.
    pub from: Typed<Decimal>,
    /// The coefficient.
    pub coefficient: Typed<Decimal>,
}

/// A rule of distribution as it was typed.
#[derive(Clone, Debug)]
pub struct TypedDistribution {
    /// The grade.
    pub grade: String,
    /// The largest share.
    pub at_most: Option<Typed<Decimal>>,
    /// The smallest share.
    pub at_least: Option<Typed<Decimal>>,
}

/// A scheme to be made.
#[derive(Clone, Debug)]
pub struct NewScheme {
    /// What people type.
    pub code: Code,
    /// What people read.
    pub name: Name,
    /// Who is measured.
    pub subject: SubjectKind,
    /// How long its periods are.
    pub period: PeriodKind,
    /// What it says.
    pub content: SchemeContent,
}

impl NewScheme {
    /// Reads the argument `input`.
    pub fn read(
        code: &str,
        name: &str,
        subject: SubjectKind,
        period: PeriodKind,
        content: TypedContent,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let code = parse.field("code", Code::parse(code));
        let name = parse.field("name", Name::parse(name));
        if period == PeriodKind::AdHoc {
            parse.push("period", error::period_of_schemes());
        }
        let content = SchemeContent::read(&mut parse, content);
        let read = code.zip(name).zip(content);
        let read = read.map(|((code, name), content)| Self {
            code,
            name,
            subject,
            period,
            content,
        });
        parse.finish(read)
    }
}

impl SchemeContent {
    /// Reads a content within the object that is being read.
    pub fn read(parse: &mut Parse, typed: TypedContent) -> Option<Self> {
        let root = siblings(parse, "root", typed.root, 1);
        if let Some(root) = &root
            && indicators(root) > MOST_INDICATORS
        {
            parse.push("root", error::too_many_indicators(MOST_INDICATORS));
        }
        let grades = grades(parse, typed.grades);
        let appeal = days(parse, "appealWorkingDays", typed.appeal_working_days);
        let decision = days(parse, "decisionWorkingDays", typed.decision_working_days);
        let bonus_cap = limit(parse, "bonusCap", typed.bonus_cap);
        let penalty_cap = limit(parse, "penaltyCap", typed.penalty_cap);
        let pool = match typed.pool_below {
            None => Some(POOL_BELOW),
            Some(below) => parse.field("poolBelow", counted(below, 1, 1_000)),
        };
        let distribution = match &grades {
            Some(grades) => distribution(parse, typed.distribution, grades),
            None => None,
        };
        let appeal_working_days = appeal?.unwrap_or(APPEAL_DAYS);
        Some(Self {
            root: root?,
            grades: grades?,
            appeal_working_days,
            decision_working_days: decision?.unwrap_or(appeal_working_days),
            bonus_cap: bonus_cap?,
            penalty_cap: penalty_cap?,
            distribution: distribution?,
            pool_below: pool?,
        })
    }
}

fn indicators(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| match &node.part {
            Part::Group(children) => indicators(children),
            Part::Leaf(_) => 1,
        })
        .sum()
}

fn siblings(
    parse: &mut Parse,
    field: &str,
    typed: Vec<TypedNode>,
    depth: usize,
) -> Option<Vec<Node>> {
    if depth > DEEPEST {
        parse.push(field, error::tree_too_deep(DEEPEST));
        return None;
    }
    let mut seen: Vec<Code> = Vec::new();
    parse.list(field, typed, MOST_PARTS, |parse, typed| {
        let code = parse.field("code", Code::parse(&typed.code));
        if let Some(code) = &code {
            match seen.contains(code) {
                true => parse.push("code", error::code_twice(code)),
                false => seen.push(code.clone()),
            }
        }
        let name = parse.field("name", Name::parse(&typed.name));
        let weight = parse.field("weight", typed.weight.and_then(percentage));
        let part = match (typed.children, typed.indicator) {
            (Some(children), None) => {
                siblings(parse, "children", children, depth + 1).map(Part::Group)
            }
            (None, Some(indicator)) => parse
                .object("indicator", |parse| Indicator::read(parse, indicator))
                .map(|it| Part::Leaf(Box::new(it))),
            // An empty list beside an indicator says nothing.
            (Some(children), Some(indicator)) if children.is_empty() => parse
                .object("indicator", |parse| Indicator::read(parse, indicator))
                .map(|it| Part::Leaf(Box::new(it))),
            (Some(_), Some(_)) | (None, None) => {
                parse.push_here(error::group_or_indicator());
                None
            }
        };
        Some(Node {
            code: code?,
            name: name?.into_string(),
            weight: weight?,
            part: part?,
        })
    })
}

impl Indicator {
    fn read(parse: &mut Parse, typed: TypedIndicator) -> Option<Self> {
        let target = parse.optional("target", typed.target);
        let full = match typed.full {
            None => Some(Decimal::from(100)),
            Some(full) => parse.field("full", full.and_then(above_zero)),
        };
        let unit = match typed.unit {
            None => Some(Decimal::from(1)),
            Some(unit) => parse.field("unit", unit.and_then(not_negative)),
        };
        let cap = parse.optional("cap", typed.cap);
        let floor = match typed.floor {
            None => Some(Decimal::from(0)),
            Some(floor) => parse.field("floor", floor),
        };
        if let (Some(Some(cap)), Some(floor)) = (&cap, &floor)
            && cap < floor
        {
            parse.push("cap", error::cap_below_floor());
        }
        let rule = match typed.kind {
            IndicatorKind::AttainmentHigher => Some(Rule::AttainmentHigher),
            IndicatorKind::AttainmentLower => Some(Rule::AttainmentLower),
            IndicatorKind::RatioToFull => full.map(|full| Rule::RatioToFull { full }),
            IndicatorKind::Manual => full.map(|full| Rule::Manual { full }),
            IndicatorKind::Deduction => full
                .zip(unit)
                .map(|(full, unit)| Rule::Deduction { full, unit }),
            IndicatorKind::Steps => steps(parse, typed.steps),
            IndicatorKind::Satisfaction => {
                let dimension = typed.dimension.as_deref().filter(|it| !it.is_empty());
                let dimension = parse.object("satisfaction", |parse| {
                    parse.optional("dimension", dimension.map(Code::parse))
                });
                dimension.map(|code| Rule::Satisfaction {
                    dimension: code.map(Code::into_string),
                })
            }
            IndicatorKind::Expression => {
                let source = typed.expression.filter(|it| !it.trim().is_empty());
                let source = source.ok_or_else(required).and_then(|source| {
                    Formula::compile(&source, FIGURES)?;
                    Ok(source)
                });
                let source = parse.field("expression", source);
                source
                    .zip(full)
                    .zip(unit)
                    .map(|((source, full), unit)| Rule::Expression { source, full, unit })
            }
        };
        Some(Self {
            rule: rule?,
            target: target?,
            cap: cap?,
            floor: floor?,
            missing: typed.missing.unwrap_or(Missing::Renormalise),
        })
    }
}

fn steps(parse: &mut Parse, typed: Vec<(Typed<Decimal>, Typed<Decimal>)>) -> Option<Rule> {
    if typed.is_empty() {
        parse.push("steps", required());
        return None;
    }
    let mut seen: Vec<Decimal> = Vec::new();
    let steps = parse.list("steps", typed, MOST_BANDS, |parse, (from, score)| {
        let from = parse.field("from", from);
        let score = parse.field("score", score);
        if let Some(from) = &from {
            match seen.contains(from) {
                true => parse.push("from", error::band_twice()),
                false => seen.push(from.clone()),
            }
        }
        Some(ScoreStep {
            from: from?,
            score: score?,
        })
    });
    steps.map(|mut steps| {
        steps.sort_by(|one, other| one.from.cmp(&other.from));
        Rule::Steps { steps }
    })
}

/// The grades, the best first.
fn grades(parse: &mut Parse, typed: Vec<TypedGrade>) -> Option<Vec<Grade>> {
    let mut seen: Vec<(String, Decimal)> = Vec::new();
    let grades = parse.list("grades", typed, MOST_BANDS, |parse, typed| {
        let code = parse.field("code", Code::parse(&typed.code));
        let from = parse.field("from", typed.from);
        let coefficient = parse.field("coefficient", typed.coefficient.and_then(not_negative));
        let (code, from) = (code?.into_string(), from?);
        if seen.iter().any(|(other, _)| *other == code) {
            parse.push("code", error::grade_twice());
        }
        if seen.iter().any(|(_, other)| *other == from) {
            parse.push("from", error::band_twice());
        }
        seen.push((code.clone(), from.clone()));
        Some(Grade {
            code,
            from,
            coefficient: coefficient?,
        })
    });
    grades.map(|mut grades| {
        grades.sort_by(|one, other| other.from.cmp(&one.from));
        grades
    })
}

/// At most so many, except in the worst grade, and at least so many, except in the best:
/// nobody can be moved below the one or up to the other.
fn distribution(
    parse: &mut Parse,
    typed: Vec<TypedDistribution>,
    grades: &[Grade],
) -> Option<Vec<DistributionRule>> {
    let mut seen: Vec<String> = Vec::new();
    parse.list("distribution", typed, MOST_BANDS, |parse, typed| {
        let position = grades.iter().position(|grade| grade.code == typed.grade);
        let known = position.ok_or_else(error::unknown_grade);
        let position = parse.field("grade", known);
        if seen.contains(&typed.grade) {
            parse.push("grade", error::grade_twice());
        }
        seen.push(typed.grade.clone());
        let at_most = parse.optional("atMost", typed.at_most.map(|it| it.and_then(percentage)));
        let at_least = parse.optional("atLeast", typed.at_least.map(|it| it.and_then(percentage)));
        let (position, at_most, at_least) = (position?, at_most?, at_least?);
        if at_most.is_some() && position + 1 == grades.len() {
            parse.push("atMost", error::most_of_the_worst());
        }
        if at_least.is_some() && position == 0 {
            parse.push("atLeast", error::least_of_the_best());
        }
        if let (Some(most), Some(least)) = (&at_most, &at_least)
            && least > most
        {
            parse.push("atLeast", error::least_above_most());
        }
        Some(DistributionRule {
            grade: typed.grade,
            at_most,
            at_least,
        })
    })
}

fn days(parse: &mut Parse, field: &str, typed: Option<i32>) -> Option<Option<u32>> {
    parse.optional(field, typed.map(|days| counted(days, 1, 60)))
}

fn limit(parse: &mut Parse, field: &str, typed: Option<Typed<Decimal>>) -> Option<Option<Decimal>> {
    parse.optional(field, typed.map(|it| it.and_then(not_negative)))
}

fn counted(number: i32, least: u32, most: u32) -> Result<u32, Problem> {
    u32::try_from(number)
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| error::not_between(least, most))
}

fn percentage(value: Decimal) -> Result<Decimal, Problem> {
    match value >= Decimal::from(0) && value <= Decimal::from(100) {
        true => Ok(value),
        false => Err(error::not_between(0, 100)),
    }
}

fn above_zero(value: Decimal) -> Result<Decimal, Problem> {
    match value > Decimal::from(0) {
        true => Ok(value),
        false => Err(error::not_above_zero()),
    }
}

fn not_negative(value: Decimal) -> Result<Decimal, Problem> {
    match value >= Decimal::from(0) {
        true => Ok(value),
        false => Err(error::negative()),
    }
}
