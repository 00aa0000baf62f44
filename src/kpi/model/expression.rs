//! Expressions of indicators, in CEL (Common Expression Language), over exact numbers.
//!
//! The parser of CEL would turn `0.1` into a binary float. So every number in the source
//! is taken out before it is parsed and kept as the decimal that was typed; what the
//! parser then gives is a tree of names and operators, of which only a part is let
//! through, and which is evaluated here in exact rationals. Nothing that could give a
//! float gets through, and what gets through can fail in two ways only: a figure is
//! missing, or a divisor is zero.

use cel::Program;
use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};

use super::exact_text::exact;
use crate::kernel::{Decimal, Exact, Problem};
use crate::kpi::error;

/// The longest expression, in bytes.
const LONGEST: usize = 1_000;

/// How deep parentheses may be nested, and how many signs an expression may have. The
/// parser of CEL goes down the stack with each, and a thousand would be its end.
const DEEPEST: usize = 12;
const MOST_SIGNS: usize = 100;

/// What stands for a number that was taken out of the source.
const HOLDER: &str = "_n";

/// A figure that an expression may speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Actual,
    Target,
    Full,
    Unit,
}

/// An expression that has been checked: it gives a number.
#[derive(Clone, Debug)]
pub(super) struct Expression(Number);

/// What an expression is evaluated on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures<'a> {
    pub(super) actual: Option<&'a Exact>,
    pub(super) target: Option<&'a Exact>,
    pub(super) full: &'a Exact,
    pub(super) unit: &'a Exact,
}

/// Why an expression gives no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// It speaks of a figure that is not there.
    Missing(Variable),
    /// It divides by zero.
    DivisorIsZero,
}

#[derive(Clone, Debug)]
enum Number {
    Literal(Exact),
    Variable(Variable),
    Negated(Box<Number>),
    Of(Operation, Box<Number>, Box<Number>),
    Chosen(Box<Truth>, Box<Number>, Box<Number>),
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Least,
    Most,
}

#[derive(Clone, Debug)]
enum Truth {
    Literal(bool),
    Not(Box<Truth>),
    And(Box<Truth>, Box<Truth>),
    Or(Box<Truth>, Box<Truth>),
    Compared(Comparison, Number, Number),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

enum Value {
    Number(Number),
    Truth(Truth),
}

impl Expression {
    /// Compiles an expression; the problem says what it may be made of.
    pub(super) fn compile(source: &str) -> Result<Self, Problem> {
        if source.len() > LONGEST {
            return Err(error::expression_too_long(LONGEST));
        }
        check_size(source)?;
        let (source, literals) = without_numbers(source)?;
        let program = Program::compile(&source).map_err(|_| error::no_expression())?;
        number(program.expression(), &literals).map(Self)
    }

    /// The number that it gives.
    pub(super) fn evaluate(&self, figures: &Figures<'_>) -> Result<Exact, Unanswered> {
        self.0.evaluate(figures)
    }
}

/// Refuses, before anything is parsed, what the parser could not bear.
fn check_size(source: &str) -> Result<(), Problem> {
    let (mut depth, mut signs) = (0_usize, 0_usize);
    for sign in source.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '+' | '-' | '*' | '/' | '%' | '<' | '>' | '=' | '!' | '&' | '|' | '?' | ':' | ',' => {
                signs += 1;
            }
            '.' | '_' | '"' | '\'' => {}
            other if other.is_alphanumeric() || other.is_whitespace() => {}
            other => return Err(error::unknown_in_expression(&other.to_string())),
        }
        if depth > DEEPEST || signs > MOST_SIGNS {
            return Err(error::expression_too_complex(DEEPEST, MOST_SIGNS));
        }
    }
    Ok(())
}

/// The source with a name in the place of every number, and the numbers.
fn without_numbers(source: &str) -> Result<(String, Vec<Exact>), Problem> {
    let (mut text, mut literals) = (String::with_capacity(source.len()), Vec::new());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() || first == '.' {
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
                .unwrap_or(rest.len());
            let literal: Decimal = rest[..length]
                .parse()
                .map_err(|_| error::no_number_in_expression(&rest[..length]))?;
            text.push_str(&format!(" {HOLDER}{} ", literals.len()));
            literals.push(exact(&literal));
            length
        } else if first.is_alphabetic() || first == '_' {
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            if first == '_' {
                return Err(error::unknown_in_expression(&rest[..length]));
            }
            text.push_str(&rest[..length]);
            length
        } else if matches!(first, '"' | '\'') {
            return Err(error::unknown_in_expression("a text"));
        } else {
            text.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    Ok((text, literals))
}

fn value(expression: &IdedExpr, literals: &[Exact]) -> Result<Value, Problem> {
    match &expression.expr {
        Expr::Literal(LiteralValue::Boolean(truth)) => {
            Ok(Value::Truth(Truth::Literal(*truth.inner())))
        }
        Expr::Ident(name) => named(name, literals).map(Value::Number),
        Expr::Call(call) if call.target.is_none() => called(&call.func_name, &call.args, literals),
        _ => Err(error::unknown_in_expression("this construct")),
    }
}

fn named(name: &str, literals: &[Exact]) -> Result<Number, Problem> {
    let held = name
        .strip_prefix(HOLDER)
        .and_then(|position| literals.get(position.parse::<usize>().ok()?));
    if let Some(literal) = held {
        return Ok(Number::Literal(literal.clone()));
    }
    Ok(Number::Variable(match name {
        "actual" => Variable::Actual,
        "target" => Variable::Target,
        "full" => Variable::Full,
        "unit" => Variable::Unit,
        other => return Err(error::unknown_in_expression(other)),
    }))
}

fn called(name: &str, arguments: &[IdedExpr], literals: &[Exact]) -> Result<Value, Problem> {
    let operation = match name {
        operators::ADD => Some(Operation::Add),
        operators::SUBSTRACT => Some(Operation::Subtract),
        operators::MULTIPLY => Some(Operation::Multiply),
        operators::DIVIDE => Some(Operation::Divide),
        "min" => Some(Operation::Least),
        "max" => Some(Operation::Most),
        _ => None,
    };
    let comparison = match name {
        operators::EQUALS => Some(Comparison::Equal),
        operators::NOT_EQUALS => Some(Comparison::Unequal),
        operators::LESS => Some(Comparison::Less),
        operators::LESS_EQUALS => Some(Comparison::AtMost),
        operators::GREATER => Some(Comparison::More),
        operators::GREATER_EQUALS => Some(Comparison::AtLeast),
        _ => None,
    };
    let boxed = |it| number(it, literals).map(Box::new);
    Ok(match (name, arguments) {
        (_, [left, right]) if operation.is_some() || comparison.is_some() => {
            match (operation, comparison) {
                (Some(operation), _) => {
                    Value::Number(Number::Of(operation, boxed(left)?, boxed(right)?))
                }
                (None, Some(comparison)) => Value::Truth(Truth::Compared(
                    comparison,
                    number(left, literals)?,
                    number(right, literals)?,
                )),
                (None, None) => return Err(error::unknown_in_expression(name)),
            }
        }
        (operators::NEGATE, [value]) => Value::Number(Number::Negated(boxed(value)?)),
        (operators::LOGICAL_NOT, [value]) => {
            Value::Truth(Truth::Not(Box::new(truth(value, literals)?)))
        }
        (operators::LOGICAL_AND, [left, right]) => Value::Truth(Truth::And(
            Box::new(truth(left, literals)?),
            Box::new(truth(right, literals)?),
        )),
        (operators::LOGICAL_OR, [left, right]) => Value::Truth(Truth::Or(
            Box::new(truth(left, literals)?),
            Box::new(truth(right, literals)?),
        )),
        (operators::CONDITIONAL, [condition, yes, no]) => Value::Number(Number::Chosen(
            Box::new(truth(condition, literals)?),
            boxed(yes)?,
            boxed(no)?,
        )),
        _ => return Err(error::unknown_in_expression(name)),
    })
}

fn number(expression: &IdedExpr, literals: &[Exact]) -> Result<Number, Problem> {
    match value(expression, literals)? {
        Value::Number(number) => Ok(number),
        Value::Truth(_) => Err(error::expression_gives_no_number()),
    }
}

fn truth(expression: &IdedExpr, literals: &[Exact]) -> Result<Truth, Problem> {
    match value(expression, literals)? {
        Value::Truth(truth) => Ok(truth),
        Value::Number(_) => Err(error::expression_needs_condition()),
    }
}

impl Number {
    fn evaluate(&self, figures: &Figures<'_>) -> Result<Exact, Unanswered> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Variable(variable) => match variable {
                Variable::Actual => figures.actual,
                Variable::Target => figures.target,
                Variable::Full => Some(figures.full),
                Variable::Unit => Some(figures.unit),
            }
            .cloned()
            .ok_or(Unanswered::Missing(*variable)),
            Self::Negated(value) => Ok(-value.evaluate(figures)?),
            Self::Of(operation, left, right) => {
                let (left, right) = (left.evaluate(figures)?, right.evaluate(figures)?);
                Ok(match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => {
                        left.divided_by(&right).ok_or(Unanswered::DivisorIsZero)?
                    }
                    Operation::Least => left.min(right),
                    Operation::Most => left.max(right),
                })
            }
            Self::Chosen(condition, yes, no) => match condition.holds(figures)? {
                true => yes.evaluate(figures),
                false => no.evaluate(figures),
            },
        }
    }
}

impl Truth {
    fn holds(&self, figures: &Figures<'_>) -> Result<bool, Unanswered> {
        Ok(match self {
            Self::Literal(truth) => *truth,
            Self::Not(value) => !value.holds(figures)?,
            Self::And(left, right) => left.holds(figures)? && right.holds(figures)?,
            Self::Or(left, right) => left.holds(figures)? || right.holds(figures)?,
            Self::Compared(comparison, left, right) => {
                let (left, right) = (left.evaluate(figures)?, right.evaluate(figures)?);
                match comparison {
                    Comparison::Equal => left == right,
                    Comparison::Unequal => left != right,
                    Comparison::Less => left < right,
                    Comparison::AtMost => left <= right,
                    Comparison::More => left > right,
                    Comparison::AtLeast => left >= right,
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(
        source: &str,
        actual: Option<&str>,
        target: Option<&str>,
    ) -> Result<String, Unanswered> {
        let read = |text: &str| Exact::parse(text).unwrap();
        let (actual, target) = (actual.map(read), target.map(read));
        let hundred = Exact::hundred();
        let figures = Figures {
            actual: actual.as_ref(),
            target: target.as_ref(),
            full: &hundred,
            unit: &Exact::from(2),
        };
        let compiled = Expression::compile(source).unwrap();
        compiled.evaluate(&figures).map(|value| value.to_string())
    }

    #[test]
    fn numbers_stay_the_decimals_that_were_typed() {
        for (source, expected) in [
            ("0.1 + 0.2", "3/10"),
            ("1 / 3 * 3", "1"),
            ("0.12345678901234567890123456789 * 0", "0"),
            ("9007199254740993 + 0", "9007199254740993"),
            (
                "1234567890123456789012345678901234567890 - 1",
                "1234567890123456789012345678901234567889",
            ),
            ("actual / target * full", "90"),
            ("full - actual * unit", "82"),
            ("actual >= 9 && !(target < 10) ? 100 : 0.5", "100"),
            ("max(min(actual, 3), -7)", "3"),
            ("-actual + +2 < 0 || false ? 1 : 2", "2"),
            ("2*actual-target/4", "31/2"),
        ] {
            let compiled = Expression::compile(source);
            if source.contains("+ +") {
                // CEL has no plus sign in front of a number.
                assert!(compiled.is_err(), "{source}");
                continue;
            }
            assert_eq!(
                result(source, Some("9"), Some("10")),
                Ok(expected.to_owned()),
                "{source}"
            );
        }
    }

    #[test]
    fn what_is_missing_and_what_is_zero_is_told() {
        use Unanswered::{DivisorIsZero, Missing};
        let missing = Missing(Variable::Actual);
        assert_eq!(result("actual + 1", None, None), Err(missing));
        assert_eq!(
            result("actual / target", Some("1"), None),
            Err(Missing(Variable::Target))
        );
        assert_eq!(
            result("actual / target", Some("1"), Some("0")),
            Err(DivisorIsZero)
        );
        assert_eq!(
            result("1 / (actual - 1)", Some("1"), None),
            Err(DivisorIsZero)
        );
        assert_eq!(
            result("target > 0 ? actual / target : 0", Some("1"), Some("0")),
            Ok("0".to_owned())
        );
    }

    #[test]
    fn whatever_could_give_a_float_or_no_number_is_refused() {
        for source in [
            "",
            "actual >",
            "actual > 1",
            "true",
            "double(actual)",
            "actual * double(2)",
            "1e3",
            "0x10",
            "1u",
            "1.",
            ".5",
            "'1'",
            "\"1\" + actual",
            "other",
            "_n0",
            "actual.x",
            "[1][0]",
            "{1: 2}",
            "size(actual)",
            "actual % 2",
            "math.sqrt(actual)",
            "actual ? 1 : 2",
            "true ? 1 : false",
            "[1]",
            "{}",
            "1; 2",
            "1 < 2 < 3",
            "float(1)",
            "actual in [1]",
            "has(actual.x)",
            "min(1)",
            "timestamp(1)",
            "int(actual)",
            "1 == true",
        ] {
            assert!(Expression::compile(source).is_err(), "{source}");
        }
        assert!(Expression::compile(&"(".repeat(900)).is_err());
        assert!(Expression::compile(&"-".repeat(900)).is_err());
        assert!(Expression::compile(&"1+".repeat(600)).is_err());
        // What is allowed is borne by the stack of a thread.
        let deep = format!("{}1{}", "-(".repeat(12), ")".repeat(12));
        assert!(Expression::compile(&deep).is_ok());
        let long = format!("{}1", "1+".repeat(100));
        assert!(Expression::compile(&long).is_ok());
        let chosen = format!("{}1", "actual > 1 ? 1 : ".repeat(33));
        assert!(Expression::compile(&chosen).is_ok());
    }
}
