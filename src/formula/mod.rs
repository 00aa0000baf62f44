//! Formulas over exact numbers, in CEL (Common Expression Language).
//!
//! The parser of CEL would turn `0.1` into a binary float. So every number in the source
//! is taken out before it is parsed and kept as the decimal that was typed; what the
//! parser then gives is a tree of names and operators, of which only a part is let
//! through, and which is evaluated here in exact rationals. Nothing that could give a
//! float gets through, and what gets through can fail in two ways only: a figure is
//! missing, or a divisor is zero.
//!
//! Which names there are says whoever compiles a formula.

mod error;
#[cfg(test)]
mod tests;

use cel::Program;
use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};

use crate::kernel::{Decimal, Exact, Problem};

/// The longest expression, in bytes.
const LONGEST: usize = 1_000;

/// How deep parentheses may be nested, and how many signs an expression may have. The
/// parser of CEL goes down the stack with each, and a thousand would be its end.
const DEEPEST: usize = 12;
const MOST_SIGNS: usize = 100;

/// What stands for a number that was taken out of the source.
const HOLDER: &str = "_n";

/// The names of the figures that a formula may speak of.
pub type Names = &'static [&'static str];

/// The figures that a formula is evaluated on, in the order of their names; `None` for one
/// that is not there.
pub type Figures<'a> = &'a [Option<&'a Exact>];

/// A formula that has been checked: it gives a number.
#[derive(Clone, Debug)]
pub struct Formula(Number);

/// A condition that has been checked: it holds or does not.
#[derive(Clone, Debug)]
pub struct Condition(Truth);

/// Why a formula gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// It speaks of the figure of this name, which is not there.
    Missing(&'static str),
    /// It divides by zero.
    DivisorIsZero,
}

#[derive(Clone, Debug)]
enum Number {
    Literal(Exact),
    Variable(usize, &'static str),
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

impl Formula {
    /// Compiles a formula over figures of these names; the problem says what it may be made
    /// of.
    pub fn compile(source: &str, names: Names) -> Result<Self, Problem> {
        let compiler = Compiler::parse(source, names)?;
        compiler.number(compiler.program.expression()).map(Self)
    }

    /// The number that it gives.
    pub fn evaluate(&self, figures: Figures<'_>) -> Result<Exact, Unanswered> {
        self.0.evaluate(figures)
    }
}

impl Condition {
    /// Compiles a condition over figures of these names; the problem says what it may be
    /// made of.
    pub fn compile(source: &str, names: Names) -> Result<Self, Problem> {
        let compiler = Compiler::parse(source, names)?;
        compiler.truth(compiler.program.expression()).map(Self)
    }

    /// Whether it holds.
    pub fn holds(&self, figures: Figures<'_>) -> Result<bool, Unanswered> {
        self.0.holds(figures)
    }
}

/// The stack on which sources are parsed, in bytes: many times what the deepest one needs that
/// is let through.
const STACK: usize = 16 * 1024 * 1024;

/// What the parser of CEL makes of a source; `None` where it is none. The parser goes down the
/// stack with each parenthesis and sign, and whoever asks may stand deep in it already: so it
/// gets one of its own. How deep a source goes is for the caller to have limited.
pub fn parse(source: &str) -> Option<Program> {
    stacker::grow(STACK, || Program::compile(source)).ok()
}

/// What is known while a formula is compiled.
struct Compiler {
    names: Names,
    literals: Vec<Exact>,
    program: Program,
}

/// Refuses, before anything is parsed, what the parser could not bear.
fn check_size(source: &str, names: Names) -> Result<(), Problem> {
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
            other => return Err(error::unknown(&other.to_string(), names)),
        }
        if depth > DEEPEST || signs > MOST_SIGNS {
            return Err(error::too_complex(DEEPEST, MOST_SIGNS));
        }
    }
    Ok(())
}

/// The source with a name in the place of every number, and the numbers.
fn without_numbers(source: &str, names: Names) -> Result<(String, Vec<Exact>), Problem> {
    let (mut text, mut literals) = (String::with_capacity(source.len()), Vec::new());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() || first == '.' {
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
                .unwrap_or(rest.len());
            let literal: Decimal = rest[..length]
                .parse()
                .map_err(|_| error::no_decimal(&rest[..length]))?;
            text.push_str(&format!(" {HOLDER}{} ", literals.len()));
            // Forty digits always fit.
            literals.push(Exact::try_from(literal.as_big()).unwrap_or_default());
            length
        } else if first.is_alphabetic() || first == '_' {
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            if first == '_' {
                return Err(error::unknown(&rest[..length], names));
            }
            text.push_str(&rest[..length]);
            length
        } else if matches!(first, '"' | '\'') {
            return Err(error::unknown("a text", names));
        } else {
            text.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    Ok((text, literals))
}

impl Compiler {
    fn parse(source: &str, names: Names) -> Result<Self, Problem> {
        if source.len() > LONGEST {
            return Err(error::too_long(LONGEST));
        }
        check_size(source, names)?;
        let (source, literals) = without_numbers(source, names)?;
        let program = parse(&source).ok_or_else(|| error::no_formula(names))?;
        Ok(Self {
            names,
            literals,
            program,
        })
    }

    fn value(&self, expression: &IdedExpr) -> Result<Value, Problem> {
        match &expression.expr {
            Expr::Literal(LiteralValue::Boolean(truth)) => {
                Ok(Value::Truth(Truth::Literal(*truth.inner())))
            }
            Expr::Ident(name) => self.named(name).map(Value::Number),
            Expr::Call(call) if call.target.is_none() => self.called(&call.func_name, &call.args),
            _ => Err(error::unknown("this construct", self.names)),
        }
    }

    fn named(&self, name: &str) -> Result<Number, Problem> {
        let held = name
            .strip_prefix(HOLDER)
            .and_then(|position| self.literals.get(position.parse::<usize>().ok()?));
        if let Some(literal) = held {
            return Ok(Number::Literal(literal.clone()));
        }
        let position = self.names.iter().position(|known| *known == name);
        let known = position.and_then(|position| Some((position, *self.names.get(position)?)));
        known
            .map(|(position, name)| Number::Variable(position, name))
            .ok_or_else(|| error::unknown(name, self.names))
    }

    fn called(&self, name: &str, arguments: &[IdedExpr]) -> Result<Value, Problem> {
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
        let boxed = |it| self.number(it).map(Box::new);
        Ok(match (name, arguments) {
            (_, [left, right]) if operation.is_some() || comparison.is_some() => {
                match (operation, comparison) {
                    (Some(operation), _) => {
                        Value::Number(Number::Of(operation, boxed(left)?, boxed(right)?))
                    }
                    (None, Some(comparison)) => Value::Truth(Truth::Compared(
                        comparison,
                        self.number(left)?,
                        self.number(right)?,
                    )),
                    (None, None) => return Err(error::unknown(name, self.names)),
                }
            }
            (operators::NEGATE, [value]) => Value::Number(Number::Negated(boxed(value)?)),
            (operators::LOGICAL_NOT, [value]) => {
                Value::Truth(Truth::Not(Box::new(self.truth(value)?)))
            }
            (operators::LOGICAL_AND, [left, right]) => Value::Truth(Truth::And(
                Box::new(self.truth(left)?),
                Box::new(self.truth(right)?),
            )),
            (operators::LOGICAL_OR, [left, right]) => Value::Truth(Truth::Or(
                Box::new(self.truth(left)?),
                Box::new(self.truth(right)?),
            )),
            (operators::CONDITIONAL, [condition, yes, no]) => Value::Number(Number::Chosen(
                Box::new(self.truth(condition)?),
                boxed(yes)?,
                boxed(no)?,
            )),
            _ => return Err(error::unknown(name, self.names)),
        })
    }

    fn number(&self, expression: &IdedExpr) -> Result<Number, Problem> {
        match self.value(expression)? {
            Value::Number(number) => Ok(number),
            Value::Truth(_) => Err(error::no_number()),
        }
    }

    fn truth(&self, expression: &IdedExpr) -> Result<Truth, Problem> {
        match self.value(expression)? {
            Value::Truth(truth) => Ok(truth),
            Value::Number(_) => Err(error::no_condition()),
        }
    }
}

impl Number {
    fn evaluate(&self, figures: Figures<'_>) -> Result<Exact, Unanswered> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Variable(position, name) => figures
                .get(*position)
                .copied()
                .flatten()
                .cloned()
                .ok_or(Unanswered::Missing(name)),
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
    fn holds(&self, figures: Figures<'_>) -> Result<bool, Unanswered> {
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
