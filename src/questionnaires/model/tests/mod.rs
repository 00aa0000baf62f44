//! Tests of the rules of questionnaires, through forms as people fill them in.

mod laws;
mod publishing;
mod reading;

use super::*;
use crate::kernel::{Decimal, ErrorCode, Parse, Problem};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn first_language() -> LanguageTag {
    LanguageTag::parse("zh-CN").unwrap()
}

/// A scale of these levels, labelled by their numbers.
fn scale(levels: impl IntoIterator<Item = i32>) -> ScaleForm {
    let levels = levels.into_iter().map(|level| LevelForm {
        level,
        label: format!("{level}级"),
        translations: Vec::new(),
    });
    ScaleForm {
        levels: levels.collect(),
        neutral_point: None,
    }
}

fn rating(code: &str, weight: &str) -> ItemForm {
    ItemForm {
        weight: Some(Ok(decimal(weight))),
        ..ItemForm::new(code, format!("{code}？"), ItemKind::Rating)
    }
}

fn choice(code: &str, options: &[&str]) -> ItemForm {
    let options = options.iter().map(|code| ChoiceForm {
        code: (*code).to_owned(),
        text: format!("{code}。"),
        translations: Vec::new(),
    });
    ItemForm {
        options: options.collect(),
        ..ItemForm::new(code, "选哪个？", ItemKind::SingleChoice)
    }
}

fn dimension(code: &str, weight: &str, items: Vec<ItemForm>) -> DimensionForm {
    DimensionForm {
        code: code.to_owned(),
        name: format!("{code}维度"),
        translations: Vec::new(),
        weight: Some(Ok(decimal(weight))),
        items,
    }
}

/// The three items of the assessment method on five levels.
fn three_items() -> QuestionnaireForm {
    QuestionnaireForm {
        name: "部门满意度".to_owned(),
        translations: Vec::new(),
        scale: Some(scale(1..=5)),
        dimensions: vec![dimension(
            "service",
            "100",
            vec![
                rating("timeliness", "40"),
                rating("attitude", "30"),
                rating("resolution", "30"),
            ],
        )],
    }
}

fn read(form: QuestionnaireForm) -> Result<QuestionnaireContent, Vec<Problem>> {
    let mut parse = Parse::argument("input");
    let content = QuestionnaireContent::read(&mut parse, first_language(), form);
    parse.finish(content)
}

/// Each problem as its code and its path with dots.
fn told<T: std::fmt::Debug>(result: Result<T, Vec<Problem>>) -> Vec<(ErrorCode, String)> {
    let problems = result.unwrap_err();
    let one = |problem: Problem| (problem.code, problem.field.join("."));
    problems.into_iter().map(one).collect()
}
