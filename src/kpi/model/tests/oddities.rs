//! Figures that are missing, zero, negative or very long.

use super::*;

use IndicatorKind as K;
use LineState as S;

fn stepped() -> TypedIndicator {
    let step = |from: &str, score: &str| (Ok(decimal(from)), Ok(decimal(score)));
    TypedIndicator {
        steps: vec![step("95", "100"), step("80", "80.5"), step("-10", "0")],
        ..indicator(K::Steps)
    }
}

fn deduction() -> TypedIndicator {
    TypedIndicator {
        full: Some(Ok(decimal("20"))),
        unit: Some(Ok(decimal("2.5"))),
        ..indicator(K::Deduction)
    }
}

fn expression(source: &str) -> TypedIndicator {
    TypedIndicator {
        expression: Some(source.to_owned()),
        ..indicator(K::Expression)
    }
}

#[test]
fn every_kind_gives_its_score() {
    for (typed, target, actual, score) in [
        (indicator(K::AttainmentHigher), "3", "1", "33.33"),
        (indicator(K::AttainmentHigher), "1", "2.5", "250.00"),
        (indicator(K::RatioToFull), "", "86.005", "86.01"),
        (stepped(), "", "95", "100.00"),
        (stepped(), "", "94.9999", "80.50"),
        (stepped(), "", "-10", "0.00"),
        (deduction(), "", "3", "62.50"),
        (deduction(), "", "9", "0.00"),
        (indicator(K::Manual), "", "90", "90.00"),
        (expression("actual / target * 50 + 50"), "4", "1", "62.50"),
        (expression("0.1 + 0.2"), "", "", "0.30"),
    ] {
        let told = format!("{typed:?} {target} {actual}");
        assert_eq!(
            one(typed, target, actual),
            (S::Ok, Some(score.to_owned())),
            "{told}"
        );
    }
}

#[test]
fn what_gives_no_score_says_why() {
    for (typed, target, actual, state) in [
        (indicator(K::AttainmentHigher), "10", "", S::MissingActual),
        (indicator(K::AttainmentHigher), "0", "5", S::ZeroTarget),
        (indicator(K::AttainmentHigher), "", "5", S::ZeroTarget),
        (indicator(K::AttainmentLower), "0.000", "0", S::ZeroTarget),
        // Half of a loss is not half of a gain.
        (indicator(K::AttainmentHigher), "-100", "-50", S::ZeroTarget),
        (stepped(), "", "-11", S::BandGap),
        (stepped(), "", "", S::MissingActual),
        (deduction(), "", "", S::MissingActual),
        (indicator(K::Satisfaction), "", "86", S::PendingScore),
        (indicator(K::Manual), "", "", S::MissingActual),
        (expression("actual / target"), "0", "1", S::ZeroTarget),
        (expression("actual / target"), "1", "", S::MissingActual),
        (expression("actual / (actual - 1)"), "", "1", S::ZeroTarget),
    ] {
        let told = format!("{typed:?} {target} {actual}");
        assert_eq!(one(typed, target, actual), (state, None), "{told}");
    }
}

#[test]
fn negative_figures_stay_within_the_floor() {
    let ok = |score: &str| (S::Ok, Some(score.to_owned()));
    assert_eq!(one(indicator(K::AttainmentHigher), "100", "-5"), ok("0.00"));
    assert_eq!(
        one(indicator(K::AttainmentLower), "100", "-5"),
        ok("205.00")
    );
    let floor = TypedIndicator {
        floor: Some(Ok(decimal("-20"))),
        ..indicator(K::AttainmentHigher)
    };
    assert_eq!(one(floor.clone(), "100", "-5"), ok("-5.00"));
    assert_eq!(one(floor, "100", "-500"), ok("-20.00"));
    assert_eq!(one(expression("actual - 200"), "", "1"), ok("0.00"));
}

#[test]
fn forty_digits_are_computed_exactly() {
    let long = "9".repeat(40);
    let tiny = format!("0.{}1", "0".repeat(38));
    let ok = |score: &str| (S::Ok, Some(score.to_owned()));
    assert_eq!(
        one(indicator(K::AttainmentHigher), &long, &long),
        ok("100.00")
    );
    let (state, score) = one(indicator(K::AttainmentHigher), &tiny, &long);
    assert_eq!(state, S::Ok);
    assert_eq!(score.unwrap().len(), 40 + 39 + 2 + 3);
    let (state, score) = one(
        expression("actual * actual * actual / target"),
        &tiny,
        &long,
    );
    assert_eq!((state, score.is_some()), (S::Ok, true));
    assert!(format!("1{long}").parse::<Decimal>().is_err());
}

#[test]
fn a_sheet_survives_being_stored() {
    let content = content(vec![leaf("a", "100", indicator(K::AttainmentHigher))]);
    let (lines, _) = computed(&content, &[("3", "1")]);
    let stored = serde_json::to_string(&lines).unwrap();
    assert!(stored.contains("\"score\":\"100/3\""), "{stored}");
    assert_eq!(serde_json::from_str::<Vec<Line>>(&stored).unwrap(), lines);
    let kept = serde_json::to_string(&content).unwrap();
    assert_eq!(
        serde_json::from_str::<SchemeContent>(&kept).unwrap(),
        content
    );
}
