//! Laws that hold for every sheet.

use proptest::prelude::*;

use super::*;

/// Right answers to some of the items, each at most once, in any order.
fn any_answers() -> impl Strategy<Value = Vec<AnswerForm>> {
    let comment = proptest::option::of("[a-z财\\\\\" ]{0,10}x");
    let timeliness = (1..=5_i32).prop_map(|it| level("timeliness", it));
    let attitude = prop_oneof![
        (1..=5_i32).prop_map(|it| level("attitude", it)),
        Just(not_applicable("attitude")),
    ];
    let cause = prop_oneof![Just("people"), Just("process")].prop_map(|it| choices("cause", &[it]));
    let why = "[a-z财\\\\\"\n]{1,30}x".prop_map(|it| text("why", &it));
    let topics = Just(vec!["a", "b", "c"])
        .prop_shuffle()
        .prop_flat_map(|all| (Just(all), 0..=3_usize))
        .prop_map(|(all, count)| choices("topics", &all[..count]));
    let visits = (any::<i64>(), 0..1000_u32)
        .prop_map(|(whole, fraction)| number("visits", &format!("{whole}.{fraction:03}")));
    let helped = (1..=5_i32).prop_map(|it| level("helped", it));
    let all = (timeliness, attitude, cause, why, topics, visits, helped);
    (all, proptest::collection::vec(comment, 7), any::<u8>()).prop_map(|(all, comments, kept)| {
        let (a, b, c, d, e, f, g) = all;
        let answers = [a, b, c, d, e, f, g].into_iter().zip(comments).enumerate();
        answers
            .filter(|(index, _)| kept >> index & 1 == 1)
            .map(|(_, (answer, comment))| AnswerForm { comment, ..answer })
            .collect()
    })
}

/// A sheet as it would be sent again.
fn resend(sheet: &AnswerSheet) -> Vec<AnswerForm> {
    let answers = sheet.answers().iter().cloned();
    answers
        .map(|answer| {
            let form = AnswerForm {
                item: answer.item.into_string(),
                comment: answer.comment,
                ..AnswerForm::default()
            };
            match answer.value {
                None => form,
                Some(AnswerValue::Level(level)) => AnswerForm {
                    level: Some(level),
                    ..form
                },
                Some(AnswerValue::Choices(codes)) => AnswerForm {
                    choices: Some(codes.into_iter().map(|it| it.into_string()).collect()),
                    ..form
                },
                Some(AnswerValue::Number(number)) => AnswerForm {
                    number: Some(Ok(number)),
                    ..form
                },
                Some(AnswerValue::Text(text)) => AnswerForm {
                    text: Some(text),
                    ..form
                },
                Some(AnswerValue::NotApplicable) => AnswerForm {
                    not_applicable: Some(true),
                    ..form
                },
            }
        })
        .collect()
}

fn shuffled() -> impl Strategy<Value = (Vec<AnswerForm>, Vec<AnswerForm>)> {
    any_answers().prop_flat_map(|answers| (Just(answers.clone()), Just(answers).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_order_in_which_answers_are_sent_does_not_matter((sent, shuffled) in shuffled()) {
        let content = content();
        let document = |answers: Vec<AnswerForm>| {
            let sheet = AnswerSheet::draft(&content, answers).unwrap();
            sheet.document().unwrap()
        };
        prop_assert_eq!(document(sent.clone()), document(shuffled.clone()));
        let submitted = |answers| AnswerSheet::submission(&content, answers).ok();
        prop_assert_eq!(submitted(sent), submitted(shuffled));
    }

    #[test]
    fn a_stored_sheet_reads_back_and_may_be_sent_again(sent in any_answers()) {
        let content = content();
        let sheet = AnswerSheet::draft(&content, sent.clone()).unwrap();
        let document = sheet.document().unwrap();
        let again = AnswerSheet::of_document(&document.json).unwrap();
        prop_assert_eq!(&again, &sheet);
        prop_assert_eq!(again.document().unwrap(), document);
        prop_assert_eq!(AnswerSheet::draft(&content, resend(&sheet)).unwrap(), sheet);
        if let Ok(sheet) = AnswerSheet::submission(&content, sent) {
            prop_assert_eq!(AnswerSheet::submission(&content, resend(&sheet)).unwrap(), sheet);
        }
    }

    #[test]
    fn ratings_read_from_the_document_are_those_of_the_sheet(sent in any_answers()) {
        let content = content();
        let sheet = AnswerSheet::draft(&content, sent).unwrap();
        let mut ratings = vec![RatingAnswer::Missing; 9];
        read_ratings(&content, &sheet.document().unwrap().json, &mut ratings).unwrap();
        prop_assert_eq!(ratings.len(), content.rating_items().count());
        prop_assert_eq!(ratings, sheet.ratings(&content));
    }

    #[test]
    fn nothing_that_is_sent_makes_reading_panic(
        item in prop_oneof![Just("visits".to_owned()), Just("topics".to_owned()), any::<String>()],
        level in any::<Option<i32>>(),
        choices in any::<Option<Vec<String>>>(),
        texts in proptest::collection::vec(any::<Option<String>>(), 3),
        not_applicable in any::<Option<bool>>(),
    ) {
        let form = AnswerForm {
            item,
            level,
            choices,
            number: texts[0].as_ref().map(|text| text.parse().map_err(|_| no_number())),
            text: texts[1].clone(),
            comment: texts[2].clone(),
            not_applicable,
        };
        match AnswerSheet::submission(&content(), vec![form]) {
            Ok(sheet) => prop_assert!(sheet.document().is_ok()),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
