//! What a version needs before it is published.

use super::*;

fn publish(form: QuestionnaireForm) -> Result<PublishedContent, Vec<Problem>> {
    read(form).unwrap().publish(None)
}

#[test]
fn a_finished_questionnaire_is_published() {
    let published = publish(three_items()).unwrap();
    let weights: Vec<_> = published
        .rating_items()
        .map(|rating| (rating.item.code.as_str(), rating.weight.to_string()))
        .collect();
    assert_eq!(
        weights,
        [
            ("timeliness", "40".to_owned()),
            ("attitude", "30".to_owned()),
            ("resolution", "30".to_owned()),
        ]
    );
    assert_eq!(published.position("resolution"), Some(2));
    assert_eq!(published.position("nowhere"), None);
}

#[test]
fn each_group_that_does_not_total_100_is_named_with_its_sum() {
    let mut form = three_items();
    form.dimensions[0].weight = Some(Ok(decimal("100")));
    form.dimensions.push(dimension(
        "speed",
        "90",
        vec![rating("first", "33.3"), rating("second", "66.6")],
    ));
    form.dimensions
        .push(dimension("fine", "0", vec![rating("whole", "100")]));
    let problems = publish(form).unwrap_err();
    assert!(
        problems
            .iter()
            .all(|it| it.code == ErrorCode::WeightsDoNotTotal100)
    );
    let english: Vec<_> = problems
        .iter()
        .map(|it| it.message.english.as_str())
        .collect();
    assert_eq!(
        english,
        [
            "The weights of the dimensions total 190, not 100.",
            "The weights of the items of the dimension \"speed\" total 99.9, not 100.",
        ]
    );
    assert!(problems[0].message.chinese.contains("190"));
    assert!(problems[1].message.chinese.contains("speed"));
}

#[test]
fn thirds_written_to_forty_digits_do_not_total_100() {
    let third = format!("33.{}", "3".repeat(38));
    let mut form = three_items();
    for item in &mut form.dimensions[0].items {
        item.weight = Some(Ok(decimal(&third)));
    }
    let problems = told(publish(form.clone()));
    assert_eq!(problems, [(ErrorCode::WeightsDoNotTotal100, String::new())]);
    form.dimensions[0].items[0].weight = Some(Ok(decimal(&format!("33.{}4", "3".repeat(37)))));
    assert!(publish(form).is_ok());
}

#[test]
fn a_dimension_without_ratings_has_no_share() {
    let mut form = three_items();
    let remarks = vec![ItemForm::new("remarks", "还有什么？", ItemKind::Text)];
    form.dimensions
        .push(dimension("open", "0", remarks.clone()));
    assert!(publish(form.clone()).is_ok());
    form.dimensions[1] = dimension("open", "10", remarks);
    let problems = publish(form).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, ErrorCode::Invalid);
    assert!(problems[0].message.english.contains("\"open\""));
}

#[test]
fn what_is_unfinished_is_told_at_once() {
    let mut form = three_items();
    form.scale = None;
    form.dimensions[0].items[0].scale = Some(scale(0..=10));
    form.dimensions.push(dimension("empty", "0", Vec::new()));
    form.dimensions
        .push(dimension("more", "0", vec![choice("which", &[])]));
    let problems = publish(form).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|it| it.code).collect();
    assert_eq!(codes, [ErrorCode::Incomplete; 4]);
    for (problem, name) in problems
        .iter()
        .zip(["empty", "which", "attitude", "resolution"])
    {
        assert!(problem.message.english.contains(name), "{problem:?}");
        assert!(problem.message.chinese.contains(name), "{problem:?}");
    }
}

#[test]
fn a_questionnaire_without_ratings_or_items_is_not_published() {
    let mut form = three_items();
    form.dimensions.clear();
    assert_eq!(
        told(publish(form.clone())),
        [(ErrorCode::Incomplete, String::new())]
    );
    form.dimensions = vec![dimension("more", "0", vec![choice("which", &["a"])])];
    assert_eq!(
        told(publish(form)),
        [(ErrorCode::Incomplete, String::new())]
    );
}

#[test]
fn a_code_keeps_its_kind_over_the_versions() {
    let before = read(three_items()).unwrap();
    let mut form = three_items();
    form.dimensions[0].items[0].text = "改写的问题？".to_owned();
    assert!(read(form.clone()).unwrap().publish(Some(&before)).is_ok());
    form.dimensions[0].items[0] = ItemForm::new("timeliness", "改成文字？", ItemKind::Text);
    form.dimensions[0].items[1].weight = Some(Ok(decimal("70")));
    let problems = read(form).unwrap().publish(Some(&before)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, ErrorCode::Invalid);
    assert!(
        problems[0]
            .message
            .english
            .contains("\"timeliness\" is RATING")
    );
}

#[test]
fn bad_marks_on_five_levels_need_a_reason_unless_the_author_says_otherwise() {
    let mut form = three_items();
    form.dimensions[0].items[1].comment_required_at_or_below = Some(0);
    form.dimensions[0].items[2].scale = Some(scale(1..=7));
    let published = publish(form).unwrap();
    let rules: Vec<_> = published
        .items()
        .iter()
        .map(|item| match &item.ask {
            Ask::Rating(rule) => rule.comment_required_at_or_below,
            _ => None,
        })
        .collect();
    assert_eq!(rules, [Some(2), Some(0), None]);
}
