//! The fields of one question.

use maud::{Markup, html};

use super::form::{Entry, NOT_APPLICABLE};
use super::questions::newline;
use super::troubles::Trouble;
use super::wording::{self, After, Words};
use crate::kernel::Language;
use crate::questionnaires::{
    Ask, Choice, Item, PublishedContent, PublishedItem, Question, Scale, Test,
};

/// Scales with more levels are a list to choose from.
const MOST_BUTTONS: usize = 11;
/// Scales with more levels are read as numbers, from the lowest to the highest; shorter ones
/// as words, the best first.
const MOST_WORDS: usize = 7;
/// How wide a label may be to stand beside others, in columns of Latin letters.
const NARROW: usize = 5;
const MIDDLE: usize = 14;

/// One question and what was answered.
pub(super) struct Field<'a> {
    pub(super) published: &'a PublishedContent,
    pub(super) item: &'a Item,
    /// The place among all items.
    pub(super) position: usize,
    pub(super) entry: Option<&'a Entry>,
    pub(super) answer_troubles: Vec<&'a Trouble>,
    pub(super) comment_troubles: Vec<&'a Trouble>,
    pub(super) language: Language,
    /// The language of the question, where it is not that of the page.
    pub(super) foreign: Option<&'a str>,
}

/// Something that can be chosen.
struct Offer<'a> {
    name: &'static str,
    value: String,
    label: &'a str,
    is_chosen: bool,
    lang: Option<&'a str>,
}

/// The question with its fields.
pub(super) fn field(field: &Field<'_>) -> Markup {
    match &field.item.question {
        Question::Rating { .. } => rating(field),
        Question::SingleChoice { options } => choices(field, options, "radio"),
        Question::MultipleChoice { options } => choices(field, options, "checkbox"),
        Question::Number => typed(field),
        Question::Text => typed(field),
    }
}

impl<'a> Field<'a> {
    fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    fn number(&self) -> usize {
        self.position + 1
    }

    fn rule(&self) -> Option<&'a PublishedItem> {
        self.published.items().get(self.position)
    }

    fn name(&self, field: &str) -> String {
        [field, self.item.code.as_str()].join(".")
    }

    /// Ratings may always be left out.
    fn is_required(&self) -> bool {
        self.item.required && !matches!(self.item.question, Question::Rating { .. })
    }

    fn is_not_applicable(&self) -> bool {
        self.entry.is_some_and(|entry| entry.not_applicable)
    }

    fn is_wrong(&self) -> bool {
        !self.answer_troubles.is_empty()
    }

    /// When it is asked, for people.
    fn condition(&self) -> Option<String> {
        let condition = self.rule()?.show_when.as_ref()?;
        let content = self.published.content();
        let earlier = content.items().nth(condition.position)?;
        let level = |level: i32| label(content.scale_of(earlier)?, level);
        let after = match &condition.test {
            Test::AtOrBelow(bound) => After::AtOrBelow(level(*bound)?),
            Test::AtOrAbove(bound) => After::AtOrAbove(level(*bound)?),
            Test::Choice(code) => {
                let chosen = earlier.options().iter().find(|it| it.code == *code)?;
                After::Chosen(&chosen.text.text)
            }
        };
        let number = condition.position + 1;
        Some(wording::condition(self.language, number, after))
    }

    /// Which marks need a comment, for people.
    fn comment_rule(&self) -> Option<String> {
        let Ask::Rating(rule) = &self.rule()?.ask else {
            return None;
        };
        let bound = rule.comment_required_at_or_below?;
        let scale = self.published.content().scale_of(self.item)?;
        let alone = bound == scale.min();
        Some(wording::comment_rule(
            self.language,
            label(scale, bound)?,
            alone,
        ))
    }

    /// The ids of what describes the answer.
    fn described_by(&self, hint: bool) -> Option<String> {
        let number = self.number();
        let ids = [
            (self.condition().is_some(), "when"),
            (hint, "hint"),
            (self.is_wrong(), "error"),
        ];
        let ids = ids.into_iter().filter(|(is_there, _)| *is_there);
        let ids: Vec<String> = ids.map(|(_, id)| format!("{id}{number}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The question as people read it.
    fn question(&self) -> Markup {
        html! {
            span.number { (self.number()) }
            span {
                span lang=[self.foreign] { (self.item.text.text) }
                @if self.is_required() {
                    " " span.required { (self.words().required) }
                }
            }
        }
    }

    /// What stands below the question.
    fn remarks(&self, hint: Option<&str>) -> Markup {
        let number = self.number();
        html! {
            @if let Some(condition) = self.condition() {
                p.hint.when id={ "when" (number) } { (condition) }
            }
            @if let Some(hint) = hint {
                p.hint id={ "hint" (number) } { (hint) }
            }
            @if self.is_wrong() {
                div id={ "error" (number) } {
                    @for trouble in &self.answer_troubles {
                        p.error { (trouble.message) }
                    }
                }
            }
        }
    }

    /// Radio buttons or boxes under one question.
    fn group(&self, kind: &str, manner: &str, offers: &[Offer<'_>], hint: Option<&str>) -> Markup {
        html! {
            fieldset aria-describedby=[self.described_by(hint.is_some())] {
                legend.label { (self.question()) }
                (self.remarks(hint))
                div class={ "offers " (manner) } {
                    @for (index, offer) in offers.iter().enumerate() {
                        label.offer {
                            input type=(kind) name=(self.name(offer.name)) value=(offer.value)
                                id=[(index == 0).then(|| format!("answer{}", self.number()))]
                                checked[offer.is_chosen]
                                aria-invalid=[self.is_wrong().then_some("true")];
                            span lang=[offer.lang] { (offer.label) }
                        }
                    }
                }
                @if kind == "radio" && self.item.allow_not_applicable {
                    @let name = offers.first().map_or("choice", |offer| offer.name);
                    div.offers { (self.not_applicable("radio", name)) }
                } @else if self.item.allow_not_applicable {
                    div.offers { (self.not_applicable("checkbox", "none")) }
                }
            }
        }
    }

    fn not_applicable(&self, kind: &str, name: &str) -> Markup {
        html! {
            label.offer {
                input type=(kind) name=(self.name(name)) value=(NOT_APPLICABLE)
                    checked[self.is_not_applicable()];
                span { (self.words().not_applicable) }
            }
        }
    }

    /// The question on its card.
    fn card(&self, fields: &Markup) -> Markup {
        let wrong = self.is_wrong() || !self.comment_troubles.is_empty();
        html! {
            div.card.wrong[wrong] {
                input type="hidden" name="item" value=(self.item.code.as_str());
                (fields)
            }
        }
    }
}

fn rating(field: &Field<'_>) -> Markup {
    let Some(scale) = field.published.content().scale_of(field.item) else {
        return html! {};
    };
    let fields = html! {
        @if scale.levels().len() > MOST_BUTTONS {
            (level_list(field, scale))
        } @else {
            (level_buttons(field, scale))
        }
        (comment(field))
    };
    field.card(&fields)
}

fn level_buttons(field: &Field<'_>, scale: &Scale) -> Markup {
    let chosen = field.entry.and_then(|entry| entry.level);
    let offer = |level: i32, label| Offer {
        name: "level",
        value: level.to_string(),
        label,
        is_chosen: chosen == Some(level) && !field.is_not_applicable(),
        lang: field.foreign,
    };
    let levels = scale.levels().iter();
    let mut offers: Vec<Offer<'_>> = levels.map(|it| offer(it.level, &it.label.text)).collect();
    if offers.len() <= MOST_WORDS {
        offers.reverse();
    }
    field.group("radio", manner(&offers), &offers, None)
}

fn level_list(field: &Field<'_>, scale: &Scale) -> Markup {
    let chosen = field.entry.and_then(|entry| entry.level);
    let number = field.number();
    let words = field.words();
    html! {
        label.label for={ "answer" (number) } { (field.question()) }
        (field.remarks(None))
        select id={ "answer" (number) } name=(field.name("level"))
            aria-describedby=[field.described_by(false)]
            aria-invalid=[field.is_wrong().then_some("true")] {
            option value="" { (words.no_choice) }
            @for level in scale.levels() {
                option value=(level.level) lang=[field.foreign]
                    selected[chosen == Some(level.level)] { (level.label.text) }
            }
            @if field.item.allow_not_applicable {
                option value=(NOT_APPLICABLE) selected[field.is_not_applicable()] {
                    (words.not_applicable)
                }
            }
        }
    }
}

fn comment(field: &Field<'_>) -> Markup {
    let number = field.number();
    let rule = field.comment_rule();
    let wrong = !field.comment_troubles.is_empty();
    let ids = [(rule.is_some(), "rule"), (wrong, "comment-error")];
    let ids = ids.into_iter().filter(|(is_there, _)| *is_there);
    let ids: Vec<String> = ids.map(|(_, id)| format!("{id}{number}")).collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let text = field.entry.map_or("", |entry| &entry.comment);
    html! {
        div.comment {
            label for={ "comment" (number) } {
                (field.words().comment)
                // Several fields have this name; whoever hears them one by one has to know which.
                span.unseen { " – " span lang=[field.foreign] { (field.item.text.text) } }
            }
            @if let Some(rule) = rule {
                p.hint id={ "rule" (number) } { (rule) }
            }
            @if wrong {
                div id={ "comment-error" (number) } {
                    @for trouble in &field.comment_troubles {
                        p.error { (trouble.message) }
                    }
                }
            }
            textarea id={ "comment" (number) } name=(field.name("comment")) rows="2"
                aria-describedby=[described] aria-invalid=[wrong.then_some("true")] {
                (newline(text))
            }
        }
    }
}

fn choices(field: &Field<'_>, options: &[Choice], kind: &str) -> Markup {
    let offer = |option: &'_ Choice| {
        let chosen = field.entry.map_or(&[][..], |entry| &entry.choices);
        chosen.iter().any(|code| code == option.code.as_str())
    };
    let offers = options.iter().map(|option| Offer {
        name: "choice",
        value: option.code.as_str().to_owned(),
        label: &option.text.text,
        is_chosen: offer(option),
        lang: field.foreign,
    });
    let offers: Vec<Offer<'_>> = offers.collect();
    let hint = (kind == "checkbox").then_some(field.words().several);
    field.card(&field.group(kind, manner(&offers), &offers, hint))
}

fn typed(field: &Field<'_>) -> Markup {
    let number = field.number();
    let is_number = matches!(field.item.question, Question::Number);
    let hint = is_number.then_some(field.words().number_hint);
    let described = field.described_by(hint.is_some());
    let required = field.is_required().then_some("true");
    let invalid = field.is_wrong().then_some("true");
    let fields = html! {
        label.label for={ "answer" (number) } { (field.question()) }
        (field.remarks(hint))
        @if is_number {
            input.short type="text" inputmode="decimal" id={ "answer" (number) }
                name=(field.name("number")) value=(field.entry.map_or("", |it| &it.number))
                aria-describedby=[described] aria-required=[required] aria-invalid=[invalid];
        } @else {
            textarea id={ "answer" (number) } name=(field.name("text")) rows="3"
                aria-describedby=[described] aria-required=[required] aria-invalid=[invalid] {
                (newline(field.entry.map_or("", |it| &it.text)))
            }
        }
        @if field.item.allow_not_applicable {
            div.offers { (field.not_applicable("checkbox", "none")) }
        }
    };
    field.card(&fields)
}

/// What people read of a level.
fn label(scale: &Scale, level: i32) -> Option<&str> {
    let found = scale.levels().iter().find(|it| it.level == level)?;
    Some(&found.label.text)
}

/// How offers stand: beside each other as far as their labels are short.
fn manner(offers: &[Offer<'_>]) -> &'static str {
    let width = |text: &str| -> usize {
        let columns = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
        columns.sum()
    };
    match offers.iter().map(|offer| width(offer.label)).max() {
        Some(widest) if widest <= NARROW => "narrow",
        Some(widest) if widest <= MIDDLE => "middle",
        _ => "wide",
    }
}
