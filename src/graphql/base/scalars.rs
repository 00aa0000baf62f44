//! The scalars that GraphQL does not have.

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate, Utc};

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
            // Not a decimal any more, whatever it looks like.
            Value::Number(number) if number.is_f64() => Ok(Self(format!("{number} (a float)"))),
            other => as_it_came(other, Self),
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
                "不是有效的十进制数，请以文本（如 \"12.5\"）或整数发送。",
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date(String);

/// A day of the calendar, `YYYY-MM-DD`, in the time zone of the company.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        as_it_came(value, Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl Date {
    /// The day, or why it is none.
    pub(crate) fn parse(&self) -> Result<NaiveDate, Problem> {
        // Exactly ten characters: the parser alone would take 2026-1-5 as well.
        match self.0.parse() {
            Ok(day) if self.0.len() == 10 => Ok(day),
            _ => Err(Problem::new(
                ErrorCode::Invalid,
                "A date is written YYYY-MM-DD and must exist.",
                "日期的格式为 YYYY-MM-DD，且必须存在。",
            )),
        }
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day.to_string())
    }
}

/// A moment, as the API writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment(String);

/// A moment with its offset from UTC, by RFC 3339: `2026-04-01T08:00:00+08:00`. What the
/// server writes is in UTC.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339"
)]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        as_it_came(value, Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl Moment {
    /// The moment, or why it is none.
    pub(crate) fn parse(&self) -> Result<DateTime<Utc>, Problem> {
        self.0.parse().map_err(|_| {
            Problem::new(
                ErrorCode::Invalid,
                "A moment is written like 2026-04-01T08:00:00+08:00, with its offset or Z.",
                "时间的格式如 2026-04-01T08:00:00+08:00，须带时区偏移或 Z。",
            )
        })
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.to_rfc3339())
    }
}

/// Keeps a scalar as it came: whether it means anything is told with the name of its
/// field, together with all else that is wrong, when the field is read.
fn as_it_came<T: InputType>(value: Value, scalar: fn(String) -> T) -> InputValueResult<T> {
    match value {
        Value::String(text) => Ok(scalar(text)),
        Value::Number(_) | Value::Boolean(_) => Ok(scalar(value.to_string())),
        other => Err(InputValueError::expected_type(other)),
    }
}
