//! What a draft may lack.

use super::*;

#[test]
fn a_draft_may_be_partial() {
    let content = content();
    let sheet = AnswerSheet::draft(&content, Vec::new()).unwrap();
    assert!(sheet.answers().is_empty());
    let sheet = AnswerSheet::draft(&content, vec![level("attitude", 1)]).unwrap();
    assert_eq!(sheet.answers().len(), 1);
}

#[test]
fn a_draft_keeps_what_a_condition_hides_for_now() {
    let content = content();
    let answers = vec![level("timeliness", 5), text("why", "也许")];
    let sheet = AnswerSheet::draft(&content, answers).unwrap();
    assert_eq!(sheet.answers().len(), 2);
}

#[test]
fn emptied_fields_are_no_answers() {
    let content = content();
    let empty = AnswerForm {
        item: "topics".to_owned(),
        choices: Some(Vec::new()),
        number: None,
        text: Some(" ".to_owned()),
        not_applicable: Some(false),
        comment: Some(String::new()),
        level: None,
    };
    let sheet = AnswerSheet::draft(&content, vec![empty]).unwrap();
    assert!(sheet.answers().is_empty());
}
