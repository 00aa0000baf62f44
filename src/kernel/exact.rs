//! Exact rational numbers: what every score is computed and compared in.
//!
//! Invariants:
//! - a value is always in lowest terms with a positive denominator, so equal values have
//!   equal texts, equal hashes and equal bytes on every machine;
//! - nothing is rounded before it is published; rounding is half away from zero
//!   (四舍五入);
//! - no operation can panic: a division answers `None` where the divisor is zero.

use std::fmt;

use bigdecimal::BigDecimal;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

mod arithmetic;
#[cfg(test)]
mod tests;

/// How many decimal digits a decimal read from outside may have. A figure that a person
/// typed has a dozen; a bound keeps `1E1000000000` from filling the memory.
const LONGEST_DECIMAL: usize = 1_000;

/// Decimal places that [`Exact::ordering_key`] keeps.
const ORDERING_PLACES: u32 = 12;

/// Why a text or a decimal is not an exact number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExactError {
    /// The text is not an optional minus sign, digits, and at most one point with digits
    /// after it (or, for a numerator or denominator, not a whole number).
    Malformed,
    /// More digits than any figure of this domain can have.
    TooLong,
    /// The denominator is zero or negative.
    DenominatorNotPositive,
}

impl fmt::Display for ExactError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed => "not a decimal number",
            Self::TooLong => "a number with too many digits",
            Self::DenominatorNotPositive => "a denominator that is not positive",
        })
    }
}

impl std::error::Error for ExactError {}

/// An exact rational number.
///
/// Its `Display` is canonical: a whole number as `70`, any other as `561/8`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact(BigRational);

impl Exact {
    /// Nothing.
    #[must_use]
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// The whole, in per cent.
    #[must_use]
    pub fn hundred() -> Self {
        Self::from(100_i64)
    }

    /// `numerator / denominator`; `None` where the denominator is zero.
    #[must_use]
    pub fn fraction(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator, denominator)))
    }

    /// The share of `part` in `whole` in per cent; `None` where the whole is nothing.
    #[must_use]
    pub fn percentage(part: u64, whole: u64) -> Option<Self> {
        Self::fraction(BigInt::from(part) * 100, BigInt::from(whole))
    }

    /// Reads a decimal such as `70`, `-0.5` or `33.333`: no exponent, no plus sign, no
    /// blanks.
    ///
    /// # Errors
    /// [`ExactError::Malformed`] or [`ExactError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, ExactError> {
        if text.len() > LONGEST_DECIMAL {
            return Err(ExactError::TooLong);
        }
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(ExactError::Malformed),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        if whole.is_empty() {
            return Err(ExactError::Malformed);
        }
        let magnitude = whole_number(&[whole, decimals].concat())?;
        let places = u32::try_from(decimals.len()).map_err(|_| ExactError::TooLong)?;
        let value = BigRational::new(magnitude, power_of_ten(places));
        Ok(Self(if text.starts_with('-') { -value } else { value }))
    }

    /// Reads back what [`Self::numerator_text`] and [`Self::denominator_text`] wrote.
    ///
    /// # Errors
    /// [`ExactError::Malformed`], or [`ExactError::DenominatorNotPositive`].
    pub fn from_texts(numerator: &str, denominator: &str) -> Result<Self, ExactError> {
        let magnitude = whole_number(numerator.strip_prefix('-').unwrap_or(numerator))?;
        let denominator = whole_number(denominator)?;
        if denominator.is_zero() {
            return Err(ExactError::DenominatorNotPositive);
        }
        let value = BigRational::new(magnitude, denominator);
        Ok(Self(if numerator.starts_with('-') {
            -value
        } else {
            value
        }))
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub fn numerator_text(&self) -> String {
        self.0.numer().to_string()
    }

    /// The denominator in lowest terms, always positive.
    #[must_use]
    pub fn denominator_text(&self) -> String {
        self.0.denom().to_string()
    }

    /// The numerator in lowest terms, for computing with whole numbers.
    #[must_use]
    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// The denominator in lowest terms, for computing with whole numbers.
    #[must_use]
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// Whether the value is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether the value is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// `self / divisor`; `None` where the divisor is zero.
    #[must_use]
    pub fn divided_by(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// The square.
    #[must_use]
    pub fn squared(&self) -> Self {
        Self(&self.0 * &self.0)
    }

    /// The value as it is published: rounded half away from zero to exactly `places`
    /// decimals, `70.13` or `60.00`; what rounds to nothing has no sign.
    #[must_use]
    pub fn rounded(&self, places: u32) -> String {
        let units = self.rounded_units(places);
        let sign = if units.is_negative() { "-" } else { "" };
        let digits = units.magnitude().to_string();
        let places = places as usize;
        if places == 0 {
            return format!("{sign}{digits}");
        }
        // At least one digit stands before the point.
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, decimals) = padded.split_at(padded.len() - places);
        format!("{sign}{whole}.{decimals}")
    }

    /// The same rounding as [`Self::rounded`], as a decimal of that scale.
    #[must_use]
    pub fn rounded_decimal(&self, places: u32) -> BigDecimal {
        BigDecimal::new(self.rounded_units(places), i64::from(places))
    }

    /// A key by which a database sorts published figures: `floor(value · 10^12)`, clamped
    /// to what 64 bits hold (values beyond ±9 million share the outermost key).
    ///
    /// It never contradicts the order of the exact values; two values closer than 10^-12
    /// may share a key, and whether they tie is settled by the stored rank, which comes
    /// from the exact comparison.
    #[must_use]
    pub fn ordering_key(&self) -> i64 {
        let units = (&self.0 * power_of_ten(ORDERING_PLACES))
            .floor()
            .to_integer();
        let outermost = if units.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        };
        units.to_i64().unwrap_or(outermost)
    }

    /// The square root, rounded half away from zero to `places` decimals; `None` below
    /// zero.
    ///
    /// A root is seldom rational, so this is where exactness ends. The result is still
    /// the correctly rounded one and the same everywhere: with `y = √value · 10^places`,
    /// `⌊2y⌋` is the integer root of `⌊4 · value · 100^places⌋`, and `⌊(⌊2y⌋ + 1) / 2⌋`
    /// is `y` rounded half up.
    #[must_use]
    pub fn square_root(&self, places: u32) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let scale = power_of_ten(places);
        let doubled = (&self.0 * (&scale * &scale * BigInt::from(4)))
            .floor()
            .to_integer()
            .sqrt();
        let units: BigInt = (doubled + BigInt::one()) / 2;
        Self::fraction(units, scale)
    }

    /// The value in units of `10^-places`, rounded half away from zero.
    fn rounded_units(&self, places: u32) -> BigInt {
        (&self.0 * power_of_ten(places)).round().to_integer()
    }
}

/// A number of ASCII digits only: the parser of the big integer also takes signs and
/// underscores, which no canonical text has.
fn whole_number(digits: &str) -> Result<BigInt, ExactError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ExactError::Malformed);
    }
    digits.parse().map_err(|_| ExactError::Malformed)
}

fn power_of_ten(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }
}

impl From<i32> for Exact {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }
}

impl TryFrom<&BigDecimal> for Exact {
    type Error = ExactError;

    fn try_from(decimal: &BigDecimal) -> Result<Self, ExactError> {
        let (digits, scale) = decimal.as_bigint_and_exponent();
        let places = u32::try_from(scale.unsigned_abs()).map_err(|_| ExactError::TooLong)?;
        if places as usize > LONGEST_DECIMAL {
            return Err(ExactError::TooLong);
        }
        let power = power_of_ten(places);
        Ok(Self(if scale >= 0 {
            BigRational::new(digits, power)
        } else {
            BigRational::from_integer(digits * power)
        }))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}
