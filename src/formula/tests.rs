//! Formulas keep the decimals that were typed.

use super::*;

const NAMES: Names = &["actual", "target", "full", "unit"];

fn result(source: &str, actual: Option<&str>, target: Option<&str>) -> Result<String, Unanswered> {
    let read = |text: &str| Exact::parse(text).unwrap();
    let (actual, target) = (actual.map(read), target.map(read));
    let hundred = Exact::hundred();
    let two = Exact::from(2);
    let figures = [actual.as_ref(), target.as_ref(), Some(&hundred), Some(&two)];
    let compiled = Formula::compile(source, NAMES).unwrap();
    compiled.evaluate(&figures).map(|value| value.to_string())
}

#[test]
fn numbers_stay_the_decimals_that_were_typed() {
    for (source, expected) in [
        ("0.1 + 0.2", "3/10"),
        ("1 / 3 * 3", "1"),
        ("0.12345678901234567890123456789 * 0", "0"),
        ("9007199254740993 + 0", "9007199254740993"),
        (
            "1234567890123456789012345678901234567890 - 1",
            "1234567890123456789012345678901234567889",
        ),
        ("actual / target * full", "90"),
        ("full - actual * unit", "82"),
        ("actual >= 9 && !(target < 10) ? 100 : 0.5", "100"),
        ("max(min(actual, 3), -7)", "3"),
        ("-actual + +2 < 0 || false ? 1 : 2", "2"),
        ("2*actual-target/4", "31/2"),
    ] {
        let compiled = Formula::compile(source, NAMES);
        if source.contains("+ +") {
            // CEL has no plus sign in front of a number.
            assert!(compiled.is_err(), "{source}");
            continue;
        }
        assert_eq!(
            result(source, Some("9"), Some("10")),
            Ok(expected.to_owned()),
            "{source}"
        );
    }
}

#[test]
fn what_is_missing_and_what_is_zero_is_told() {
    use Unanswered::{DivisorIsZero, Missing};
    let missing = Missing("actual");
    assert_eq!(result("actual + 1", None, None), Err(missing));
    assert_eq!(
        result("actual / target", Some("1"), None),
        Err(Missing("target"))
    );
    assert_eq!(
        result("actual / target", Some("1"), Some("0")),
        Err(DivisorIsZero)
    );
    assert_eq!(
        result("1 / (actual - 1)", Some("1"), None),
        Err(DivisorIsZero)
    );
    assert_eq!(
        result("target > 0 ? actual / target : 0", Some("1"), Some("0")),
        Ok("0".to_owned())
    );
}

#[test]
fn whatever_could_give_a_float_or_no_number_is_refused() {
    for source in [
        "",
        "actual >",
        "actual > 1",
        "true",
        "double(actual)",
        "actual * double(2)",
        "1e3",
        "0x10",
        "1u",
        "1.",
        ".5",
        "'1'",
        "\"1\" + actual",
        "other",
        "_n0",
        "actual.x",
        "[1][0]",
        "{1: 2}",
        "size(actual)",
        "actual % 2",
        "math.sqrt(actual)",
        "actual ? 1 : 2",
        "true ? 1 : false",
        "[1]",
        "{}",
        "1; 2",
        "1 < 2 < 3",
        "float(1)",
        "actual in [1]",
        "has(actual.x)",
        "min(1)",
        "timestamp(1)",
        "int(actual)",
        "1 == true",
    ] {
        assert!(Formula::compile(source, NAMES).is_err(), "{source}");
    }
    assert!(Formula::compile(&"(".repeat(900), NAMES).is_err());
    assert!(Formula::compile(&"-".repeat(900), NAMES).is_err());
    assert!(Formula::compile(&"1+".repeat(600), NAMES).is_err());
    // What is allowed is borne by the stack of a thread.
    let deep = format!("{}1{}", "-(".repeat(12), ")".repeat(12));
    assert!(Formula::compile(&deep, NAMES).is_ok());
    let long = format!("{}1", "1+".repeat(100));
    assert!(Formula::compile(&long, NAMES).is_ok());
    let chosen = format!("{}1", "actual > 1 ? 1 : ".repeat(33));
    assert!(Formula::compile(&chosen, NAMES).is_ok());
}

#[test]
fn the_deepest_formula_is_borne_wherever_the_caller_stands() {
    let deep = format!("{}1{}", "max(1, ".repeat(12), ")".repeat(12));
    let parentheses = format!("{}actual{}", "(".repeat(12), ")".repeat(12));
    let not = format!("{}true ? 1 : 2", "!".repeat(97));
    let caller = move || {
        for source in [&deep, &parentheses, &not] {
            let compiled = Formula::compile(source, NAMES);
            assert!(compiled.is_ok(), "{source}");
            assert!(
                compiled
                    .unwrap()
                    .evaluate(&[Some(&Exact::from(1)); 4])
                    .is_ok()
            );
        }
    };
    // Less than what is left to somebody who answers a request.
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    thread.spawn(caller).unwrap().join().unwrap();
}
