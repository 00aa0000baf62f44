//! The pages that ask for no answers: thanks, farewells, and what went wrong.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::form::{Action, Sent};
use super::frame::{answer, page};
use super::wording::{NO_TOKEN, Notice, Words};
use crate::invitations::Answered;
use crate::kernel::Language;

/// The page of a token that cannot be answered, whyever.
pub(super) fn no_token() -> HttpResponse {
    notice(StatusCode::NOT_FOUND, NO_TOKEN)
}

/// A page in both languages.
pub(super) fn notice(status: StatusCode, notice: Notice) -> HttpResponse {
    let (title, text) = notice.chinese;
    let (english_title, english) = notice.english;
    let content = html! {
        div.card {
            h1 { (title) }
            p { (text) }
            div lang="en" {
                h2 { (english_title) }
                p { (english) }
            }
        }
    };
    answer(status, page("zh-CN", title, &content))
}

/// Thanks, and on to what the answers call for.
pub(super) fn thanks(answered: &Answered, language: Language) -> HttpResponse {
    let words = Words::of(language);
    let content = html! {
        div.card.done {
            h1 { (words.thanks) }
            @if answered.is_counted {
                p { (words.counted) }
            } @else {
                p { (words.not_counted) }
            }
            @if let Some(token) = &answered.follow_up {
                p { (words.follow_up) }
                // Relative: the page beside this one.
                p { a.button href=(token.reveal()) { (words.follow_up_link) } }
            } @else {
                p.hint { (words.close) }
            }
        }
    };
    answer(StatusCode::OK, page(words.tag, words.thanks, &content))
}

/// Other answers came under the key of those that were sent.
pub(super) fn sent_before(language: Language) -> HttpResponse {
    let words = Words::of(language);
    let content = told(words.sent_before, words.sent_before_hint);
    let page = page(words.tag, words.sent_before, &content);
    answer(StatusCode::CONFLICT, page)
}

/// Asks whether to be left alone. What was typed comes along, for who changes their mind.
pub(super) fn opt_out(sent: &Sent) -> HttpResponse {
    let words = Words::of(sent.filled.language);
    let content = html! {
        div.card {
            h1 { (words.opt_out_ask) }
            p { (words.opt_out_means) }
            form method="post" accept-charset="utf-8" autocomplete="off" {
                @for (name, value) in &sent.fields {
                    input type="hidden" name=(name) value=(value);
                }
                div.buttons {
                    button.button.quiet name="action" value=(Action::Back.name()) {
                        (words.opt_out_no)
                    }
                    button.button.danger name="action" value=(Action::OptOutConfirmed.name()) {
                        (words.opt_out_yes)
                    }
                }
            }
        }
    };
    answer(StatusCode::OK, page(words.tag, words.opt_out_ask, &content))
}

/// Says that nobody will be asked again.
pub(super) fn opted_out(language: Language) -> HttpResponse {
    let words = Words::of(language);
    let content = told(words.opted_out, words.opted_out_hint);
    answer(StatusCode::OK, page(words.tag, words.opted_out, &content))
}

fn told(title: &str, text: &str) -> Markup {
    html! {
        div.card {
            h1 { (title) }
            p { (text) }
        }
    }
}
