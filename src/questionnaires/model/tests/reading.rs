//! What is wrong with a form is told at once, each with its path.

use super::*;

#[test]
fn the_three_item_questionnaire_reads() {
    let content = read(three_items()).unwrap();
    let scale = content.scale.as_ref().unwrap();
    assert_eq!((scale.min(), scale.max()), (1, 5));
    assert_eq!(scale.neutral_point(), &decimal("3"));
    assert_eq!(scale.default_comment_level(), Some(2));
    let codes: Vec<_> = content.items().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["timeliness", "attitude", "resolution"]);
}

#[test]
fn the_middle_of_a_scale_may_be_a_half() {
    for (levels, middle) in [
        (1..=10, "5.5"),
        (0..=10, "5"),
        (0..=3, "1.5"),
        (4..=5, "4.5"),
        (1..=7, "4"),
    ] {
        let mut form = three_items();
        form.scale = Some(scale(levels));
        let content = read(form).unwrap();
        assert_eq!(content.scale.unwrap().neutral_point(), &decimal(middle));
    }
}

#[test]
fn a_scale_does_not_go_below_nothing() {
    let mut form = three_items();
    form.scale = Some(scale(-2..=2));
    let problems = read(form).unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn the_author_may_set_the_neutral_point_inside_the_scale() {
    for (point, fits) in [
        ("1", true),
        ("2.5", true),
        ("5", true),
        ("0.9", false),
        ("5.1", false),
    ] {
        let mut form = three_items();
        form.scale = Some(ScaleForm {
            neutral_point: Some(Ok(decimal(point))),
            ..scale(1..=5)
        });
        if fits {
            let content = read(form).unwrap();
            assert_eq!(content.scale.unwrap().neutral_point(), &decimal(point));
        } else {
            let problem = (ErrorCode::OutOfRange, "input.scale.neutralPoint".to_owned());
            assert_eq!(told(read(form)), [problem]);
        }
    }
}

#[test]
fn a_scale_with_a_gap_a_double_or_one_level_is_refused() {
    let problem_of = |levels: Vec<i32>| {
        let mut form = three_items();
        form.scale = Some(scale(levels));
        let mut problems = told(read(form));
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems.remove(0)
    };
    let at = |code, field: &str| (code, field.to_owned());
    assert_eq!(
        problem_of(vec![5, 4, 2, 1]),
        at(ErrorCode::Invalid, "input.scale.levels")
    );
    assert_eq!(
        problem_of(vec![3, 1, 2, 3]),
        at(ErrorCode::Duplicate, "input.scale.levels.3.level")
    );
    assert_eq!(
        problem_of(vec![1]),
        at(ErrorCode::Invalid, "input.scale.levels")
    );
    assert_eq!(
        problem_of(Vec::new()),
        at(ErrorCode::Invalid, "input.scale.levels")
    );
    assert_eq!(
        problem_of((0..=101).collect()),
        at(ErrorCode::TooMany, "input.scale.levels")
    );
    let mut form = three_items();
    form.scale = Some(scale([i32::MIN, i32::MAX]));
    let outside = |index| {
        at(
            ErrorCode::OutOfRange,
            &format!("input.scale.levels.{index}.level"),
        )
    };
    assert_eq!(told(read(form)), [outside(0), outside(1)]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let mut form = three_items();
    form.name = " ".to_owned();
    let mut twice = rating("timeliness", "-1");
    twice.text = "x".repeat(1_000_000);
    let mut misfit = ItemForm::new("why", "为什么\u{0}", ItemKind::Text);
    misfit.weight = Some(Ok(decimal("10")));
    misfit.scale = Some(scale(1..=5));
    misfit.comment_required_at_or_below = Some(2);
    misfit.options = choice("x", &["a"]).options;
    let mut own_scale = rating("own", "0");
    own_scale.scale = Some(scale(0..=10));
    own_scale.comment_required_at_or_below = Some(11);
    form.dimensions.push(dimension(
        "service",
        "0",
        vec![twice, misfit, own_scale, choice("c", &["a", "b", "a"])],
    ));
    let at = |code, field: &str| (code, field.to_owned());
    assert_eq!(
        told(read(form)),
        [
            at(ErrorCode::Required, "input.name"),
            at(ErrorCode::Duplicate, "input.dimensions.1.code"),
            at(ErrorCode::Duplicate, "input.dimensions.1.items.0.code"),
            at(ErrorCode::TooLong, "input.dimensions.1.items.0.text"),
            at(ErrorCode::OutOfRange, "input.dimensions.1.items.0.weight"),
            at(ErrorCode::Invalid, "input.dimensions.1.items.1.text"),
            at(ErrorCode::Invalid, "input.dimensions.1.items.1.weight"),
            at(ErrorCode::Invalid, "input.dimensions.1.items.1.scale"),
            at(
                ErrorCode::Invalid,
                "input.dimensions.1.items.1.commentRequiredAtOrBelow"
            ),
            at(ErrorCode::Invalid, "input.dimensions.1.items.1.options"),
            at(
                ErrorCode::OutOfRange,
                "input.dimensions.1.items.2.commentRequiredAtOrBelow"
            ),
            at(
                ErrorCode::Duplicate,
                "input.dimensions.1.items.3.options.2.code"
            ),
        ]
    );
}

#[test]
fn lists_have_bounds() {
    let mut form = three_items();
    let items =
        |from: usize, to: usize| (from..to).map(|n| rating(&format!("i{n}"), "0")).collect();
    form.dimensions = vec![
        dimension("a", "50", items(0, 100)),
        dimension("b", "50", items(100, 201)),
    ];
    let too_many = |field: &str| [(ErrorCode::TooMany, field.to_owned())];
    assert_eq!(told(read(form.clone())), too_many("input.dimensions"));
    form.dimensions = (0..51)
        .map(|n| dimension(&format!("d{n}"), "0", Vec::new()))
        .collect();
    assert_eq!(told(read(form.clone())), too_many("input.dimensions"));
    let options: Vec<_> = (0..101).map(|n| format!("o{n}")).collect();
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    form.dimensions = vec![dimension("a", "0", vec![choice("c", &options)])];
    assert_eq!(
        told(read(form)),
        too_many("input.dimensions.0.items.0.options")
    );
}

#[test]
fn the_number_below_the_scale_switches_the_comment_rule_off() {
    for (level, fits) in [(-1, false), (0, true), (5, true), (6, false)] {
        let mut form = three_items();
        form.dimensions[0].items[1].comment_required_at_or_below = Some(level);
        assert_eq!(read(form).is_ok(), fits, "{level}");
    }
}

#[test]
fn a_condition_looks_back_at_an_item_that_fits_its_test() {
    let at_or_below = |item: &str, level| ConditionForm {
        item: item.to_owned(),
        at_or_below: Some(level),
        ..ConditionForm::default()
    };
    let chosen = |item: &str, option: &str| ConditionForm {
        item: item.to_owned(),
        choice: Some(option.to_owned()),
        ..ConditionForm::default()
    };
    let problems_of = |condition: ConditionForm| {
        let mut form = three_items();
        form.dimensions.push(dimension(
            "more",
            "0",
            vec![
                choice("dealings", &["yes", "no"]),
                ItemForm {
                    show_when: Some(condition),
                    ..ItemForm::new("why", "为什么？", ItemKind::Text)
                },
                rating("later", "0"),
            ],
        ));
        read(form).map(drop)
    };
    let at =
        |code, field: &str| vec![(code, format!("input.dimensions.1.items.1.showWhen{field}"))];
    assert_eq!(problems_of(at_or_below("timeliness", 2)), Ok(()));
    assert_eq!(problems_of(chosen("dealings", "no")), Ok(()));
    for itself_or_later in ["why", "later", "nowhere"] {
        let problems = told(problems_of(at_or_below(itself_or_later, 2)));
        assert_eq!(problems, at(ErrorCode::UnknownItem, ".item"));
    }
    let problems = told(problems_of(at_or_below("timeliness", 6)));
    assert_eq!(problems, at(ErrorCode::OutOfRange, ".atOrBelow"));
    let problems = told(problems_of(at_or_below("dealings", 1)));
    assert_eq!(problems, at(ErrorCode::Invalid, ".atOrBelow"));
    let problems = told(problems_of(chosen("dealings", "maybe")));
    assert_eq!(problems, at(ErrorCode::Invalid, ".choice"));
    let problems = told(problems_of(chosen("timeliness", "yes")));
    assert_eq!(problems, at(ErrorCode::Invalid, ".choice"));
    let both = ConditionForm {
        at_or_above: Some(4),
        ..at_or_below("timeliness", 2)
    };
    assert_eq!(told(problems_of(both)), at(ErrorCode::Invalid, ""));
    let none = ConditionForm {
        item: "timeliness".to_owned(),
        ..ConditionForm::default()
    };
    assert_eq!(told(problems_of(none)), at(ErrorCode::Invalid, ""));
}

#[test]
fn texts_have_translations_into_other_languages() {
    let translation = |language: &str, text: &str| TranslationForm {
        language: language.to_owned(),
        text: text.to_owned(),
    };
    let mut form = three_items();
    form.translations = vec![
        translation("fr", "Service"),
        translation("EN", "Service quality"),
    ];
    let content = read(form.clone()).unwrap();
    for (language, text) in [
        ("en", "Service quality"),
        ("en-GB", "Service quality"),
        ("fr-FR", "Service"),
        ("zh-CN", "部门满意度"),
        ("de", "部门满意度"),
    ] {
        let language = LanguageTag::parse(language).unwrap();
        assert_eq!(content.name.in_language(&language), text);
    }
    form.translations = vec![
        translation("en", "One"),
        translation("en", "Two"),
        translation("zh-cn", "三"),
        translation("!", "Four"),
        translation("de", ""),
    ];
    let at = |code, field: &str| (code, format!("input.translations.{field}"));
    assert_eq!(
        told(read(form)),
        [
            at(ErrorCode::Duplicate, "1.language"),
            at(ErrorCode::Duplicate, "2.language"),
            at(ErrorCode::Invalid, "3.language"),
            at(ErrorCode::Required, "4.name"),
        ]
    );
}
