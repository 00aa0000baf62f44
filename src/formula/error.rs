//! What can be wrong with formulas.

use super::Names;
use crate::kernel::{ErrorCode, Problem};

/// The source is no formula of CEL.
pub(super) fn no_formula(names: Names) -> Problem {
    let names = names.join(", ");
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "This is no expression. Use {names}, numbers, + - * /, comparisons, && || !, ? : and min, max."
        ),
        format!(
            "不是有效的表达式。可使用 {names}、数字、+ - * /、比较、&& || !、? : 以及 min、max。"
        ),
    )
}

/// It gives yes or no.
pub(super) fn no_number() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The expression must give a number.",
        "表达式的结果必须是数字。",
    )
}

/// A number stands where a condition is needed.
pub(super) fn no_condition() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A condition is needed here: a comparison, such as a >= b.",
        "此处需要条件，即比较，如 a >= b。",
    )
}

/// Longer than a formula may be.
pub(super) fn too_long(longest: usize) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!("An expression has at most {longest} bytes."),
        format!("表达式最长 {longest} 字节。"),
    )
}

/// More nesting or more signs than a formula may have.
pub(super) fn too_complex(deepest: usize, signs: usize) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!(
            "An expression has at most {deepest} parentheses within each other and {signs} signs."
        ),
        format!("表达式最多嵌套 {deepest} 层括号，最多 {signs} 个运算符。"),
    )
}

/// A number that is not written as a plain decimal.
pub(super) fn no_decimal(text: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("\"{text}\" is no plain decimal number of at most 40 digits."),
        format!("“{text}”不是普通的十进制数（最多 40 位）。"),
    )
}

/// Something that formulas do not know.
pub(super) fn unknown(name: &str, names: Names) -> Problem {
    let names = names.join(", ");
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "Expressions do not know {name}. Use {names}, numbers, + - * /, comparisons, && || !, ? : and min, max; floats are never computed."
        ),
        format!(
            "表达式不支持 {name}。可使用 {names}、数字、+ - * /、比较、&& || !、? : 以及 min、max，不进行浮点运算。"
        ),
    )
}
