//! The scalars that GraphQL does not have.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

use crate::kernel::{self, ErrorCode, Problem};

/// A number, as the API writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal(String);

/// An exact decimal number of at most 40 digits. It travels as a text such as `"70.13"`;
/// integers are taken too, other JSON numbers are not, because they pass through binary
/// floats.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            // Kept as it came: whether it is a decimal is told with the field's
            // name when the field is read.
            Value::Number(number) if number.is_f64() => Ok(Self(format!("{number} (a float)"))),
            Value::Number(number) => Ok(Self(number.to_string())),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl Decimal {
    /// The number, or why it is none.
    pub(crate) fn parse(&self) -> Result<kernel::Decimal, Problem> {
        self.0.trim().parse().map_err(|wrong| match wrong {
            kernel::decimal::InvalidDecimal::NotANumber => Problem::new(
                ErrorCode::Invalid,
                "This is no decimal number; send a text such as \"12.5\", or an integer.",
                "不是有效的十进制数,请以文本(如 \"12.5\")或整数发送。",
            ),
            kernel::decimal::InvalidDecimal::TooLong => Problem::new(
                ErrorCode::OutOfRange,
                "This number has more than 40 digits.",
                "数字超过 40 位。",
            ),
        })
    }

    /// A number that has its final text already, such as a published score.
    pub(crate) fn published(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl From<&kernel::Decimal> for Decimal {
    fn from(value: &kernel::Decimal) -> Self {
        Self(value.to_string())
    }
}

/// A day, as the API writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A day of the calendar, `YYYY-MM-DD`, in the time zone of the company.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        // Exactly ten characters: the parser alone would take 2026-1-5 as well.
        match text.parse() {
            Ok(day) if text.len() == 10 => Ok(Self(day)),
            _ => Err(InputValueError::custom(
                "A date is written YYYY-MM-DD and must exist.",
            )),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
