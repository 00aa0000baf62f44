//! The page with the questions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::fields::{Field, field};
use super::form::{Action, Filled};
use super::frame::{self, answer};
use super::handlers::published;
use super::troubles::{Place, Trouble};
use super::wording::{self, Words};
use crate::invitations::Respondent;
use crate::kernel::{Language, Outcome};
use crate::questionnaires::{LanguageTag, QuestionnaireContent};

/// What is said above the questions.
pub(super) enum Message {
    /// Nothing.
    None,
    /// That the answers were kept.
    Saved,
    /// What is wrong.
    Wrong(Vec<Trouble>),
}

/// The questions, filled in so far.
pub(super) fn page(
    asked: &Respondent,
    filled: &Filled,
    message: &Message,
) -> Outcome<HttpResponse> {
    let published = published(asked)?;
    let content = published.content();
    let language = asked.spoken();
    let words = Words::of(language);
    let foreign = foreign(content, &asked.language, language);
    let (status, troubles) = match message {
        Message::Wrong(troubles) => (StatusCode::UNPROCESSABLE_ENTITY, troubles.as_slice()),
        Message::None | Message::Saved => (StatusCode::OK, [].as_slice()),
    };
    let name = content.name.text.as_str();
    let at = |place: Place| troubles.iter().filter(move |it| it.place == place);

    let mut position = 0;
    let body = html! {
        header {
            h1 lang=[foreign] { (name) }
            p.promise { (asked.promise()) }
        }
        @match message {
            Message::None => {}
            Message::Saved => (saved(words)),
            Message::Wrong(troubles) => (summary(words, language, troubles)),
        }
        form method="post" accept-charset="utf-8" autocomplete="off" novalidate {
            input type="hidden" name="key" value=(filled.key);
            input type="hidden" name="language" value=(words.tag);
            @for (index, dimension) in content.dimensions.iter().enumerate() {
                section aria-labelledby={ "part" (index + 1) } {
                    h2 id={ "part" (index + 1) } lang=[foreign] { (dimension.name.text) }
                    @for item in &dimension.items {
                        @let here = position;
                        @let () = { position += 1; };
                        (field(&Field {
                            published,
                            item,
                            position: here,
                            entry: filled.entry(item.code.as_str()),
                            answer_troubles: at(Place::Answer(here)).collect(),
                            comment_troubles: at(Place::Comment(here)).collect(),
                            language,
                            foreign,
                        }))
                    }
                }
            }
            (complaint(words, filled, &at(Place::Complaint).collect::<Vec<_>>()))
            div.buttons {
                button.button.quiet name="action" value=(Action::Save.name()) { (words.save) }
                button.button name="action" value=(Action::Send.name()) { (words.send) }
                p.hint { (words.send_hint) }
            }
            section.farewell aria-labelledby="farewell" {
                h2 id="farewell" { (words.opt_out_title) }
                p.hint { (words.opt_out_hint) }
                button.plain name="action" value=(Action::OptOut.name()) { (words.opt_out) }
            }
        }
    };
    let title = if troubles.is_empty() {
        name.to_owned()
    } else {
        [words.wrong_title, name].join(" – ")
    };
    Ok(answer(status, frame::page(words.tag, &title, &body)))
}

/// The language of the questions, where it is another than that of the page: without a
/// translation they stay in the first language of the questionnaire.
fn foreign<'a>(
    content: &'a QuestionnaireContent,
    wanted: &'a LanguageTag,
    page: Language,
) -> Option<&'a str> {
    let translated = content.name.translations.iter();
    let mut languages = translated.map(|translation| translation.language.primary());
    let spoken = match languages.any(|language| language == wanted.primary()) {
        true => wanted,
        false => &content.language,
    };
    let page = Words::of(page).tag.split('-').next();
    (Some(spoken.primary()) != page).then(|| spoken.as_str())
}

fn saved(words: &Words) -> Markup {
    html! {
        div.message.good role="status" tabindex="-1" autofocus {
            h2 { (words.saved) }
            p { (words.saved_hint) }
        }
    }
}

/// Everything that is wrong, each with a link to its field.
fn summary(words: &Words, language: Language, troubles: &[Trouble]) -> Markup {
    html! {
        div.message.bad role="alert" tabindex="-1" autofocus aria-labelledby="wrong" {
            h2 id="wrong" { (words.wrong) }
            p { (words.wrong_hint) }
            ul {
                @for trouble in troubles {
                    li { (link(words, language, trouble)) }
                }
            }
        }
    }
}

fn link(words: &Words, language: Language, trouble: &Trouble) -> Markup {
    let message = trouble.message.as_str();
    let at = |position: usize| wording::at_question(language, position + 1, message);
    html! {
        @match trouble.place {
            Place::Page => (message),
            Place::Answer(position) => a href={ "#answer" (position + 1) } { (at(position)) },
            Place::Comment(position) => a href={ "#comment" (position + 1) } { (at(position)) },
            Place::Complaint => a href="#complaint" { (words.complaint) " – " (message) },
        }
    }
}

fn complaint(words: &Words, filled: &Filled, troubles: &[&Trouble]) -> Markup {
    let wrong = !troubles.is_empty();
    html! {
        section aria-labelledby="complaints" {
            h2 id="complaints" { (words.complaint_title) }
            div.card.wrong[wrong] {
                label.label for="complaint" { (words.complaint) }
                p.hint id="complaint-hint" { (words.complaint_hint) }
                @for trouble in troubles {
                    p.error id="complaint-error" { (trouble.message) }
                }
                textarea id="complaint" name="complaint" rows="3"
                    aria-describedby=(if wrong { "complaint-hint complaint-error" } else { "complaint-hint" })
                    aria-invalid=[wrong.then_some("true")] { (newline(&filled.complaint)) }
            }
        }
    }
}

/// The text of a text area: browsers drop a new line at its very beginning, so that one
/// that belongs to the text stands behind another.
pub(super) fn newline(text: &str) -> Markup {
    html! {
        @if text.starts_with('\n') { "\n" }
        (text)
    }
}
