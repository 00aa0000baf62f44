//! An exact decimal as people type it. It is stored as canonical text on every
//! database, because SQLite would keep a number as a binary float.

use std::fmt;
use std::str::FromStr;

use bigdecimal::BigDecimal;
use sea_orm::DeriveValueType;

/// Most digits, before and behind the point together, that a decimal may have.
pub const MAX_DIGITS: usize = 40;

/// An exact decimal number of at most [`MAX_DIGITS`] digits. Two decimals of the
/// same value are equal and have the same text: no sign on zero, no exponent, no
/// trailing zero behind the point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Decimal(BigDecimal);

/// Why a text is no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidDecimal {
    /// Not an optional minus, digits, and optionally a point with digits.
    NotANumber,
    /// More than [`MAX_DIGITS`] digits.
    TooLong,
}

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotANumber => "not a decimal number",
            Self::TooLong => "a decimal of more than 40 digits",
        })
    }
}

impl std::error::Error for InvalidDecimal {}

impl Decimal {
    /// The same value for calculating.
    pub fn as_big(&self) -> &BigDecimal {
        &self.0
    }

    /// `units` of which `10^places` make one: 1250 with two places is 12.5.
    pub fn of_units(units: i64, places: u8) -> Self {
        Self(BigDecimal::new(units.into(), places.into()).normalized())
    }

    /// How many units it is, of which `10^places` make one; `None` where it is no whole
    /// number of them, or more than 64 bits hold.
    pub fn units(&self, places: u8) -> Option<i64> {
        let (digits, scale) = self.0.as_bigint_and_exponent();
        let power = u32::try_from(i64::from(places) - scale).ok()?;
        i64::try_from(digits)
            .ok()?
            .checked_mul(10_i64.checked_pow(power)?)
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(BigDecimal::from(value).normalized())
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        // Looked at before the parser sees it: an exponent such as 1e400000000
        // would otherwise become a number of as many digits.
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(InvalidDecimal::NotANumber);
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        if whole.len() + fraction.len() > MAX_DIGITS {
            return Err(InvalidDecimal::TooLong);
        }
        // Without the zeros that mean nothing: there may be a million of them.
        let sign = if unsigned.len() < text.len() { "-" } else { "" };
        BigDecimal::from_str(&format!("{sign}0{whole}.{fraction}0"))
            .map(|value| Self(value.normalized()))
            .map_err(|_| InvalidDecimal::NotANumber)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_plain_string())
    }
}

impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_text() {
        for (typed, canonical) in [
            ("40", "40"),
            ("40.00", "40"),
            ("0040.50", "40.5"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("100", "100"),
            ("0.001", "0.001"),
            ("1000000", "1000000"),
        ] {
            assert_eq!(
                typed.parse::<Decimal>().map(|d| d.to_string()),
                Ok(canonical.to_owned())
            );
        }
    }

    #[test]
    fn units_are_a_whole_number_of_a_power_of_ten() {
        for (text, places, units) in [
            ("12.5", 2, Some(1250)),
            ("100", 2, Some(10_000)),
            ("0", 4, Some(0)),
            ("-0.03", 2, Some(-3)),
            ("0.125", 2, None),
            ("9223372036854775808", 0, None),
            ("922337203685477581", 1, None),
            ("1", 19, None),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!(decimal.units(places), units, "{text}");
            if let Some(units) = units {
                assert_eq!(Decimal::of_units(units, places), decimal);
                assert_eq!(Decimal::of_units(units, places).to_string(), text);
            }
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for wrong in [
            "", "-", ".", "1.", ".5", "1e400", "NaN", "inf", "１", "1_000", " 1", "+1", "0x1",
            "--1",
        ] {
            assert_eq!(
                wrong.parse::<Decimal>(),
                Err(InvalidDecimal::NotANumber),
                "{wrong}"
            );
        }
        assert!("1".repeat(40).parse::<Decimal>().is_ok());
        assert_eq!(
            "1".repeat(41).parse::<Decimal>(),
            Err(InvalidDecimal::TooLong)
        );
    }
}
