//! Conditions of eligibility rules, in CEL (Common Expression Language).
//!
//! A condition may be made of few things, and each of them has a type: texts, lists of
//! texts, yes and no. Numbers are texts and are compared as exact decimals by functions
//! of our own, so that nothing ever passes through the floating-point numbers of CEL.
//! What has been compiled cannot fail when it is evaluated.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use cel::{Context, Env, Program, Value};

use crate::customers::Attributes;
use crate::formula;
use crate::kernel::{Decimal, Problem};
use crate::surveys::error;

/// The longest condition, in bytes.
const LONGEST: usize = 4_000;

/// How deep brackets may be nested, and how many signs a condition may have. The parser of CEL goes down the stack with each.
const DEEPEST: usize = 12;
const MOST_SIGNS: usize = 200;

/// The functions that compare two numbers: at least, at most, more, less.
const COMPARISONS: [&str; 4] = ["atLeast", "atMost", "moreThan", "lessThan"];

/// The functions that look into a text, as `text.contains(part)`.
const LOOKS: [&str; 3] = ["contains", "startsWith", "endsWith"];

/// The standard functions, which take long to put together.
static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// A condition on a subject and its stage.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    program: Arc<Program>,
    mentioned: Mentioned,
}

/// What a condition speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentioned {
    /// The keys of attributes.
    pub(super) keys: BTreeSet<String>,
    /// The stages or phases whose assessment it asks for.
    pub(super) stages: BTreeSet<String>,
}

/// What a condition is evaluated on.
pub(super) struct Facts<'a> {
    /// What is known of the subject; what is not known reads as an empty text.
    pub(super) attributes: &'a Attributes,
    /// The stage.
    pub(super) stage: &'a str,
    /// The phase of the stage.
    pub(super) phase: &'a str,
    /// The stages and phases in which the subject is assessed.
    pub(super) assessed: Arc<BTreeSet<String>>,
}

/// The types of conditions and their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Truth,
    Text,
    Texts,
    Subject,
}

impl Condition {
    /// Compiles a condition; the problem says what it may be made of.
    pub(super) fn compile(source: &str) -> Result<Self, Problem> {
        if source.len() > LONGEST {
            return Err(error::condition_too_long(LONGEST));
        }
        check_size(source)?;
        let program = formula::parse(source).ok_or_else(error::no_condition)?;
        let mut mentioned = Mentioned::default();
        match kind(program.expression(), &mut mentioned)? {
            Kind::Truth => Ok(Self {
                program: Arc::new(program),
                mentioned,
            }),
            _ => Err(error::condition_without_truth()),
        }
    }

    /// What it speaks of.
    pub(super) fn mentioned(&self) -> &Mentioned {
        &self.mentioned
    }

    /// Whether it holds.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> bool {
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        for name in COMPARISONS {
            let compare = move |left: Arc<String>, right: Arc<String>| compare(name, &left, &right);
            // Nothing of the standard library has the name.
            let _ = context.add_function(name, compare);
        }
        let assessed = Arc::clone(&facts.assessed);
        let _ = context.add_function("assessed", move |stage: Arc<String>| {
            assessed.contains(stage.as_str())
        });
        let subject: HashMap<String, String> = self
            .mentioned
            .keys
            .iter()
            .map(|key| {
                (
                    key.clone(),
                    facts.attributes.get(key).cloned().unwrap_or_default(),
                )
            })
            .collect();
        context.add_variable_from_value("subject", subject);
        context.add_variable_from_value("stage", facts.stage.to_owned());
        context.add_variable_from_value("phase", facts.phase.to_owned());
        matches!(self.program.execute(&context), Ok(Value::Bool(true)))
    }
}

/// Compares two numbers; a text that is none is neither more nor less than any.
fn compare(name: &str, left: &str, right: &str) -> bool {
    let (Ok(left), Ok(right)) = (left.parse::<Decimal>(), right.parse::<Decimal>()) else {
        return false;
    };
    match name {
        "atLeast" => left >= right,
        "atMost" => left <= right,
        "moreThan" => left > right,
        _ => left < right,
    }
}

/// The type of an expression, and what it speaks of; the problem names what is not
/// allowed.
fn kind(expression: &IdedExpr, mentioned: &mut Mentioned) -> Result<Kind, Problem> {
    match &expression.expr {
        Expr::Literal(LiteralValue::Boolean(_)) => Ok(Kind::Truth),
        Expr::Literal(LiteralValue::String(_)) => Ok(Kind::Text),
        Expr::Literal(LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_)) => {
            Err(error::number_in_condition())
        }
        Expr::Ident(name) => match name.as_str() {
            "subject" => Ok(Kind::Subject),
            "stage" | "phase" => Ok(Kind::Text),
            other => Err(error::unknown_in_condition(other)),
        },
        Expr::Select(select) if !select.test => {
            expect(&select.operand, Kind::Subject, mentioned)?;
            mentioned.keys.insert(select.field.clone());
            Ok(Kind::Text)
        }
        Expr::List(list) => {
            for element in &list.elements {
                expect(element, Kind::Text, mentioned)?;
            }
            Ok(Kind::Texts)
        }
        Expr::Call(call) => {
            let arguments: Vec<&IdedExpr> = call
                .target
                .as_deref()
                .into_iter()
                .chain(&call.args)
                .collect();
            called(
                &call.func_name,
                call.target.is_some(),
                &arguments,
                mentioned,
            )
        }
        _ => Err(error::unknown_in_condition("this construct")),
    }
}

/// The type of a call.
fn called(
    name: &str,
    is_member: bool,
    arguments: &[&IdedExpr],
    mentioned: &mut Mentioned,
) -> Result<Kind, Problem> {
    match (name, arguments) {
        (operators::LOGICAL_AND | operators::LOGICAL_OR, [left, right]) => {
            expect(left, Kind::Truth, mentioned)?;
            expect(right, Kind::Truth, mentioned)
        }
        (operators::LOGICAL_NOT, [value]) => expect(value, Kind::Truth, mentioned),
        (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => {
            expect(left, Kind::Text, mentioned)?;
            expect(right, Kind::Text, mentioned)?;
            Ok(Kind::Truth)
        }
        (operators::IN, [value, list]) => {
            expect(value, Kind::Text, mentioned)?;
            expect(list, Kind::Texts, mentioned)?;
            Ok(Kind::Truth)
        }
        (operators::INDEX, [subject, key]) => {
            expect(subject, Kind::Subject, mentioned)?;
            mentioned.keys.insert(literal(key)?);
            Ok(Kind::Text)
        }
        (name, [left, right]) if COMPARISONS.contains(&name) && !is_member => {
            for side in [left, right] {
                expect(side, Kind::Text, mentioned)?;
                numeric(side)?;
            }
            Ok(Kind::Truth)
        }
        (name, [left, right]) if LOOKS.contains(&name) && is_member => {
            expect(left, Kind::Text, mentioned)?;
            expect(right, Kind::Text, mentioned)?;
            Ok(Kind::Truth)
        }
        ("assessed", [stage]) if !is_member => {
            mentioned.stages.insert(literal(stage)?);
            Ok(Kind::Truth)
        }
        _ => Err(error::unknown_in_condition(name)),
    }
}

/// Refuses an expression of another type.
fn expect(expression: &IdedExpr, wanted: Kind, mentioned: &mut Mentioned) -> Result<Kind, Problem> {
    match kind(expression, mentioned)? {
        found if found == wanted => Ok(wanted),
        _ => Err(error::mixed_types()),
    }
}

/// The text that stands in the condition itself.
fn literal(expression: &IdedExpr) -> Result<String, Problem> {
    match &expression.expr {
        Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
        _ => Err(error::not_a_literal()),
    }
}

/// Refuses a text that is compared as a number and never can be one.
fn numeric(expression: &IdedExpr) -> Result<(), Problem> {
    match &expression.expr {
        Expr::Literal(LiteralValue::String(text)) if text.inner().parse::<Decimal>().is_err() => {
            Err(error::not_a_number(text.inner()))
        }
        _ => Ok(()),
    }
}

/// Refuses, before anything is parsed, what would go deeper than the parser's stack.
fn check_size(source: &str) -> Result<(), Problem> {
    let (mut depth, mut signs) = (0_usize, 0_usize);
    for sign in source.chars() {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '+' | '-' | '*' | '/' | '%' | '<' | '>' | '=' | '!' | '&' | '|' | '?' | ':' | '.' => {
                signs += 1;
            }
            _ => {}
        }
        if depth > DEEPEST || signs > MOST_SIGNS {
            return Err(error::condition_too_complex(DEEPEST, MOST_SIGNS));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(source: &str, attributes: &[(&str, &str)]) -> bool {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let attributes: Attributes = attributes.iter().map(owned).collect();
        let facts = Facts {
            attributes: &attributes,
            stage: "磨1",
            phase: "磨合期",
            assessed: Arc::new(BTreeSet::from(["准业主".to_owned()])),
        };
        Condition::compile(source).unwrap().holds(&facts)
    }

    #[test]
    fn conditions_look_at_attributes_stages_and_numbers() {
        let subject = [
            ("brand", "own"),
            ("months", "9.0"),
            ("品牌", "万"),
            ("area", "0.3"),
        ];
        for (source, expected) in [
            ("true", true),
            ("subject.brand == 'own'", true),
            (
                "subject.brand != \"own\" || stage == '磨1' && phase in ['磨合期', '准业主']",
                true,
            ),
            ("!(subject[\"品牌\"] == '万')", false),
            ("atMost(subject.months, '9')", true),
            ("moreThan(subject.months, '9')", false),
            (
                "atLeast(subject.area, '0.3') && !lessThan(subject.area, '0.30')",
                true,
            ),
            (
                "atMost(subject.brand, '9') || moreThan(subject.brand, '9')",
                false,
            ),
            ("subject.unknown == ''", true),
            ("atMost(subject.unknown, '9')", false),
            ("assessed('准业主') && !assessed('老业主')", true),
            (
                "subject.brand.startsWith('o') && !subject.brand.contains('x')",
                true,
            ),
        ] {
            assert_eq!(holds(source, &subject), expected, "{source}");
        }
    }

    #[test]
    fn whatever_could_fail_or_lead_to_a_float_is_refused() {
        for source in [
            "",
            "subject.brand ==",
            "subject.brand",
            "'own'",
            "subject",
            "1.5 > 1.0",
            "double(subject.months) > 9",
            "subject.months == 9",
            "subject.months == 9.0",
            "subject.months > '9'",
            "int(subject.months) == 9",
            "atMost(subject.months, 9)",
            "subject.months + '1' == '91'",
            "subject.brand == true",
            "subject.brand == subject",
            "[1.0].all(x, x > 0.5)",
            "['a'].exists(x, x == 'a')",
            "has(subject.brand)",
            "subject.brand ? true : false",
            "other == 'x'",
            "subject[stage] == 'x'",
            "assessed(stage)",
            "subject.brand.matches('.*')",
            "size(subject.brand) == size('x')",
            "{'a': 'b'} == {'a': 'b'}",
            "timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00Z')",
        ] {
            assert!(Condition::compile(source).is_err(), "{source}");
        }
        assert!(Condition::compile(&"(".repeat(5_000)).is_err());
        assert!(Condition::compile(&"!".repeat(3_000)).is_err());
    }

    #[test]
    fn conditions_deeper_than_the_stack_of_the_parser_are_refused_unparsed() {
        let nested = format!("{}true{}", "(".repeat(1_900), ")".repeat(1_900));
        let listed = format!("stage in {}{}", "[".repeat(1_900), "]".repeat(1_900));
        let long = format!("{}true", "!".repeat(3_900));
        let chained = format!("true{}", " || true".repeat(480));
        for source in [nested, listed, long, chained] {
            let refused = Condition::compile(&source).unwrap_err();
            assert_eq!(refused.code, crate::kernel::ErrorCode::Invalid, "{source}");
        }
    }
}
