//! Months to quarters, and people who changed department.

use super::*;
use chrono::NaiveDate;

fn source(month: u32, days: u32, target: &str, actual: &str) -> Source {
    let content = content(vec![leaf(
        "a",
        "100",
        indicator(IndicatorKind::AttainmentHigher),
    )]);
    let (lines, _) = computed(&content, &[(target, actual)]);
    Source {
        start: NaiveDate::from_ymd_opt(2026, month, 1).unwrap(),
        days,
        lines,
    }
}

#[test]
fn three_methods_give_three_figures() {
    let months = [
        source(1, 31, "100", "50"),
        source(2, 28, "300", "300"),
        source(3, 31, "100", "90"),
    ];
    let mean = rolled(RollUpMethod::Mean, "a", &months).unwrap();
    assert_eq!(mean.given, Some(exact("80")));
    let sum = rolled(RollUpMethod::Sum, "a", &months).unwrap();
    assert_eq!(
        (sum.target, sum.actual),
        (Some(decimal("500")), Some(decimal("440")))
    );
    let last = rolled(RollUpMethod::Last, "a", &months).unwrap();
    assert_eq!(
        (last.target, last.actual),
        (Some(decimal("100")), Some(decimal("90")))
    );
}

#[test]
fn what_is_missing_does_not_count() {
    let months = [
        source(1, 31, "100", "50"),
        source(2, 28, "300", ""),
        source(3, 31, "0", "5"),
    ];
    let mean = rolled(RollUpMethod::Mean, "a", &months).unwrap();
    assert_eq!(mean.given, Some(exact("50")));
    let sum = rolled(RollUpMethod::Sum, "a", &months).unwrap();
    assert_eq!(
        (sum.target, sum.actual),
        (Some(decimal("100")), Some(decimal("55")))
    );
    let last = rolled(RollUpMethod::Last, "a", &months).unwrap();
    assert_eq!(last.actual, Some(decimal("50")));
    assert_eq!(
        rolled(RollUpMethod::Mean, "b", &months),
        Ok(Rolled::default())
    );
    assert_eq!(rolled(RollUpMethod::Sum, "a", &[]), Ok(Rolled::default()));
}

#[test]
fn who_changed_department_is_prorated_by_days() {
    // Ten days at 60, twenty-one at 91, then a whole month at 79.
    let months = [
        source(1, 10, "100", "60"),
        source(1, 21, "100", "91"),
        source(2, 28, "100", "79"),
    ];
    let january = exact("2511").divided_by(&exact("31")).unwrap();
    let expected = (january + exact("79")).divided_by(&exact("2")).unwrap();
    let mean = rolled(RollUpMethod::Mean, "a", &months).unwrap();
    assert_eq!(mean.given, Some(expected));
    let last = rolled(RollUpMethod::Last, "a", &months[..2]).unwrap();
    assert_eq!(last.given, Some(exact("81")));
}

#[test]
fn sums_of_more_than_forty_digits_are_told() {
    let long = "9".repeat(40);
    let months = [source(1, 31, &long, &long), source(2, 28, &long, &long)];
    assert_eq!(rolled(RollUpMethod::Sum, "a", &months), Err(TooLong));
}
