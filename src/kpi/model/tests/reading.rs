//! What a scheme may be made of.

use super::*;

use IndicatorKind as K;

fn problems(root: Vec<TypedNode>) -> Vec<String> {
    let told = |problem: Problem| format!("{:?} {}", problem.code, problem.field.join("."));
    read(root).unwrap_err().into_iter().map(told).collect()
}

#[test]
fn everything_wrong_is_told_at_its_place() {
    let mut both = leaf("both", "10", indicator(K::Manual));
    both.children = Some(vec![leaf("a", "100", indicator(K::Manual))]);
    let neither = TypedNode {
        indicator: None,
        ..leaf("neither", "10", indicator(K::Manual))
    };
    let bad = TypedIndicator {
        cap: Some(Ok(decimal("1"))),
        floor: Some(Ok(decimal("2"))),
        full: Some(Ok(decimal("0"))),
        ..indicator(K::RatioToFull)
    };
    let float = TypedIndicator {
        expression: Some("double(actual)".to_owned()),
        ..indicator(K::Expression)
    };
    let root = vec![
        both,
        neither,
        leaf("a b", "101", indicator(K::Manual)),
        branch(
            "g",
            "10",
            vec![leaf("x", "-1", bad), leaf("x", "1", indicator(K::Steps))],
        ),
        leaf("e", "10", float),
        leaf("f", "10", indicator(K::Expression)),
    ];
    assert_eq!(
        problems(root),
        [
            "Invalid input.root.0",
            "Invalid input.root.1",
            "Invalid input.root.2.code",
            "OutOfRange input.root.2.weight",
            "OutOfRange input.root.3.children.0.weight",
            "OutOfRange input.root.3.children.0.indicator.full",
            "OutOfRange input.root.3.children.0.indicator.cap",
            "Duplicate input.root.3.children.1.code",
            "Required input.root.3.children.1.indicator.steps",
            "Invalid input.root.4.indicator.expression",
            "Required input.root.5.indicator.expression",
        ]
    );
}

#[test]
fn a_tree_is_neither_too_deep_nor_too_wide() {
    let mut deep = leaf("leaf", "100", indicator(K::Manual));
    for level in 0..6 {
        deep = branch(&format!("l{level}"), "100", vec![deep]);
    }
    assert_eq!(problems(vec![deep]).len(), 1);
    let wide = (0..51).map(|at| leaf(&format!("i{at}"), "1", indicator(K::Manual)));
    assert_eq!(problems(wide.collect()), ["TooMany input.root"]);
}

#[test]
fn an_indicator_is_named_by_path_or_by_a_code_that_only_it_has() {
    let part = |code| {
        let children = vec![
            leaf("rate", "50", indicator(K::Manual)),
            leaf(&format!("{code}-only"), "50", indicator(K::Manual)),
        ];
        branch(code, "50", children)
    };
    let content = content(vec![part("one"), part("two")]);
    let paths: Vec<String> = content.leaves().into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        ["one/rate", "one/one-only", "two/rate", "two/two-only"]
    );
    assert_eq!(content.position("two/rate"), Some(2));
    assert_eq!(content.position("two-only"), Some(3));
    assert_eq!(content.position("rate"), None, "two have it");
    assert_eq!(content.position("one"), None, "a group");
}

#[test]
fn groups_are_checked_one_by_one_when_a_scheme_is_published() {
    let content = content(vec![
        branch(
            "a",
            "60",
            vec![
                leaf("x", "60", indicator(K::Manual)),
                leaf("y", "41", indicator(K::Manual)),
            ],
        ),
        branch("b", "40", Vec::new()),
    ]);
    let told: Vec<String> = content
        .publish_problems()
        .into_iter()
        .map(|problem| problem.message.english)
        .collect();
    assert_eq!(
        told,
        [
            "The weights of the group \"a\" (a) total 101, not 100.",
            "There is nothing in the group \"b\" (b).",
        ]
    );
}
