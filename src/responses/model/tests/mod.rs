//! Tests of the rules of answers, through answers as people send them.

mod drafts;
mod laws;
mod submissions;

use super::*;
use crate::kernel::{ErrorCode, Parse, Problem};
use crate::questionnaires::{
    ChoiceForm, ConditionForm, DimensionForm, ItemForm, ItemKind, LanguageTag, LevelForm,
    PublishedContent, QuestionnaireContent, QuestionnaireForm, ScaleForm, TypedDecimal,
};

/// Five levels; ratings `timeliness` and `attitude` (which may be not applicable);
/// then `cause` (one of `people`, `process`) and `why` (a text), both required and
/// asked where timeliness is 2 or less; `topics` (any of `a`, `b`, `c`); `visits`
/// (a number, required); `helped` (a rating asked where topic `b` is chosen).
fn content() -> PublishedContent {
    let mut timeliness = item("timeliness", ItemKind::Rating);
    timeliness.weight = decimal("60");
    let mut attitude = item("attitude", ItemKind::Rating);
    attitude.weight = decimal("40");
    attitude.allow_not_applicable = true;
    let slow = ConditionForm {
        item: "timeliness".to_owned(),
        at_or_below: Some(2),
        ..ConditionForm::default()
    };
    let mut cause = item("cause", ItemKind::SingleChoice);
    cause.options = options(&["people", "process"]);
    cause.required = true;
    cause.show_when = Some(slow.clone());
    let mut why = item("why", ItemKind::Text);
    why.required = true;
    why.show_when = Some(slow);
    let mut topics = item("topics", ItemKind::MultipleChoice);
    topics.options = options(&["a", "b", "c"]);
    let mut visits = item("visits", ItemKind::Number);
    visits.required = true;
    visits.allow_not_applicable = true;
    let mut helped = item("helped", ItemKind::Rating);
    helped.required = true;
    helped.show_when = Some(ConditionForm {
        item: "topics".to_owned(),
        choice: Some("b".to_owned()),
        ..ConditionForm::default()
    });
    publish(vec![
        timeliness, attitude, cause, why, topics, visits, helped,
    ])
}

fn publish(items: Vec<ItemForm>) -> PublishedContent {
    let levels = (1..=5).map(|level| LevelForm {
        level,
        label: format!("{level}"),
        translations: Vec::new(),
    });
    let form = QuestionnaireForm {
        name: "部门满意度".to_owned(),
        translations: Vec::new(),
        scale: Some(ScaleForm {
            levels: levels.collect(),
            neutral_point: None,
        }),
        dimensions: vec![DimensionForm {
            code: "service".to_owned(),
            name: "服务".to_owned(),
            translations: Vec::new(),
            weight: decimal("100"),
            items,
        }],
    };
    let mut parse = Parse::argument("input");
    let language = LanguageTag::parse("zh-CN").unwrap();
    let content = QuestionnaireContent::read(&mut parse, language, form);
    parse.finish(content).unwrap().publish(None).unwrap()
}

fn decimal(text: &str) -> Option<TypedDecimal> {
    Some(Ok(text.parse().unwrap()))
}

fn item(code: &str, kind: ItemKind) -> ItemForm {
    ItemForm::new(code, "？", kind)
}

fn options(codes: &[&str]) -> Vec<ChoiceForm> {
    let option = |code: &&str| ChoiceForm {
        code: (*code).to_owned(),
        text: (*code).to_owned(),
        translations: Vec::new(),
    };
    codes.iter().map(option).collect()
}

fn level(item: &str, level: i32) -> AnswerForm {
    AnswerForm {
        item: item.to_owned(),
        level: Some(level),
        ..AnswerForm::default()
    }
}

fn choices(item: &str, choices: &[&str]) -> AnswerForm {
    AnswerForm {
        item: item.to_owned(),
        choices: Some(choices.iter().map(|&it| it.to_owned()).collect()),
        ..AnswerForm::default()
    }
}

fn number(item: &str, number: &str) -> AnswerForm {
    AnswerForm {
        item: item.to_owned(),
        number: Some(number.parse().map_err(|_| no_number())),
        ..AnswerForm::default()
    }
}

/// What the reader of numbers says of a text that is none.
fn no_number() -> Problem {
    Problem::new(ErrorCode::Invalid, "no number", "不是数字")
}

fn text(item: &str, text: &str) -> AnswerForm {
    AnswerForm {
        item: item.to_owned(),
        text: Some(text.to_owned()),
        ..AnswerForm::default()
    }
}

fn not_applicable(item: &str) -> AnswerForm {
    AnswerForm {
        item: item.to_owned(),
        not_applicable: Some(true),
        ..AnswerForm::default()
    }
}

fn because(answer: AnswerForm, comment: &str) -> AnswerForm {
    AnswerForm {
        comment: Some(comment.to_owned()),
        ..answer
    }
}

fn submit(answers: Vec<AnswerForm>) -> Result<AnswerSheet, Vec<Problem>> {
    AnswerSheet::submission(&content(), answers)
}

/// Each problem as its code and its path with dots.
fn told<T: std::fmt::Debug>(result: Result<T, Vec<Problem>>) -> Vec<(ErrorCode, String)> {
    let problems = result.unwrap_err();
    let one = |problem: Problem| (problem.code, problem.field.join("."));
    problems.into_iter().map(one).collect()
}

fn at(code: ErrorCode, field: &str) -> (ErrorCode, String) {
    (code, field.to_owned())
}
