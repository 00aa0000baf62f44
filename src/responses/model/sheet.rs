//! A checked sheet and its stored form.

use serde::{Deserialize, Serialize};

use crate::kernel::text::Code;
use crate::kernel::{Decimal, Outcome};
use crate::questionnaires::Document;

/// The answers of one person to one questionnaire version, in the order in which
/// the items are asked. What was left out has no entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerSheet {
    answers: Vec<Answer>,
}

/// The answer to one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "StoredAnswer", from = "StoredAnswer")]
pub struct Answer {
    /// The item.
    pub item: Code,
    /// What was answered; `None` where there is only a comment.
    pub value: Option<AnswerValue>,
    /// Why, or whatever else there was to say.
    pub comment: Option<String>,
}

impl Answer {
    /// What was written where a text was asked for.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Some(AnswerValue::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerValue {
    /// The level of a rating.
    Level(i32),
    /// The chosen options, in the order in which they are offered.
    Choices(Vec<Code>),
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// The item does not apply to the one who answered.
    NotApplicable,
}

impl AnswerSheet {
    /// A sheet of answers that are checked and in the order of the items.
    pub(super) fn of(answers: Vec<Answer>) -> Self {
        Self { answers }
    }

    /// The answers, in the order in which the items are asked.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The sheet as it is stored: the same answers, the same bytes.
    pub fn document(&self) -> Outcome<Document> {
        Document::of(self)
    }

    /// The sheet of a stored document.
    pub fn of_document(json: &str) -> Outcome<Self> {
        Document::read(json)
    }
}

/// An answer as JSON holds it, fields named as in the API.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredAnswer {
    item: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<Code>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    not_applicable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

impl From<Answer> for StoredAnswer {
    fn from(answer: Answer) -> Self {
        let mut stored = Self {
            item: answer.item,
            level: None,
            choices: None,
            number: None,
            text: None,
            not_applicable: false,
            comment: answer.comment,
        };
        match answer.value {
            None => {}
            Some(AnswerValue::Level(level)) => stored.level = Some(level),
            Some(AnswerValue::Choices(choices)) => stored.choices = Some(choices),
            Some(AnswerValue::Number(number)) => stored.number = Some(number),
            Some(AnswerValue::Text(text)) => stored.text = Some(text),
            Some(AnswerValue::NotApplicable) => stored.not_applicable = true,
        }
        stored
    }
}

impl From<StoredAnswer> for Answer {
    fn from(stored: StoredAnswer) -> Self {
        let not_applicable = stored.not_applicable.then_some(AnswerValue::NotApplicable);
        let value = not_applicable
            .or(stored.level.map(AnswerValue::Level))
            .or(stored.choices.map(AnswerValue::Choices))
            .or(stored.number.map(AnswerValue::Number))
            .or(stored.text.map(AnswerValue::Text));
        Self {
            item: stored.item,
            value,
            comment: stored.comment,
        }
    }
}
