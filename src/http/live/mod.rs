//! Connections that stay open: the `graphql-transport-ws` protocol over a WebSocket
//! (and its forerunner, for clients that know no other), and server-sent events by the distinct connections of the `graphql-sse` protocol.
//!
//! - The same checks and limits as for a single request, and each event of a
//!   subscription is executed like a request of its own.
//! - Bounded: so many connections, so many operations on one, messages of such a
//!   length. A client that does not read is not executed for, and is let go after a
//!   while; nothing is queued for it.
//! - A stop lets running queries and mutations end, ends subscriptions, and closes.

mod events;
mod messages;
mod socket;
mod upgrade;

pub(super) use events::{events, events_of};
pub(super) use upgrade::{open, wants_socket};

use std::panic::AssertUnwindSafe;

use actix_web::web;
use async_graphql::parser::types::OperationType;
use async_graphql::{Response, Value};
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{FutureExt as _, StreamExt as _};

use super::admission::{Admitted, Rejected};
use super::answer::write;
use super::application::Application;
use super::caller::Caller;
use super::door::Door;
use super::graphql::execute;
use super::refusal::Refusal;
use crate::kernel::Language;

/// What an operation gives, in JSON.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    /// An answer.
    Next(String),
    /// The errors for which there is no answer, and none will come.
    Error(String),
}

impl Event {
    fn of<A: Application>(
        door: &Door<A>,
        answered: Result<Response, Rejected>,
        language: Language,
    ) -> Self {
        let answered = match answered {
            Err(Rejected::Wrong(response)) => Ok(*response),
            Err(Rejected::Refused(refusal)) => Err(refusal),
            Ok(response) => Ok(response),
        };
        let refusal = match answered {
            Ok(mut response) => {
                let written = write(&mut response, language, &door.metrics);
                let failed = response.data == Value::Null && !response.errors.is_empty();
                let body = match failed {
                    true => {
                        serde_json::to_string(&response.errors).map_err(|_| Refusal::internal())
                    }
                    false => written.body,
                };
                match (body, failed) {
                    (Ok(body), false) => return Self::Next(body),
                    (Ok(errors), true) => return Self::Error(errors),
                    (Err(refusal), _) => refusal,
                }
            }
            Err(refusal) => refusal,
        };
        door.metrics.count_error(refusal.code);
        Self::Error(refusal.errors(language).to_string())
    }
}

/// The events of an operation: one of a query or mutation, any number of a
/// subscription. Nothing happens before they are asked for.
fn run<A: Application>(
    door: web::Data<Door<A>>,
    admitted: Admitted,
    caller: Caller,
) -> LocalBoxStream<'static, Event> {
    let language = caller.language;
    if admitted.kind != Some(OperationType::Subscription) {
        return stream::once(async move {
            let request = admitted.into_request();
            let answered = execute(&door, request, caller).await;
            Event::of(&door, answered.map_err(Rejected::Refused), language)
        })
        .boxed_local();
    }
    let retry_after = door.settings.retry_after;
    let patience = door.settings.request_timeout;
    let request = { move || admitted.clone().into_request() };
    let answers = door.application.subscribe(request, caller, patience);
    AssertUnwindSafe(answers)
        .catch_unwind()
        .map(move |answered| {
            let answered = match answered {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(failure)) => Err(Refusal::from_failure(failure, retry_after)),
                Err(_) => {
                    tracing::error!("a subscription panicked");
                    Err(Refusal::internal())
                }
            };
            Event::of(&door, answered.map_err(Rejected::Refused), language)
        })
        .boxed_local()
}

/// Whether the operation ends by itself at once, so that a stop waits for it.
fn ends_by_itself(admitted: &Admitted) -> bool {
    admitted.kind != Some(OperationType::Subscription)
}

/// The events of an operation that is not executed.
fn only(event: Event) -> LocalBoxStream<'static, Event> {
    async move { event }.into_stream().boxed_local()
}
