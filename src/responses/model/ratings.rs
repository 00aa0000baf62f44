//! What a sheet means for scoring: one answer for each rating item, and which
//! items a sheet was asked at all.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Answer, AnswerSheet, AnswerValue};
use crate::kernel::{Failure, Outcome};
use crate::questionnaires::{Ask, PublishedContent, Test};

/// What a sheet says to one rating item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingAnswer {
    /// This level.
    Level(i32),
    /// It was asked and left out.
    Missing,
    /// It does not apply to the one who answered.
    NotApplicable,
    /// A condition kept it from being asked.
    Hidden,
}

impl AnswerSheet {
    /// One answer for each item of [`PublishedContent::rating_items`], in its order.
    pub fn ratings(&self, content: &PublishedContent) -> Vec<RatingAnswer> {
        let mut ratings = Vec::new();
        rate(content, self.answers(), &mut ratings);
        ratings
    }
}

/// [`AnswerSheet::ratings`] of the stored document `json`, written over `ratings`.
/// It reads past comments and texts without keeping them, because a scoring pass
/// does this a million times.
pub fn read_ratings(
    content: &PublishedContent,
    json: &str,
    ratings: &mut Vec<RatingAnswer>,
) -> Outcome<()> {
    let answers: Vec<Glimpse<'_>> = serde_json::from_str(json).map_err(Failure::internal)?;
    ratings.clear();
    rate(content, &answers, ratings);
    Ok(())
}

/// Which items are asked, by position, where `meets` tells whether the answer at a
/// position passes a test. An item behind a hidden one is hidden too.
pub(super) fn visibility(
    content: &PublishedContent,
    meets: impl Fn(usize, &Test) -> bool,
) -> Vec<bool> {
    let mut visible = Vec::with_capacity(content.items().len());
    for item in content.items() {
        let shown = item.show_when.as_ref().is_none_or(|condition| {
            visible.get(condition.position) == Some(&true)
                && meets(condition.position, &condition.test)
        });
        visible.push(shown);
    }
    visible
}

/// Whether `answer` passes `test`; what was left out or does not apply passes none.
pub(super) fn passes(test: &Test, answer: &impl Given) -> bool {
    match test {
        Test::AtOrBelow(bound) => answer.level().is_some_and(|level| level <= *bound),
        Test::AtOrAbove(bound) => answer.level().is_some_and(|level| level >= *bound),
        Test::Choice(code) => answer.has_chosen(code.as_str()),
    }
}

fn rate<G: Given>(content: &PublishedContent, answers: &[G], ratings: &mut Vec<RatingAnswer>) {
    let mut given: Vec<Option<&G>> = vec![None; content.items().len()];
    for answer in answers {
        if let Some(place) = content
            .position(answer.item())
            .and_then(|it| given.get_mut(it))
        {
            *place = Some(answer);
        }
    }
    let visible = visibility(content, |position, test| {
        given
            .get(position)
            .copied()
            .flatten()
            .is_some_and(|answer| passes(test, answer))
    });
    for ((item, given), visible) in content.items().iter().zip(given).zip(visible) {
        if !matches!(item.ask, Ask::Rating(_)) {
            continue;
        }
        ratings.push(match given {
            _ if !visible => RatingAnswer::Hidden,
            Some(answer) if answer.is_not_applicable() => RatingAnswer::NotApplicable,
            Some(answer) => answer
                .level()
                .map_or(RatingAnswer::Missing, RatingAnswer::Level),
            None => RatingAnswer::Missing,
        });
    }
}

/// What ratings and conditions ask of an answer.
pub(super) trait Given {
    fn item(&self) -> &str;
    fn level(&self) -> Option<i32>;
    fn is_not_applicable(&self) -> bool;
    fn has_chosen(&self, option: &str) -> bool;
}

impl Given for Answer {
    fn item(&self) -> &str {
        self.item.as_str()
    }

    fn level(&self) -> Option<i32> {
        match self.value {
            Some(AnswerValue::Level(level)) => Some(level),
            _ => None,
        }
    }

    fn is_not_applicable(&self) -> bool {
        self.value == Some(AnswerValue::NotApplicable)
    }

    fn has_chosen(&self, option: &str) -> bool {
        match &self.value {
            Some(AnswerValue::Choices(choices)) => choices.iter().any(|it| it.as_str() == option),
            _ => false,
        }
    }
}

/// The parts of a stored answer that ratings and conditions need.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Glimpse<'a> {
    #[serde(borrow)]
    item: Cow<'a, str>,
    #[serde(default)]
    level: Option<i32>,
    #[serde(default)]
    not_applicable: bool,
    #[serde(default)]
    choices: Vec<String>,
}

impl Given for Glimpse<'_> {
    fn item(&self) -> &str {
        &self.item
    }

    fn level(&self) -> Option<i32> {
        self.level
    }

    fn is_not_applicable(&self) -> bool {
        self.not_applicable
    }

    fn has_chosen(&self, option: &str) -> bool {
        self.choices.iter().any(|it| it == option)
    }
}
