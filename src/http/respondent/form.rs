//! What stands in the fields of the page: read from a form, or from a draft.
//!
//! The name of a field is what it holds and, behind a dot, the code of the item, such as
//! `comment.timeliness`. So a form is read without looking anything up, the same for
//! every token.

use std::collections::HashMap;

use super::super::parameters::decode;
use crate::kernel::decimal::InvalidDecimal;
use crate::kernel::{ErrorCode, Language, Problem};
use crate::responses::{AnswerForm, AnswerSheet, AnswerValue};

/// The value of "not applicable". No code has this character.
pub(super) const NOT_APPLICABLE: &str = "*";

/// The most items that are looked at: a form of the page has no more.
const MOST_ITEMS: usize = 1_000;

/// What somebody wants of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Keep what is typed, and go on later.
    Save,
    /// Send the answers.
    Send,
    /// Ask whether to be left alone.
    OptOut,
    /// Be left alone.
    OptOutConfirmed,
    /// Go on after all.
    Back,
}

impl Action {
    /// The value of the button.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Send => "send",
            Self::OptOut => "opt-out",
            Self::OptOutConfirmed => "opt-out-confirmed",
            Self::Back => "back",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [
            Self::Save,
            Self::Send,
            Self::OptOut,
            Self::OptOutConfirmed,
            Self::Back,
        ]
        .into_iter()
        .find(|action| action.name() == name)
    }
}

/// What stands in the fields of one item, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) item: String,
    pub(super) level: Option<i32>,
    pub(super) choices: Vec<String>,
    pub(super) number: String,
    pub(super) text: String,
    pub(super) comment: String,
    pub(super) not_applicable: bool,
}

/// What stands in all fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    /// One entry for each item, in the order of the page.
    entries: Vec<Entry>,
    positions: HashMap<String, usize>,
    pub(super) complaint: String,
    /// By what a second sending of the same form is known.
    pub(super) key: String,
    /// The language of the page, which a used token does not tell any more.
    pub(super) language: Language,
}

/// A form that was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) action: Action,
    pub(super) filled: Filled,
    /// Its fields as they came, but the action.
    pub(super) fields: Vec<(String, String)>,
}

/// The form is none of this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotOurs;

impl Sent {
    /// Reads a body of `application/x-www-form-urlencoded`.
    pub(super) fn read(body: &[u8]) -> Result<Self, NotOurs> {
        let body = std::str::from_utf8(body).map_err(|_| NotOurs)?;
        let mut action = None;
        let mut filled = Filled::default();
        let mut fields = Vec::new();
        for pair in body.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).map_err(|_| NotOurs)?.into_owned();
            // Browsers send two characters for a new line.
            let value = decode(value).map_err(|_| NotOurs)?.replace("\r\n", "\n");
            if name == "action" {
                action = Some(Action::from_name(&value).ok_or(NotOurs)?);
                continue;
            }
            if filled.put(&name, &value)? {
                fields.push((name, value));
            }
        }
        Ok(Self {
            action: action.ok_or(NotOurs)?,
            filled,
            fields,
        })
    }
}

impl Filled {
    /// An empty form with this key.
    pub(super) fn empty(key: String) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// What was kept, to go on with.
    pub(super) fn of_draft(draft: &AnswerSheet, key: String) -> Self {
        let mut filled = Self::empty(key);
        for answer in draft.answers() {
            let mut entry = Entry {
                item: answer.item.as_str().to_owned(),
                comment: answer.comment.clone().unwrap_or_default(),
                ..Entry::default()
            };
            match &answer.value {
                None => {}
                Some(AnswerValue::Level(level)) => entry.level = Some(*level),
                Some(AnswerValue::Choices(choices)) => {
                    entry.choices = choices.iter().map(|it| it.as_str().to_owned()).collect();
                }
                Some(AnswerValue::Number(number)) => entry.number = number.to_string(),
                Some(AnswerValue::Text(text)) => entry.text.clone_from(text),
                Some(AnswerValue::NotApplicable) => entry.not_applicable = true,
            }
            filled
                .positions
                .insert(entry.item.clone(), filled.entries.len());
            filled.entries.push(entry);
        }
        filled
    }

    /// What stands in the fields of this item.
    pub(super) fn entry(&self, item: &str) -> Option<&Entry> {
        self.entries.get(*self.positions.get(item)?)
    }

    /// The item at this place among the answers that are sent.
    pub(super) fn item_at(&self, place: usize) -> Option<&str> {
        self.entries.get(place).map(|entry| entry.item.as_str())
    }

    /// The answers, empty ones too: so that what they lack is told at their place.
    pub(super) fn answers(&self) -> Vec<AnswerForm> {
        self.entries.iter().map(Entry::answer).collect()
    }

    /// Puts the value of a field in its place; whether there is one.
    fn put(&mut self, name: &str, value: &str) -> Result<bool, NotOurs> {
        match name {
            "key" => value.clone_into(&mut self.key),
            "complaint" => value.clone_into(&mut self.complaint),
            "language" => self.language = Language::from_header(value),
            "item" => drop(self.entry_mut(value)?),
            _ => {
                let Some((field, item)) = name.split_once('.') else {
                    return Ok(false);
                };
                return self.entry_mut(item)?.put(field, value);
            }
        }
        Ok(true)
    }

    fn entry_mut(&mut self, item: &str) -> Result<&mut Entry, NotOurs> {
        let place = match self.positions.get(item) {
            Some(place) => *place,
            None => {
                let place = self.entries.len();
                self.positions.insert(item.to_owned(), place);
                self.entries.push(Entry {
                    item: item.to_owned(),
                    ..Entry::default()
                });
                place
            }
        };
        match self.entries.get_mut(place) {
            Some(entry) if place < MOST_ITEMS => Ok(entry),
            _ => Err(NotOurs),
        }
    }
}

impl Entry {
    fn put(&mut self, field: &str, value: &str) -> Result<bool, NotOurs> {
        match field {
            "level" | "choice" | "none" if value == NOT_APPLICABLE => self.not_applicable = true,
            // The first line of a list, which means nothing.
            "level" if value.is_empty() => {}
            "level" => self.level = Some(value.parse().map_err(|_| NotOurs)?),
            "choice" => self.choices.push(value.to_owned()),
            "number" => value.clone_into(&mut self.number),
            "text" => value.clone_into(&mut self.text),
            "comment" => value.clone_into(&mut self.comment),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn answer(&self) -> AnswerForm {
        let typed = |text: &String| (!text.trim().is_empty()).then(|| text.clone());
        AnswerForm {
            item: self.item.clone(),
            level: self.level,
            choices: (!self.choices.is_empty()).then(|| self.choices.clone()),
            number: typed(&self.number).map(|number| number.trim().parse().map_err(no_number)),
            text: typed(&self.text),
            not_applicable: self.not_applicable.then_some(true),
            comment: typed(&self.comment),
        }
    }
}

fn no_number(wrong: InvalidDecimal) -> Problem {
    match wrong {
        InvalidDecimal::NotANumber => Problem::new(
            ErrorCode::Invalid,
            "This is not a number. Write it with digits, such as 12 or 3.5.",
            "这不是数字，请用数字填写，如 12 或 3.5。",
        ),
        InvalidDecimal::TooLong => Problem::new(
            ErrorCode::OutOfRange,
            "This number has too many digits.",
            "该数字的位数过多。",
        ),
    }
}
