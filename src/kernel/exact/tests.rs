//! The laws of rounding, ordering and roots.

use bigdecimal::BigDecimal;
use num_bigint::BigInt;
use proptest::prelude::*;

use super::{Exact, ExactError};

fn ratio(numerator: i64, denominator: i64) -> Exact {
    Exact::fraction(BigInt::from(numerator), BigInt::from(denominator)).unwrap_or_default()
}

#[test]
fn decimals_are_read_and_published() -> Result<(), ExactError> {
    assert_eq!(Exact::parse("70.125")?.rounded(2), "70.13");
    assert_eq!(Exact::parse("-70.125")?.rounded(2), "-70.13");
    assert_eq!(Exact::parse("70.1249999")?.rounded(2), "70.12");
    assert_eq!(Exact::parse("-0.004")?.rounded(2), "0.00");
    assert_eq!(Exact::parse("0.005")?.rounded(2), "0.01");
    assert_eq!(Exact::parse("99.5")?.rounded(0), "100");
    assert_eq!(ratio(2, 3).rounded(6), "0.666667");
    assert_eq!(Exact::parse("70.125")?.to_string(), "561/8");
    assert_eq!(Exact::parse("70.00")?.to_string(), "70");
    Ok(())
}

#[test]
fn what_is_not_a_decimal_is_refused() {
    for text in [
        "", "-", ".", ".5", "5.", "+5", "1e3", "1_000", " 5", "5.-1", "--5", "5.1.1", "٥",
    ] {
        assert_eq!(Exact::parse(text), Err(ExactError::Malformed), "{text}");
    }
    assert_eq!(Exact::parse(&"9".repeat(1_001)), Err(ExactError::TooLong));
    assert_eq!(
        Exact::from_texts("1", "0"),
        Err(ExactError::DenominatorNotPositive)
    );
    assert_eq!(Exact::from_texts("1", "-2"), Err(ExactError::Malformed));
    assert_eq!(
        Exact::try_from(&BigDecimal::new(1.into(), -1_000_000)),
        Err(ExactError::TooLong)
    );
}

#[test]
fn big_decimals_keep_their_value() -> Result<(), ExactError> {
    assert_eq!(
        Exact::try_from(&BigDecimal::new(83_333.into(), 3))?,
        Exact::parse("83.333")?
    );
    assert_eq!(
        Exact::try_from(&BigDecimal::new(7.into(), -2))?,
        Exact::from(700_i64)
    );
    assert_eq!(
        Exact::parse("70.125")?.rounded_decimal(2),
        BigDecimal::new(7_013.into(), 2)
    );
    Ok(())
}

#[test]
fn division_by_zero_has_no_answer() {
    assert_eq!(Exact::hundred().divided_by(&Exact::zero()), None);
    assert_eq!(Exact::percentage(0, 0), None);
    assert_eq!(
        Exact::percentage(2, 3)
            .map(|share| share.rounded(2))
            .as_deref(),
        Some("66.67")
    );
}

#[test]
fn ordering_keys_are_floors_and_clamp() -> Result<(), ExactError> {
    assert_eq!(Exact::parse("70.125")?.ordering_key(), 70_125_000_000_000);
    assert_eq!(ratio(-1, 3).ordering_key(), -333_333_333_334);
    assert_eq!(Exact::from(10_000_000_i64).ordering_key(), i64::MAX);
    assert_eq!(Exact::from(-10_000_000_i64).ordering_key(), i64::MIN);
    Ok(())
}

#[test]
fn roots_are_rounded_correctly() -> Result<(), ExactError> {
    let root = |value: Exact| value.square_root(6).map(|root| root.rounded(6));
    assert_eq!(root(Exact::from(2_i64)).as_deref(), Some("1.414214"));
    assert_eq!(
        root(Exact::parse("0.0000000000010")?).as_deref(),
        Some("0.000001")
    );
    assert_eq!(
        root(Exact::parse("0.00000000000025")?).as_deref(),
        Some("0.000001")
    );
    assert_eq!(
        root(Exact::parse("0.00000000000024")?).as_deref(),
        Some("0.000000")
    );
    assert_eq!(root(Exact::zero()).as_deref(), Some("0.000000"));
    assert_eq!(root(Exact::from(-1_i64)), None);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn storage_texts_bring_the_value_back(numerator: i64, denominator in 1_i64..) {
        let value = ratio(numerator, denominator);
        let read = Exact::from_texts(&value.numerator_text(), &value.denominator_text());
        prop_assert_eq!(read, Ok(value));
    }

    #[test]
    fn rounding_is_half_away_from_zero(thousandths in -2_000_000_i64..2_000_000) {
        let text = ratio(thousandths, 1_000).rounded(2);
        let magnitude = (thousandths.abs() + 5) / 10;
        let sign = if thousandths < 0 && magnitude != 0 { "-" } else { "" };
        prop_assert_eq!(text, format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100));
    }

    #[test]
    fn rounding_ignores_the_sign(numerator in 1_i64.., denominator in 1_i64.., places in 0_u32..8) {
        let positive = ratio(numerator, denominator).rounded(places);
        let negative = ratio(-numerator, denominator).rounded(places);
        prop_assert_eq!(negative.strip_prefix('-').unwrap_or(&negative), positive);
    }

    #[test]
    fn ordering_keys_never_contradict_the_order(
        left in (-100_000_i64..100_000, 1_i64..1_000),
        right in (-100_000_i64..100_000, 1_i64..1_000),
    ) {
        let (left, right) = (ratio(left.0, left.1), ratio(right.0, right.1));
        if left <= right {
            prop_assert!(left.ordering_key() <= right.ordering_key());
        } else {
            prop_assert!(left.ordering_key() >= right.ordering_key());
        }
    }

    #[test]
    fn roots_lie_within_half_a_unit(numerator in 0_i64..1_000_000_000, denominator in 1_i64..1_000_000) {
        let value = ratio(numerator, denominator);
        let root = value.square_root(6).unwrap_or_default();
        let half_unit = ratio(1, 2_000_000);
        prop_assert!((&root + &half_unit).squared() > value);
        prop_assert!(root <= half_unit || (&root - &half_unit).squared() <= value);
    }

    #[test]
    fn sums_do_not_depend_on_the_order(parts in prop::collection::vec((-999_i64..999, 1_i64..99), 0..20)) {
        let values: Vec<Exact> = parts.iter().map(|part| ratio(part.0, part.1)).collect();
        let forwards: Exact = values.iter().sum();
        let one_by_one = values.iter().rev().fold(Exact::zero(), |total, value| total + value);
        prop_assert_eq!(forwards, one_by_one);
    }
}
