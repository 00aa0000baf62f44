//! Who assesses whom in small companies, and what an opening misses.

use crate::cycles::model::tests::{self as laws, Sketch};
use crate::kernel::ErrorCode;

use super::*;

fn told(result: Result<Vec<Pair>, Vec<Problem>>) -> Vec<(ErrorCode, String)> {
    let problems = result.unwrap_err();
    let each = problems.into_iter();
    each.map(|problem| (problem.code, problem.field.join(".")))
        .collect()
}

fn incomplete(field: &str) -> (ErrorCode, String) {
    (ErrorCode::Incomplete, field.to_owned())
}

#[test]
fn a_named_department_beats_the_selector_and_weights_are_shared() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .department("QA", "HEADQUARTERS", "d")
        .department("GROUP", "HEADQUARTERS", "")
        .department("MKT", "BUSINESS_CENTER", "e")
        .row(
            "FIN",
            &["HEADQUARTERS 50 HEAD", "HR 30 HEAD", "MKT 20 HEAD"],
        );
    let pairs = sketch.open().unwrap();
    let seen: Vec<String> = pairs
        .iter()
        .map(|pair| format!("{} {}", sketch.code(pair.assessing), pair.weight))
        .collect();
    assert_eq!(seen, ["IT 25", "QA 25", "HR 30", "MKT 20"]);
}

#[test]
fn without_weights_each_department_counts_the_same() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .department("MKT", "BUSINESS_CENTER", "e")
        .row("FIN", &["HEADQUARTERS - HEAD", "MKT - HEAD"]);
    let pairs = sketch.open().unwrap();
    assert!(pairs.iter().all(|pair| pair.weight.to_string() == "1"));
    assert_eq!(pairs.len(), 3);
}

#[test]
fn a_share_that_is_no_decimal_stays_exact() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("B1", "BRANCH", "b")
        .department("B2", "BRANCH", "c")
        .department("B3", "BRANCH", "d")
        .row("FIN", &["BRANCH 50 HEAD"]);
    let pairs = sketch.open().unwrap();
    assert_eq!(pairs[0].weight.numerator_text(), "50");
    assert_eq!(pairs[0].weight.denominator_text(), "3");
}

#[test]
fn a_person_answers_once_for_the_main_post() {
    // "x" has the main post in IT and another one in HR; "y" the other way round.
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .person("x", &["IT", "HR"])
        .person("y", &["HR", "IT"])
        .row("FIN", &["HR - ALL", "IT - ALL"]);
    let pairs = sketch.open().unwrap();
    assert_eq!(sketch.numbers(&pairs[0].evaluators), ["b", "y"]);
    assert_eq!(sketch.numbers(&pairs[1].evaluators), ["c", "x"]);
}

#[test]
fn without_a_main_post_among_them_the_first_in_the_matrix_wins() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .department("QA", "HEADQUARTERS", "d")
        .person("x", &["QA", "HR", "IT"])
        .row("FIN", &["IT - ALL", "HR - ALL"]);
    let pairs = sketch.open().unwrap();
    assert_eq!(sketch.numbers(&pairs[0].evaluators), ["c", "x"]);
    assert_eq!(sketch.numbers(&pairs[1].evaluators), ["b"]);
}

#[test]
fn nobody_assesses_a_department_where_they_hold_a_post_or_which_they_head() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .person("x", &["HR", "FIN"])
        .person("y", &["HR"])
        .headed_by("FIN", "y")
        .row("FIN", &["HR - ALL"]);
    let pairs = sketch.open().unwrap();
    assert_eq!(sketch.numbers(&pairs[0].evaluators), ["b"]);
}

#[test]
fn all_means_own_posts_and_named_reaches_below() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("MKT", "BUSINESS_CENTER", "b")
        .department("MKT1", "BUSINESS_CENTER", "c")
        .below("MKT1", "MKT")
        .row("FIN", &["MKT - ALL"])
        .row("MKT1", &["FIN - HEAD"])
        .row("MKT", &["FIN - HEAD"]);
    let pairs = sketch.open().unwrap();
    assert_eq!(sketch.numbers(&pairs[0].evaluators), ["b"]);
    let named = sketch.without_rows().row("FIN", &["MKT - NAMED c"]);
    let pairs = named.open().unwrap();
    assert_eq!(named.numbers(&pairs[0].evaluators), ["c"]);
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .department("OLD", "BRANCH", "d")
        .department("VOID", "BUSINESS_CENTER", "")
        .person("left", &["HR"])
        .gone("OLD")
        .left("left")
        .headless("IT")
        .row("OLD", &["VOID - HEAD", "OLD2 - HEAD"])
        .row(
            "FIN",
            &["HEADQUARTERS - HEAD", "BRANCH - HEAD", "VOID - ALL"],
        )
        .row("HR", &["FIN - RANDOM 2", "IT - NAMED left a"])
        .unpublished("HR")
        .closing_passed();
    assert_eq!(
        told(sketch.open()),
        [
            incomplete("closesAt"),
            incomplete("rows.0.assessedDepartmentId"),
            incomplete("rows.0.assessors.0.evaluators"),
            incomplete("rows.0.assessors.1.departmentId"),
            incomplete("rows.1.assessors.0.evaluators"),
            incomplete("rows.1.assessors.1.departmentKind"),
            incomplete("rows.1.assessors.2.evaluators"),
            incomplete("rows.2.questionnaireVersionId"),
            incomplete("rows.2.assessors.0.evaluators.count"),
            incomplete("rows.2.assessors.1.evaluators.employeeIds.0"),
            incomplete("rows.2.assessors.1.evaluators.employeeIds.1"),
            incomplete("rows.2.assessors.1.evaluators"),
        ]
    );
}

#[test]
fn an_empty_matrix_does_not_open() {
    assert_eq!(told(Sketch::new().open()), [incomplete("rows")]);
}

#[test]
fn a_department_whose_only_voice_answers_elsewhere_is_told() {
    // "b" heads both HR and IT; the main post is in HR.
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "")
        .headed_by("IT", "b")
        .row("FIN", &["IT - HEAD", "HR - HEAD"]);
    assert_eq!(
        told(sketch.open()),
        [incomplete("rows.0.assessors.0.evaluators")]
    );
}

#[test]
fn an_anonymous_cycle_needs_a_group_in_every_department() {
    let sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b")
        .department("IT", "HEADQUARTERS", "c")
        .person("x", &["IT"])
        .row("FIN", &["HR - ALL", "IT - ALL"])
        .anonymous(2);
    assert_eq!(
        told(sketch.open()),
        [incomplete("rows.0.assessors.0.evaluators")]
    );
}

#[test]
fn a_lot_draws_as_many_as_wanted_and_depends_on_the_seed() {
    let mut sketch = Sketch::new()
        .department("FIN", "HEADQUARTERS", "a")
        .department("HR", "HEADQUARTERS", "b");
    for number in 0..30 {
        sketch = sketch.person(&format!("p{number:02}"), &["HR"]);
    }
    let sketch = sketch.row("FIN", &["HR - RANDOM 10"]);
    let first = sketch.open().unwrap();
    assert_eq!(first[0].evaluators.len(), 10);
    assert_eq!(first, sketch.open().unwrap());
    let other = laws::with_seed(&sketch, "another seed").open().unwrap();
    assert_ne!(first, other);
}
