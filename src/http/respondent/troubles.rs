//! What is wrong with a form, at the field that it is about.

use super::form::Filled;
use super::wording::Words;
use crate::kernel::text::LongText;
use crate::kernel::{ErrorCode, Language, Problem};
use crate::questionnaires::PublishedContent;

/// Which field of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// None in particular.
    Page,
    /// The answer of the item at this position.
    Answer(usize),
    /// The comment beside it.
    Comment(usize),
    /// The complaint.
    Complaint,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) place: Place,
    pub(super) message: String,
}

/// Everything that is wrong, in the order of the page.
pub(super) fn troubles(
    problems: &[Problem],
    content: &PublishedContent,
    filled: &Filled,
    language: Language,
) -> Vec<Trouble> {
    let mut troubles: Vec<Trouble> = problems
        .iter()
        .map(|problem| {
            let place = place(problem, content, filled);
            Trouble {
                place,
                message: message(problem, place, language),
            }
        })
        .collect();
    troubles.sort_by_key(|trouble| order(trouble.place));
    troubles
}

/// What is wrong with the complaint.
pub(super) fn complaint_problem(filled: &Filled) -> Option<Problem> {
    let text = filled.complaint.trim();
    let wrong = (!text.is_empty()).then(|| LongText::parse(text).err());
    wrong.flatten().map(|problem| problem.at(["complaint"]))
}

fn order(place: Place) -> (usize, Place) {
    let position = match place {
        Place::Page => 0,
        Place::Answer(position) | Place::Comment(position) => position,
        Place::Complaint => usize::MAX,
    };
    (position, place)
}

fn place(problem: &Problem, content: &PublishedContent, filled: &Filled) -> Place {
    let path: Vec<&str> = problem.field.iter().map(String::as_str).collect();
    let position = |index: &str| {
        let item = filled.item_at(index.parse().ok()?)?;
        content.position(item)
    };
    match path.as_slice() {
        ["complaint", ..] => Place::Complaint,
        ["answers", index, "comment", ..] => position(index).map_or(Place::Page, Place::Comment),
        ["answers", index, ..] => position(index).map_or(Place::Page, Place::Answer),
        _ => Place::Page,
    }
}

/// People who fill a page in know no codes of items, so two messages are put in other words.
fn message(problem: &Problem, place: Place, language: Language) -> String {
    let words = Words::of(language);
    match (problem.code, place) {
        (ErrorCode::CommentRequired, Place::Comment(_)) => words.say_why.to_owned(),
        (ErrorCode::Required, Place::Answer(_)) => words.answer_this.to_owned(),
        _ => problem.message.in_language(language).to_owned(),
    }
}
