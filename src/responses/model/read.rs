//! Reads what somebody sent against the questionnaire version and tells everything
//! that is wrong with it.
//!
//! A draft may be partial; a submission must be complete. Answers to items that a
//! condition hides are checked for their form and then dropped at the submission:
//! an evaluator who changed an earlier answer need not know what it has hidden.

use super::ratings::{passes, visibility};
use super::{Answer, AnswerForm, AnswerSheet, AnswerValue};
use crate::kernel::text::{Code, LongText};
use crate::kernel::{Parse, Problem};
use crate::questionnaires::{Ask, MAX_CHOICES, MAX_ITEMS, PublishedContent, PublishedItem};
use crate::responses::error;

/// The argument that holds the answers, in every mutation that takes some.
const ARGUMENT: &str = "answers";

impl AnswerSheet {
    /// Reads answers that may still be few: what is there must be right.
    pub fn draft(content: &PublishedContent, forms: Vec<AnswerForm>) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::arguments();
        let slots = read_slots(&mut parse, content, forms);
        parse.finish(slots.map(collect))
    }

    /// Reads answers that are to count: nothing that is required may be missing.
    /// Ratings may be, even all of them: whether such a sheet is valid is the
    /// scoring policy's to say.
    pub fn submission(
        content: &PublishedContent,
        forms: Vec<AnswerForm>,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::arguments();
        let mut slots = read_slots(&mut parse, content, forms);
        if let Some(slots) = &mut slots {
            complete(&mut parse, content, slots);
        }
        parse.finish(slots.map(collect))
    }
}

/// What was sent for one item.
#[derive(Clone)]
enum Slot {
    LeftOut,
    /// Something that could not be read; its problem has been told.
    Unreadable,
    /// The answer and its place among those sent.
    Read(usize, Answer),
}

/// What was sent for each item, by position; `None` where it was too much to read.
fn read_slots(
    parse: &mut Parse,
    content: &PublishedContent,
    forms: Vec<AnswerForm>,
) -> Option<Vec<Slot>> {
    let mut slots = vec![Slot::LeftOut; content.items().len()];
    let forms = forms.into_iter().enumerate().collect();
    parse.list(ARGUMENT, forms, MAX_ITEMS, |parse, (index, form)| {
        let position = content.position(form.item.trim());
        let found = position.and_then(|it| Some((content.items().get(it)?, slots.get_mut(it)?)));
        match found {
            None => parse.push("item", error::unknown_item()),
            Some((item, slot @ Slot::LeftOut)) => {
                *slot = read_answer(parse, item, form)
                    .map_or(Slot::Unreadable, |answer| Slot::Read(index, answer));
            }
            Some(_) => parse.push("item", error::answered_twice()),
        }
        Some(())
    })?;
    Some(slots)
}

fn collect(slots: Vec<Slot>) -> AnswerSheet {
    let answers = slots.into_iter().filter_map(|slot| match slot {
        Slot::Read(_, answer) if answer.value.is_some() || answer.comment.is_some() => Some(answer),
        _ => None,
    });
    AnswerSheet::of(answers.collect())
}

fn read_answer(parse: &mut Parse, item: &PublishedItem, form: AnswerForm) -> Option<Answer> {
    let form = without_blanks(form);
    let comment = parse.optional("comment", form.comment.as_deref().map(long_text));
    let misplaced = check_fields(parse, item, &form);
    let value = if form.not_applicable == Some(true) {
        Some(Some(AnswerValue::NotApplicable))
    } else {
        read_value(parse, item, form)
    };
    if misplaced {
        return None;
    }
    Some(Answer {
        item: item.code.clone(),
        value: value?,
        comment: comment?,
    })
}

/// Frontends send what their fields hold: an emptied field is no answer.
fn without_blanks(form: AnswerForm) -> AnswerForm {
    let filled = |text: &String| !text.trim().is_empty();
    AnswerForm {
        choices: form.choices.filter(|choices| !choices.is_empty()),
        text: form.text.filter(filled),
        comment: form.comment.filter(filled),
        ..form
    }
}

/// Whether a value stands in a field that does not belong to the item.
fn check_fields(parse: &mut Parse, item: &PublishedItem, form: &AnswerForm) -> bool {
    let own = match item.ask {
        Ask::Rating(_) => "level",
        Ask::SingleChoice(_) | Ask::MultipleChoice(_) => "choices",
        Ask::Number => "number",
        Ask::Text => "text",
    };
    let not_applicable = form.not_applicable == Some(true);
    let mut misplaced = false;
    for (field, given) in [
        ("level", form.level.is_some()),
        ("choices", form.choices.is_some()),
        ("number", form.number.is_some()),
        ("text", form.text.is_some()),
    ] {
        if given && field != own {
            parse.push(field, error::other_field(own));
            misplaced = true;
        } else if given && not_applicable {
            parse.push(field, error::beside_not_applicable());
            misplaced = true;
        }
    }
    if not_applicable && !item.allow_not_applicable {
        parse.push("notApplicable", error::always_applicable());
        misplaced = true;
    }
    misplaced
}

/// `None` where the value is wrong, `Some(None)` where it was left out.
fn read_value(
    parse: &mut Parse,
    item: &PublishedItem,
    form: AnswerForm,
) -> Option<Option<AnswerValue>> {
    match &item.ask {
        Ask::Rating(rule) => {
            let level = form.level.map(|level| {
                let inside = rule.levels.contains(&level);
                let value = inside.then_some(AnswerValue::Level(level));
                value.ok_or_else(|| error::outside_scale(*rule.levels.start(), *rule.levels.end()))
            });
            parse.optional("level", level)
        }
        Ask::SingleChoice(options) => read_choices(parse, options, 1, form.choices),
        Ask::MultipleChoice(options) => read_choices(parse, options, MAX_CHOICES, form.choices),
        Ask::Number => {
            let number = form.number.map(|number| number.map(AnswerValue::Number));
            parse.optional("number", number)
        }
        Ask::Text => {
            let text = form
                .text
                .map(|text| long_text(&text).map(AnswerValue::Text));
            parse.optional("text", text)
        }
    }
}

fn read_choices(
    parse: &mut Parse,
    options: &[Code],
    most: usize,
    choices: Option<Vec<String>>,
) -> Option<Option<AnswerValue>> {
    let Some(choices) = choices else {
        return Some(None);
    };
    if most == 1 && choices.len() > 1 {
        parse.push("choices", error::one_choice_only());
        return None;
    }
    let mut chosen = vec![false; options.len()];
    parse.list("choices", choices, most, |parse, choice| {
        let position = options.iter().position(|it| it.as_str() == choice.trim());
        match position.and_then(|it| chosen.get_mut(it)) {
            None => parse.push_here(error::no_such_option()),
            Some(true) => parse.push_here(error::chosen_twice()),
            Some(place) => *place = true,
        }
        Some(())
    })?;
    let chosen = options.iter().zip(chosen).filter(|(_, chosen)| *chosen);
    let codes = chosen.map(|(code, _)| code.clone()).collect();
    Some(Some(AnswerValue::Choices(codes)))
}

fn long_text(text: &str) -> Result<String, Problem> {
    LongText::parse(text).map(LongText::into_string)
}

/// Drops the answers to hidden items and tells what the others lack.
fn complete(parse: &mut Parse, content: &PublishedContent, slots: &mut [Slot]) {
    let visible = visibility(content, |position, test| match slots.get(position) {
        Some(Slot::Read(_, answer)) => passes(test, answer),
        _ => false,
    });
    for ((item, slot), visible) in content.items().iter().zip(slots).zip(visible) {
        if visible {
            check_complete(parse, item, slot);
        } else {
            *slot = Slot::LeftOut;
        }
    }
}

fn check_complete(parse: &mut Parse, item: &PublishedItem, slot: &Slot) {
    match (&item.ask, slot) {
        (Ask::Rating(rule), Slot::Read(index, answer)) => {
            let bad = match (&answer.value, rule.comment_required_at_or_below) {
                (Some(AnswerValue::Level(level)), Some(bound)) => *level <= bound,
                _ => false,
            };
            if bad && answer.comment.is_none() {
                let place = [ARGUMENT, &index.to_string(), "comment"].map(str::to_owned);
                parse.push_here(error::comment_required(item).at(place));
            }
        }
        (Ask::Rating(_), _) | (_, Slot::Unreadable) => {}
        (_, Slot::LeftOut) if item.required => {
            parse.push_here(error::answer_required(item).at([ARGUMENT]));
        }
        (_, Slot::Read(index, answer)) if item.required && answer.value.is_none() => {
            let place = [ARGUMENT, &index.to_string()].map(str::to_owned);
            parse.push_here(error::answer_required(item).at(place));
        }
        _ => {}
    }
}
