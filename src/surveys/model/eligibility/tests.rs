//! The rules of a property developer, a case for each; and what rules may not be.

use super::*;
use crate::kernel::ErrorCode;

fn developer() -> Rules {
    let document: Document = serde_json::from_str(PROPERTY_DEVELOPER).unwrap();
    Rules::read("input", document.into()).unwrap()
}

/// A project in which the company does everything, under its own brand.
const FULL: &[(&str, &str)] = &[
    ("product", "residence"),
    ("sale", "presale"),
    ("brand", "own"),
    ("projectHead", "ours"),
    ("selling", "responsible"),
    ("handover", "responsible"),
    ("aftercare", "responsible"),
    ("management", "responsible"),
];

/// A project under another brand, in which the company does nothing.
const FOREIGN: &[(&str, &str)] = &[
    ("product", "residence"),
    ("sale", "presale"),
    ("brand", "none"),
];

const ALL: [&str; 6] = ["准1", "准2", "磨1", "磨2", "稳定期", "老业主"];

/// The stages in which the subject is surveyed, and those in which it is assessed.
fn stages(
    base: &[(&str, &str)],
    changes: &[(&str, &str)],
) -> (Vec<&'static str>, Vec<&'static str>) {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    let attributes: Attributes = base.iter().chain(changes).map(owned).collect();
    let rules = developer();
    let in_stages = |wanted: fn(&Verdict) -> bool| {
        let verdict = |code: &&str| wanted(&rules.verdict_in(&attributes, code).unwrap());
        ALL.into_iter().filter(verdict).collect()
    };
    (
        in_stages(|it| it.is_surveyed),
        in_stages(|it| it.is_assessed),
    )
}

fn surveyed(base: &[(&str, &str)], changes: &[(&str, &str)]) -> Vec<&'static str> {
    stages(base, changes).0
}

fn assessed(base: &[(&str, &str)], changes: &[(&str, &str)]) -> Vec<&'static str> {
    stages(base, changes).1
}

#[test]
fn homes_under_the_brand_are_surveyed_and_assessed_in_every_stage() {
    assert_eq!(stages(FULL, &[]), (ALL.to_vec(), ALL.to_vec()));
}

#[test]
fn shops_offices_and_subsidised_housing_are_out() {
    for product in ["shop", "office", "price-capped", "low-rent"] {
        assert_eq!(
            stages(FULL, &[("product", product)]),
            (vec![], vec![]),
            "{product}"
        );
    }
}

#[test]
fn apartments_are_in_the_first_two_phases_only() {
    let first_two = ["准1", "准2", "磨1", "磨2"];
    let apartment = stages(FULL, &[("product", "apartment")]);
    assert_eq!(apartment, (first_two.to_vec(), first_two.to_vec()));
}

#[test]
fn homes_sold_when_finished_skip_two_stages() {
    let rest = ["准1", "磨2", "稳定期", "老业主"];
    assert_eq!(surveyed(FULL, &[("sale", "existing")]), rest);
}

#[test]
fn the_brand_alone_is_enough_to_be_surveyed() {
    let (surveyed, assessed) = stages(FOREIGN, &[("brand", "own")]);
    assert_eq!((surveyed, assessed), (ALL.to_vec(), vec![]));
}

#[test]
fn without_brand_or_part_nobody_is_surveyed() {
    assert_eq!(stages(FOREIGN, &[]), (vec![], vec![]));
}

#[test]
fn without_the_brand_a_project_head_or_a_part_in_selling_opens_the_first_phase() {
    for change in [
        ("projectHead", "ours"),
        ("selling", "responsible"),
        ("selling", "participating"),
    ] {
        assert_eq!(surveyed(FOREIGN, &[change]), ["准1", "准2"], "{change:?}");
    }
}

#[test]
fn without_the_brand_hand_over_and_aftercare_together_open_the_second_phase() {
    for handover in ["responsible", "participating"] {
        let both = [("handover", handover), ("aftercare", "participating")];
        assert_eq!(surveyed(FOREIGN, &both), ["磨1", "磨2"], "{handover}");
    }
    assert!(surveyed(FOREIGN, &[("handover", "responsible")]).is_empty());
    assert!(surveyed(FOREIGN, &[("aftercare", "responsible")]).is_empty());
}

#[test]
fn without_the_brand_aftercare_and_management_together_open_the_third_phase() {
    let both = [
        ("aftercare", "participating"),
        ("management", "responsible"),
    ];
    assert_eq!(surveyed(FOREIGN, &both), ["稳定期", "老业主"]);
}

#[test]
fn without_the_brand_management_opens_the_last_phase() {
    for management in ["responsible", "participating"] {
        assert_eq!(surveyed(FOREIGN, &[("management", management)]), ["老业主"]);
    }
}

#[test]
fn without_the_brand_nobody_is_assessed() {
    assert_eq!(stages(FULL, &[("brand", "none")]), (ALL.to_vec(), vec![]));
}

#[test]
fn the_first_phase_is_assessed_where_the_company_heads_and_sells() {
    for change in [("projectHead", "other"), ("selling", "participating")] {
        // The next two phases need the first.
        assert_eq!(assessed(FULL, &[change]), ["老业主"], "{change:?}");
        assert_eq!(surveyed(FULL, &[change]), ALL);
    }
}

#[test]
fn the_second_phase_is_assessed_where_the_company_hands_over_and_serves() {
    let not_leading = assessed(FULL, &[("handover", "participating")]);
    assert_eq!(not_leading, ["准1", "准2", "稳定期", "老业主"]);
}

#[test]
fn the_third_phase_is_assessed_where_the_company_serves_and_manages() {
    let not_leading = assessed(FULL, &[("aftercare", "participating")]);
    assert_eq!(not_leading, ["准1", "准2", "老业主"]);
}

#[test]
fn the_last_phase_is_assessed_where_the_company_manages() {
    let not_leading = assessed(FULL, &[("management", "participating")]);
    assert_eq!(not_leading, ["准1", "准2", "磨1", "磨2"]);
}

#[test]
fn a_late_acquisition_is_surveyed_and_not_assessed() {
    for (months, counts) in [
        ("12", true),
        ("9.1", true),
        ("9", false),
        ("9.0", false),
        ("0", false),
        ("-3", false),
    ] {
        let (surveyed, assessed) = stages(FULL, &[("monthsFromAcquisitionToHandover", months)]);
        assert_eq!(surveyed, ALL, "{months}");
        assert_eq!(assessed.len(), if counts { 6 } else { 0 }, "{months}");
    }
}

#[test]
fn a_verdict_names_its_rules_and_an_unknown_stage() {
    let rules = developer();
    let attributes = |stage: &str| -> Attributes {
        let pairs = [("product", "shop"), ("stage", stage)];
        pairs
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into()
    };
    let verdict = rules.verdict(&attributes("准1"));
    assert_eq!(verdict.surveyed_by.as_deref(), Some("product"));
    let unknown = rules.verdict(&attributes("准9"));
    assert_eq!(
        (unknown.is_surveyed, unknown.surveyed_by.as_deref()),
        (false, Some(UNKNOWN_STAGE))
    );
    let mut judge = rules.judge_of_many();
    for _ in 0..2 {
        assert_eq!(judge.verdict(&attributes("准1")), verdict);
    }
}

#[test]
fn what_is_wrong_with_rules_is_told_at_once() {
    let rule = |code: &str, stages: &[&str], when: &str| TypedRule {
        code: code.to_owned(),
        decides: Question::Surveyed,
        stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
        when: when.to_owned(),
        then: true,
        reason: "because".to_owned(),
    };
    let stage = |code: &str| TypedStage {
        code: code.to_owned(),
        phase: None,
    };
    let typed = TypedRules {
        stage_key: "stage".to_owned(),
        stages: vec![stage("a"), stage("b"), stage("a")],
        rules: vec![],
    };
    let told = |typed: TypedRules| -> Vec<(ErrorCode, String)> {
        let problems = Rules::read("input", typed).unwrap_err().into_iter();
        problems.map(|it| (it.code, it.field.join("."))).collect()
    };
    assert_eq!(
        told(typed),
        [(ErrorCode::Duplicate, "input.stages.2.code".to_owned())]
    );
    let typed = TypedRules {
        stage_key: "stage".to_owned(),
        stages: vec![stage("a"), stage("b")],
        rules: vec![
            rule("one", &["c"], "true"),
            rule("two", &[], "subject.x > 1.5"),
            rule("three", &["b"], "assessed('a')"),
            rule("four", &["b"], "assessed('b')"),
            rule("five", &[], "assessed('a')"),
            rule("three", &["b"], "true"),
        ],
    };
    assert_eq!(
        told(typed),
        [
            (ErrorCode::NotFound, "input.rules.0.stages.0".to_owned()),
            (ErrorCode::Invalid, "input.rules.1.when".to_owned()),
            (ErrorCode::Invalid, "input.rules.3.when".to_owned()),
            (ErrorCode::Invalid, "input.rules.4.when".to_owned()),
            (ErrorCode::Duplicate, "input.rules.5.code".to_owned()),
        ]
    );
}
