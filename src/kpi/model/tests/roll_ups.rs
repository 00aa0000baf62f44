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
    let mean = rolled(RollUpMethod::Mean, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(mean.given, Some(exact("80")));
    let sum = rolled(RollUpMethod::Sum, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(
        (sum.target, sum.actual),
        (Some(decimal("500")), Some(decimal("440")))
    );
    let last = rolled(RollUpMethod::Last, Missing::Renormalise, "a", &months).unwrap();
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
    let mean = rolled(RollUpMethod::Mean, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(mean.given, Some(exact("50")));
    let sum = rolled(RollUpMethod::Sum, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(
        (sum.target, sum.actual),
        (Some(decimal("100")), Some(decimal("50"))),
        "an actual without a target belongs to no share"
    );
    assert_eq!((sum.present, sum.periods), (1, 3));
    let last = rolled(RollUpMethod::Last, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(last.actual, Some(decimal("50")));
    assert_eq!(
        rolled(RollUpMethod::Mean, Missing::Renormalise, "b", &months),
        Ok(Rolled::default())
    );
    assert_eq!(
        rolled(RollUpMethod::Sum, Missing::Renormalise, "a", &[]),
        Ok(Rolled::default())
    );
}

#[test]
fn what_is_missing_counts_as_zero_or_keeps_the_line_back_as_the_scheme_says() {
    let months = [
        source(1, 31, "100", "90"),
        source(2, 28, "100", ""),
        source(3, 31, "100", "60"),
    ];
    let with = |method, missing| rolled(method, missing, "a", &months).unwrap();
    let mean = with(RollUpMethod::Mean, Missing::Zero);
    assert_eq!((mean.given, mean.present), (Some(exact("50")), 2));
    let sum = with(RollUpMethod::Sum, Missing::Zero);
    assert_eq!(
        (sum.target, sum.actual),
        (Some(decimal("300")), Some(decimal("150")))
    );
    for method in RollUpMethod::ALL {
        let blocked = with(*method, Missing::Block);
        assert_eq!((blocked.given, blocked.actual), (None, None), "{method}");
    }
    let last = rolled(RollUpMethod::Last, Missing::Zero, "a", &months[..2]).unwrap();
    assert_eq!(last.given, Some(Exact::zero()));
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
    let mean = rolled(RollUpMethod::Mean, Missing::Renormalise, "a", &months).unwrap();
    assert_eq!(mean.given, Some(expected));
    let last = rolled(RollUpMethod::Last, Missing::Renormalise, "a", &months[..2]).unwrap();
    assert_eq!(last.given, Some(exact("81")));
}

#[test]
fn sums_of_more_than_forty_digits_are_told() {
    let long = "9".repeat(40);
    let months = [source(1, 31, &long, &long), source(2, 28, &long, &long)];
    assert_eq!(
        rolled(RollUpMethod::Sum, Missing::Renormalise, "a", &months),
        Err(TooLong)
    );
}
