//! Tests of the rules of Delphi studies.

use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::kernel::ids::{DelphiStudyId, QuestionnaireId};
use crate::kernel::{Decimal, ErrorCode, Parse, Problem};
use crate::questionnaires::{
    DimensionForm, ItemForm, ItemKind, LanguageTag, QuestionnaireContent, QuestionnaireForm,
};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Codes and weights.
type Weighed<'a> = &'a [(&'a str, i64)];

/// Dimensions with their weights, each with ratings and theirs.
fn content(dimensions: &[(&str, i64, Weighed<'_>)]) -> QuestionnaireContent {
    let dimensions = dimensions.iter().map(|(code, weight, items)| {
        let items = items.iter().map(|(code, weight)| ItemForm {
            weight: Some(Ok(Decimal::from(*weight))),
            ..ItemForm::new(*code, *code, ItemKind::Rating)
        });
        DimensionForm {
            code: (*code).to_owned(),
            name: (*code).to_owned(),
            weight: Some(Ok(Decimal::from(*weight))),
            items: items.collect(),
            ..DimensionForm::default()
        }
    });
    let form = QuestionnaireForm {
        name: "Q".to_owned(),
        dimensions: dimensions.collect(),
        ..QuestionnaireForm::default()
    };
    let mut parse = Parse::argument("input");
    let language = LanguageTag::parse("en").unwrap();
    let content = QuestionnaireContent::read(&mut parse, language, form);
    parse.finish(content).unwrap()
}

/// What each group of the content is made of.
fn groups(content: &QuestionnaireContent) -> Vec<String> {
    let groups = Group::all_of(content).into_iter();
    groups
        .map(|group| {
            let members = group.members.iter().map(|it| it.code.as_str());
            let members = members.collect::<Vec<_>>().join(" ");
            let dimension = group.dimension.as_ref().map_or("*", |it| it.as_str());
            format!("{dimension}: {members}")
        })
        .collect()
}

fn one_group(codes: &[&str]) -> Vec<Group> {
    let items: Vec<(&str, i64)> = codes.iter().map(|code| (*code, 0)).collect();
    Group::all_of(&content(&[("d", 100, &items)]))
}

fn typed(weights: &[(&str, &str)]) -> TypedGroup {
    let weights = weights.iter().map(|(code, weight)| TypedWeight {
        code: (*code).to_owned(),
        weight: Ok(decimal(weight)),
    });
    TypedGroup {
        dimension: Some("d".to_owned()),
        weights: weights.collect(),
    }
}

fn read(groups: &[Group], typed: Vec<TypedGroup>) -> Result<Sheet, Vec<Problem>> {
    let mut parse = Parse::arguments();
    let sheet = Sheet::read(&mut parse, groups, typed);
    parse.finish(sheet)
}

/// The sheet of these weights of the members `a`, `b`, `c`.
fn sheet(weights: [&str; 3]) -> Sheet {
    let [a, b, c] = weights;
    let typed = typed(&[("a", a), ("b", b), ("c", c)]);
    read(&one_group(&["a", "b", "c"]), vec![typed]).unwrap()
}

fn told(result: Result<Sheet, Vec<Problem>>) -> Vec<(ErrorCode, String)> {
    let problems = result.unwrap_err().into_iter();
    problems.map(|it| (it.code, it.field.join("."))).collect()
}

fn texts<'a>(decimals: impl Iterator<Item = &'a Decimal>) -> Vec<String> {
    decimals.map(ToString::to_string).collect()
}

#[test]
fn what_has_siblings_is_weighed_and_what_was_set_apart_is_not() {
    let three: Weighed<'_> = &[("a", 50), ("b", 50), ("c", 0)];
    assert_eq!(
        groups(&content(&[("x", 60, three), ("y", 40, &[("d", 100)])])),
        ["*: x y", "x: a b"]
    );
    assert_eq!(
        groups(&content(&[("x", 0, &[("a", 0), ("b", 0)]), ("y", 0, &[])])),
        ["x: a b"],
        "a dimension without ratings has no weight, and a new draft has none at all"
    );
    assert_eq!(
        groups(&content(&[("x", 100, &[("a", 100)])])),
        Vec::<String>::new()
    );
}

#[test]
fn weights_are_put_where_they_were_weighed() {
    let before = content(&[
        ("x", 50, &[("a", 50), ("b", 50)]),
        ("y", 50, &[("c", 100)]),
        ("z", 0, &[("d", 100)]),
    ]);
    let mut after = before.clone();
    for group in Group::all_of(&before) {
        let weights = [decimal("33.33"), decimal("66.67")];
        group.put_into(&mut after, &weights).unwrap();
    }
    let dimensions = texts(after.dimensions.iter().map(|it| &it.weight));
    assert_eq!(dimensions, ["33.33", "66.67", "0"]);
    let items = texts(after.items().filter_map(|item| item.weight()));
    assert_eq!(items, ["33.33", "66.67", "100", "100"]);
}

#[test]
fn weights_are_not_put_into_what_was_not_weighed() {
    let weighed = content(&[("x", 100, &[("a", 50), ("b", 50)])]);
    let groups = Group::all_of(&weighed);
    let weights = [decimal("40"), decimal("60")];
    for changed in [
        content(&[("x", 100, &[("a", 50), ("c", 50)])]),
        content(&[("x", 100, &[("a", 40), ("b", 40), ("c", 20)])]),
        content(&[("x", 100, &[("a", 100)])]),
        content(&[("y", 100, &[("a", 50), ("b", 50)])]),
    ] {
        let mut after = changed.clone();
        assert_eq!(groups[0].put_into(&mut after, &weights), Err(MoreOrLess));
    }
}

#[test]
fn everything_that_is_wrong_with_a_sheet_is_told() {
    let groups = one_group(&["a", "b"]);
    let total = |weights: &[(&str, &str)]| told(read(&groups, vec![typed(weights)]));
    let at = |field: &str| format!("groups.0.weights{field}");
    assert_eq!(
        total(&[("a", "50"), ("b", "49.99")]),
        [(ErrorCode::WeightsDoNotTotal100, at(""))]
    );
    assert_eq!(total(&[("a", "100")]), [(ErrorCode::Incomplete, at(""))]);
    assert_eq!(
        total(&[("a", "-1"), ("b", "101")]),
        [
            (ErrorCode::OutOfRange, at(".0.weight")),
            (ErrorCode::OutOfRange, at(".1.weight"))
        ]
    );
    assert_eq!(
        total(&[("a", "33.333"), ("x", "1"), ("a", "1")]),
        [
            (ErrorCode::OutOfRange, at(".0.weight")),
            (ErrorCode::UnknownItem, at(".1.code")),
            (ErrorCode::Duplicate, at(".2.code")),
            (ErrorCode::Incomplete, at("")),
        ]
    );
    assert_eq!(
        told(read(&groups, Vec::new())),
        [(ErrorCode::Incomplete, "groups".to_owned())]
    );
    let right = typed(&[("b", "25"), ("a", "75")]);
    let unknown = TypedGroup {
        dimension: None,
        weights: Vec::new(),
    };
    assert_eq!(
        told(read(&groups, vec![right.clone(), unknown])),
        [(ErrorCode::UnknownItem, "groups.1.dimension".to_owned())]
    );
    assert_eq!(
        told(read(&groups, vec![right.clone(), right.clone()])),
        [(ErrorCode::Duplicate, "groups.1.dimension".to_owned())]
    );
    let sheet = read(&groups, vec![right]).unwrap();
    assert_eq!(
        texts(sheet.groups()[0].iter()),
        ["75", "25"],
        "in the order of the group"
    );
}

#[test]
fn quartiles_are_those_of_spreadsheets() {
    let groups = one_group(&["a", "b", "c"]);
    let sheets = [
        sheet(["10", "40", "50"]),
        sheet(["20", "40.05", "39.95"]),
        sheet(["30", "40", "30"]),
        sheet(["60", "40", "0"]),
    ];
    let result = RoundResult::of(&groups, &sheets);
    let found = &result.groups[0];
    let first = &found.members[0];
    let figures = [&first.lower_quartile, &first.median, &first.upper_quartile];
    assert_eq!(texts(figures.into_iter()), ["17.5", "25", "37.5"]);
    assert_eq!(first.spread, decimal("20"));
    assert_eq!(found.members[1].upper_quartile, decimal("40.0125"));
    assert_eq!(
        found.spread,
        decimal("20"),
        "of the member that spreads most"
    );
    assert_eq!(found.members[2].median, decimal("34.975"));
    // Medians of 25, 40 and 34.975 total 99.975.
    let weights = texts(found.members.iter().map(|it| &it.weight));
    assert_eq!(weights, ["25.01", "40.01", "34.98"]);
    assert_eq!(result.answered, 4);
    assert!(result.agrees(&decimal("20")) && !result.agrees(&decimal("19.99")));
}

#[test]
fn where_the_middle_is_nothing_the_means_stand_in() {
    let groups = one_group(&["a", "b", "c"]);
    let sheets = [
        sheet(["100", "0", "0"]),
        sheet(["0", "100", "0"]),
        sheet(["0", "0", "100"]),
    ];
    let result = RoundResult::of(&groups, &sheets);
    let members = &result.groups[0].members;
    assert_eq!(texts(members.iter().map(|it| &it.median)), ["0", "0", "0"]);
    let weights = texts(members.iter().map(|it| &it.weight));
    assert_eq!(weights, ["33.34", "33.33", "33.33"]);
}

#[test]
fn a_study_goes_on_until_the_experts_agree_or_its_rounds_are_over() {
    let groups = one_group(&["a", "b", "c"]);
    let now = DateTime::UNIX_EPOCH;
    let study = Study {
        id: DelphiStudyId(Uuid::nil()),
        questionnaire_id: QuestionnaireId(Uuid::nil()),
        subject: Subject {
            name: groups[0].name.clone(),
            groups: groups.clone(),
        },
        bound: decimal("5"),
        state: StudyState::Open,
        round: 1,
        opened_at: now,
        ended_at: None,
    };
    let (near, far) = (sheet(["30", "30", "40"]), sheet(["90", "5", "5"]));
    let apart = RoundResult::of(&groups, &[near.clone(), far.clone(), far]);
    let close = RoundResult::of(&groups, &[near.clone(), near.clone(), near]);

    let next = study.after_round(&apart, now);
    assert_eq!(
        (next.state, next.round, next.ended_at),
        (StudyState::Open, 2, None)
    );
    let agreed = next.after_round(&close, now);
    assert_eq!((agreed.state, agreed.round), (StudyState::Agreed, 2));
    assert_eq!(agreed.ended_at, Some(now));
    let last = Study {
        round: MOST_ROUNDS,
        ..study.clone()
    };
    let over = last.after_round(&apart, now);
    assert_eq!((over.state, over.round), (StudyState::Ended, MOST_ROUNDS));
    let ended = study.after_end(now);
    assert_eq!((ended.state, ended.round), (StudyState::Ended, 0));
}

#[test]
fn each_step_is_possible_in_its_states_only() {
    for (state, possible) in [
        (
            StudyState::Open,
            vec![Step::Give, Step::CloseRound, Step::End],
        ),
        (StudyState::Agreed, vec![Step::Apply]),
        (StudyState::Ended, vec![Step::Apply]),
        (StudyState::Applied, vec![]),
    ] {
        let allowed = Step::ALL.iter().filter(|step| state.allow(**step).is_ok());
        assert_eq!(allowed.copied().collect::<Vec<_>>(), possible, "{state}");
    }
}

prop_compose! {
    /// Hundredths of three members that total 10,000.
    fn any_sheet()(first in 0_i64..=10_000, share in 0_i64..=10_000) -> Sheet {
        let second = (10_000 - first) * share / 10_000;
        let text = |units| Decimal::of_units(units, 2).to_string();
        let texts = [first, second, 10_000 - first - second].map(text);
        sheet([&texts[0], &texts[1], &texts[2]])
    }
}

proptest! {
    #[test]
    fn the_weights_found_total_100(sheets in prop::collection::vec(any_sheet(), 3..9)) {
        let result = RoundResult::of(&one_group(&["a", "b", "c"]), &sheets);
        let members = &result.groups[0].members;
        let units = members.iter().map(|it| it.weight.units(2).unwrap());
        prop_assert_eq!(units.sum::<i64>(), 10_000);
        for member in members {
            prop_assert!(member.lower_quartile <= member.median);
            prop_assert!(member.median <= member.upper_quartile);
        }
    }

    #[test]
    fn the_order_of_the_experts_does_not_matter(
        sheets in prop::collection::vec(any_sheet(), 3..9).prop_shuffle(),
    ) {
        let groups = one_group(&["a", "b", "c"]);
        let mut turned = sheets.clone();
        turned.reverse();
        prop_assert_eq!(RoundResult::of(&groups, &sheets), RoundResult::of(&groups, &turned));
    }

    #[test]
    fn experts_of_one_mind_agree_and_get_what_they_gave(one in any_sheet(), experts in 3_usize..9) {
        let sheets = vec![one.clone(); experts];
        let result = RoundResult::of(&one_group(&["a", "b", "c"]), &sheets);
        prop_assert!(result.agrees(&Decimal::from(0)));
        let weights = result.groups[0].members.iter().map(|it| it.weight.clone());
        prop_assert_eq!(&weights.collect::<Vec<_>>(), &one.groups()[0]);
    }
}
