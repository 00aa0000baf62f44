//! The example that the rules were agreed on, to the digit.

use super::*;

fn capped() -> TypedIndicator {
    TypedIndicator {
        cap: Some(Ok(decimal("120"))),
        ..indicator(IndicatorKind::AttainmentHigher)
    }
}

fn scheme() -> SchemeContent {
    content(vec![
        branch(
            "sales",
            "40",
            vec![
                leaf("revenue", "60", capped()),
                leaf("collection", "40", capped()),
            ],
        ),
        leaf("satisfaction", "20", indicator(IndicatorKind::RatioToFull)),
        branch(
            "market",
            "20",
            vec![
                leaf("customers", "60", capped()),
                leaf("share", "40", capped()),
            ],
        ),
        leaf("teamwork", "10", indicator(IndicatorKind::Manual)),
        leaf("growth", "10", indicator(IndicatorKind::RatioToFull)),
    ])
}

const FIGURES: [(&str, &str); 7] = [
    ("1000000", "900000"),
    ("800000", "780000"),
    ("", "86"),
    ("10", "14"),
    ("2.0", "1.5"),
    ("", "90"),
    ("", "75"),
];

#[test]
fn the_total_is_91_30() {
    let (lines, result) = computed(&scheme(), &FIGURES);

    let scores: Vec<_> = lines.iter().filter_map(Line::published_score).collect();
    assert_eq!(
        scores,
        [
            "90.00", "97.50", "86.00", "120.00", "75.00", "90.00", "75.00"
        ]
    );
    assert_eq!(result.published().as_deref(), Some("91.30"));
    assert_eq!(result.total, Some(exact("91.3")));
    assert_eq!(result.weight_present, "100.00");
}

#[test]
fn less_can_be_better() {
    let lower = || TypedIndicator {
        cap: Some(Ok(decimal("120"))),
        ..indicator(IndicatorKind::AttainmentLower)
    };
    let uncapped = indicator(IndicatorKind::AttainmentLower);
    let ok = |score: &str| (LineState::Ok, Some(score.to_owned()));
    assert_eq!(one(uncapped, "5", "3"), ok("140.00"));
    assert_eq!(one(lower(), "5", "3"), ok("120.00"));
    assert_eq!(one(lower(), "5", "12"), ok("0.00"));
}

#[test]
fn the_marketing_scheme_typed_in_flat_is_refused_with_its_sum() {
    let flat = ["60", "40", "20", "30", "20", "10", "10"];
    let flat = flat.iter().enumerate();
    let flat =
        flat.map(|(at, weight)| leaf(&format!("i{at}"), weight, indicator(IndicatorKind::Manual)));

    let problems = content(flat.collect()).publish_problems();

    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].code,
        crate::kernel::ErrorCode::WeightsDoNotTotal100
    );
    assert!(
        problems[0]
            .message
            .english
            .contains("the top level total 190,"),
        "{problems:?}"
    );
    assert!(problems[0].message.chinese.contains("190"));
}

#[test]
fn the_marketing_scheme_works_as_a_tree() {
    assert_eq!(scheme().publish_problems(), []);
}

#[test]
fn what_is_missing_is_shared_among_siblings_then_upward_and_marked() {
    let mut figures = FIGURES;
    figures[4].1 = "";
    // 新客户 alone is the whole of market.
    let (lines, result) = computed(&scheme(), &figures);
    assert_eq!(lines[4].state, LineState::MissingActual);
    assert_eq!(result.published().as_deref(), Some("94.90"));
    assert_eq!(result.weight_present, "92.00");
    figures[3].1 = "";
    // (40·93 + 20·86 + 10·90 + 10·75) / 80.
    let (_, result) = computed(&scheme(), &figures);
    assert_eq!(result.published().as_deref(), Some("88.63"));
    assert_eq!(result.weight_present, "80.00");
}

#[test]
fn a_missing_line_may_count_as_zero_or_keep_the_total_back() {
    let with = |missing| {
        let second = TypedIndicator {
            missing: Some(missing),
            ..indicator(IndicatorKind::RatioToFull)
        };
        let content = content(vec![
            leaf("a", "60", indicator(IndicatorKind::RatioToFull)),
            leaf("b", "40", second),
        ]);
        computed(&content, &[("", "90"), ("", "")]).1
    };
    assert_eq!(
        with(Missing::Renormalise).published().as_deref(),
        Some("90.00")
    );
    assert_eq!(with(Missing::Zero).published().as_deref(), Some("54.00"));
    assert_eq!(with(Missing::Block).published(), None);
    assert_eq!(with(Missing::Zero).weight_present, "60.00");
}

#[test]
fn points_and_a_veto_stand_outside_the_tree() {
    let mut scheme = scheme();
    scheme.bonus_cap = Some(decimal("5"));
    scheme.penalty_cap = Some(decimal("200"));
    scheme.grades = [("A", "90", "1.2"), ("B", "75", "1"), ("D", "10", "0")]
        .map(|(code, from, coefficient)| Grade {
            code: code.to_owned(),
            from: decimal(from),
            coefficient: decimal(coefficient),
        })
        .into();
    let tree = exact("91.3");
    let adjusted = |bonus: &str, penalty: &str, veto| Adjusted {
        bonus: exact(bonus),
        penalty: exact(penalty),
        veto,
    };
    for (adjusted, total, grade) in [
        (adjusted("0", "0", false), "91.30", "A"),
        (adjusted("8", "0", false), "96.30", "A"),
        (adjusted("8", "7.5", false), "88.80", "B"),
        (adjusted("0", "150", false), "0.00", ""),
        (adjusted("5", "0", true), "0.00", "D"),
    ] {
        let applied = adjusted.applied(&scheme, Some(&tree)).unwrap();
        assert_eq!(applied.rounded(2), total);
        let given = adjusted.grade(&scheme, Some(&applied));
        assert_eq!(given.map(|it| it.code).unwrap_or_default(), grade);
    }
    assert_eq!(adjusted("5", "0", false).applied(&scheme, None), None);
    assert_eq!(
        adjusted("0", "0", true).applied(&scheme, None),
        Some(Exact::zero())
    );
}
