//! What a sheet that counts must hold and may not hold.

use super::*;

#[test]
fn a_complete_sheet_is_stored_in_the_order_of_the_items() {
    let sheet = submit(vec![
        number("visits", "012.50"),
        because(level("timeliness", 2), " 太慢 "),
        text("why", "排队\n很久"),
        choices("topics", &["c", "a"]),
        choices("cause", &["process"]),
        not_applicable("attitude"),
    ])
    .unwrap();
    let document = sheet.document().unwrap();
    assert_eq!(
        document.json,
        concat!(
            r#"[{"item":"timeliness","level":2,"comment":"太慢"},"#,
            r#"{"item":"attitude","notApplicable":true},"#,
            r#"{"item":"cause","choices":["process"]},"#,
            r#"{"item":"why","text":"排队\n很久"},"#,
            r#"{"item":"topics","choices":["a","c"]},"#,
            r#"{"item":"visits","number":"12.5"}]"#
        )
    );
    assert_eq!(document.sha256.len(), 64);
    assert_eq!(AnswerSheet::of_document(&document.json).unwrap(), sheet);
}

#[test]
fn each_wrong_answer_is_told_with_its_path() {
    let long = "9".repeat(1_000_000);
    let problems = told(submit(vec![
        level("timeliness", 6),
        level("nowhere", 3),
        level("timeliness", 3),
        level("attitude", 0),
        choices("cause", &["people", "process"]),
        choices("topics", &["a", "z", "a"]),
        text("why", "x\u{7}"),
        number("visits", &long),
        level(&long, 1),
    ]));
    assert_eq!(
        problems,
        [
            at(ErrorCode::OutOfRange, "answers.0.level"),
            at(ErrorCode::UnknownItem, "answers.1.item"),
            at(ErrorCode::Duplicate, "answers.2.item"),
            at(ErrorCode::OutOfRange, "answers.3.level"),
            at(ErrorCode::Invalid, "answers.4.choices"),
            at(ErrorCode::Invalid, "answers.5.choices.1"),
            at(ErrorCode::Duplicate, "answers.5.choices.2"),
            at(ErrorCode::Invalid, "answers.6.text"),
            at(ErrorCode::Invalid, "answers.7.number"),
            at(ErrorCode::UnknownItem, "answers.8.item"),
        ]
    );
}

#[test]
fn the_value_stands_in_the_field_of_its_kind() {
    let mut both = level("attitude", 4);
    both.text = Some("good".to_owned());
    let mut not_applicable_and_level = not_applicable("attitude");
    not_applicable_and_level.level = Some(3);
    for (answer, field) in [
        (text("timeliness", "4"), "answers.0.text"),
        (number("timeliness", "4"), "answers.0.number"),
        (level("topics", 1), "answers.0.level"),
        (level("visits", 1), "answers.0.level"),
        (choices("why", &["a"]), "answers.0.choices"),
        (both, "answers.0.text"),
        (not_applicable_and_level, "answers.0.level"),
        (not_applicable("timeliness"), "answers.0.notApplicable"),
    ] {
        let problems = told(submit(vec![answer.clone(), not_applicable("visits")]));
        let expected = at(ErrorCode::Invalid, field);
        assert!(problems.contains(&expected), "{answer:?}: {problems:?}");
        assert!(
            AnswerSheet::draft(&content(), vec![answer]).is_err(),
            "a draft takes no wrong answer either"
        );
    }
}

#[test]
fn a_number_is_stored_in_its_one_text() {
    assert_eq!(
        told(submit(vec![number("visits", "NaN")])),
        [at(ErrorCode::Invalid, "answers.0.number")]
    );
    for (typed, stored) in [("-0.0", "0"), ("-12.340", "-12.34")] {
        let sheet = submit(vec![number("visits", typed)]).unwrap();
        let expected = AnswerValue::Number(stored.parse().unwrap());
        assert_eq!(sheet.answers()[0].value, Some(expected));
    }
}

#[test]
fn ratings_may_be_left_out_and_other_required_items_may_not() {
    let sheet = submit(vec![number("visits", "1")]).unwrap();
    assert_eq!(sheet.answers().len(), 1);
    assert_eq!(
        told(submit(Vec::new())),
        [at(ErrorCode::Required, "answers")]
    );
    assert_eq!(
        told(submit(vec![text("visits", "  ")])),
        [at(ErrorCode::Required, "answers.0")]
    );
    assert_eq!(
        told(submit(vec![
            because(level("timeliness", 1), "x"),
            because(text("why", ""), "只有说明"),
            number("visits", "oops"),
        ])),
        [
            at(ErrorCode::Invalid, "answers.2.number"),
            at(ErrorCode::Required, "answers"),
            at(ErrorCode::Required, "answers.1"),
        ]
    );
}

#[test]
fn a_bad_mark_needs_a_reason() {
    let with = |answer| submit(vec![answer, not_applicable("visits")]);
    assert!(with(level("attitude", 3)).is_ok());
    for bad in [1, 2] {
        for comment in [None, Some(""), Some(" \n")] {
            let mut answer = level("attitude", bad);
            answer.comment = comment.map(str::to_owned);
            let expected = at(ErrorCode::CommentRequired, "answers.0.comment");
            assert_eq!(told(with(answer)), [expected]);
        }
        assert!(with(because(level("attitude", bad), "拖延")).is_ok());
    }
    assert!(with(not_applicable("attitude")).is_ok());
}

#[test]
fn what_a_condition_hides_is_neither_required_nor_kept() {
    let sheet = submit(vec![
        level("timeliness", 5),
        text("why", "left from before"),
        because(level("helped", 1), "hidden too"),
        number("visits", "1"),
    ])
    .unwrap();
    let kept: Vec<_> = sheet.answers().iter().map(|it| it.item.as_str()).collect();
    assert_eq!(kept, ["timeliness", "visits"]);
    // Hidden or not, an answer must be one that the item could have.
    assert_eq!(
        told(submit(vec![level("helped", 9), number("visits", "1")])),
        [at(ErrorCode::OutOfRange, "answers.0.level")]
    );
}

#[test]
fn what_hangs_on_a_hidden_item_is_hidden() {
    use RatingAnswer::{Hidden, Level};
    let after = |earlier: &str| {
        Some(ConditionForm {
            item: earlier.to_owned(),
            at_or_below: Some(2),
            ..ConditionForm::default()
        })
    };
    let mut first = item("first", ItemKind::Rating);
    first.weight = decimal("100");
    let mut second = item("second", ItemKind::Rating);
    second.show_when = after("first");
    let mut third = item("third", ItemKind::Rating);
    third.show_when = after("second");
    let content = publish(vec![first, second, third]);
    let answers = |first| vec![level("first", first), level("second", 1), level("third", 5)];
    let commented = |first| {
        answers(first)
            .into_iter()
            .map(|it| because(it, "x"))
            .collect()
    };
    let sheet = AnswerSheet::submission(&content, commented(1)).unwrap();
    assert_eq!(sheet.ratings(&content), [1, 1, 5].map(RatingAnswer::Level));
    let sheet = AnswerSheet::submission(&content, commented(3)).unwrap();
    assert_eq!(sheet.ratings(&content), [Level(3), Hidden, Hidden]);
}

#[test]
fn scoring_is_told_what_each_rating_item_got() {
    use RatingAnswer::{Hidden, Level, Missing, NotApplicable};
    let content = content();
    for (answers, ratings) in [
        (
            vec![level("timeliness", 4), level("attitude", 3)],
            [Level(4), Level(3), Hidden],
        ),
        (
            vec![not_applicable("attitude"), choices("topics", &["b"])],
            [Missing, NotApplicable, Missing],
        ),
        (
            vec![level("helped", 5), choices("topics", &["a", "b"])],
            [Missing, Missing, Level(5)],
        ),
    ] {
        let answers = [answers, vec![number("visits", "1")]].concat();
        let sheet = AnswerSheet::submission(&content, answers).unwrap();
        assert_eq!(sheet.ratings(&content), ratings);
    }
}

#[test]
fn too_many_answers_are_refused_before_any_is_read() {
    let answers = vec![level("nowhere", 1); 201];
    assert_eq!(told(submit(answers)), [at(ErrorCode::TooMany, "answers")]);
}
