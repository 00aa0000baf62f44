//! Server-sent events: one operation for each request, as the `graphql-sse` protocol
//! says for distinct connections.

use std::convert::Infallible;

use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::{HttpResponse, web};
use async_graphql::Response;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{Stream, StreamExt as _};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{Event, ends_by_itself, only, run};
use crate::http::admission::Admitted;
use crate::http::application::Application;
use crate::http::caller::Caller;
use crate::http::door::Door;
use crate::http::lifecycle::Stage;
use crate::http::refusal::Refusal;
use crate::kernel::Language;

/// A comment, which clients pass over.
const HEARTBEAT: &str = ":\n\n";
const COMPLETE: &str = "event: complete\ndata:\n\n";

/// Proxies that keep answers back until they are complete let these through.
const NO_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The answer that gives the events of an operation.
pub(in crate::http) fn events<A: Application>(
    door: &web::Data<Door<A>>,
    admitted: Admitted,
    caller: Caller,
) -> Result<HttpResponse, Refusal> {
    if door.lifecycle.stage() == Stage::Draining {
        return Err(Refusal::unavailable(door.settings.retry_after));
    }
    let place = door.place()?;
    let stop = match ends_by_itself(&admitted) {
        true => CancellationToken::new(),
        false => door.lifecycle.draining().clone(),
    };
    let events = run(door.clone(), admitted, caller);
    Ok(response(door, events, stop, Some(place)))
}

/// The answer that gives one event, of an operation that was not executed.
pub(in crate::http) fn events_of<A: Application>(
    door: &web::Data<Door<A>>,
    response_to_give: Response,
    language: Language,
) -> HttpResponse {
    let event = Event::of(door, Ok(response_to_give), language);
    response(door, only(event), CancellationToken::new(), None)
}

fn response<A: Application>(
    door: &Door<A>,
    events: LocalBoxStream<'static, Event>,
    stop: CancellationToken,
    place: Option<OwnedSemaphorePermit>,
) -> HttpResponse {
    let mut heartbeat = interval(door.settings.live.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // Compressing would keep events back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((NO_BUFFERING, "no"))
        .streaming(text(events, heartbeat, stop, place))
}

/// The events on the wire. A stop ends the stream without `complete`, so that clients
/// ask again elsewhere.
fn text(
    events: LocalBoxStream<'static, Event>,
    heartbeat: Interval,
    stop: CancellationToken,
    place: Option<OwnedSemaphorePermit>,
) -> impl Stream<Item = Result<web::Bytes, Infallible>> {
    stream::unfold(Some((events, heartbeat, stop, place)), |state| async move {
        let (mut events, mut heartbeat, stop, place) = state?;
        let text = tokio::select! {
            biased;
            event = events.next() => match event {
                Some(event) => wire(event),
                None => return Some((Ok(web::Bytes::from_static(COMPLETE.as_bytes())), None)),
            },
            () = stop.cancelled() => return None,
            // The first tick comes at once and shows that the stream is open.
            _ = heartbeat.tick() => HEARTBEAT.to_owned(),
        };
        Some((
            Ok(web::Bytes::from(text)),
            Some((events, heartbeat, stop, place)),
        ))
    })
}

/// JSON has no line breaks of its own, so one line of data is enough.
fn wire(event: Event) -> String {
    match event {
        Event::Next(answer) => format!("event: next\ndata: {answer}\n\n"),
        Event::Error(errors) => format!("event: next\ndata: {{\"errors\":{errors}}}\n\n"),
    }
}
