//! One WebSocket: listens to its client, runs its operations, and closes it.

use std::collections::HashMap;

use actix_web::web;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError, Session};
use futures_util::StreamExt as _;
use futures_util::stream::{self, AbortHandle, Abortable, LocalBoxStream, SelectAll};
use serde_json::{Map, Value};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::messages::{Close, Dialect, Said, complete, connection_ack, event, pong};
use super::{Event, ends_by_itself, only, run};
use crate::http::admission::admit;
use crate::http::application::Application;
use crate::http::caller::{Bearer, Caller};
use crate::http::door::Door;
use crate::http::parameters::Parameters;
use crate::http::refusal::Refusal;
use crate::kernel::{Failure, Language};

/// An event of the operation with this id, or its end.
type Told = (String, Option<Event>);

/// An operation that is running.
struct Running {
    abort: AbortHandle,
    /// A query or mutation, which a stop waits for.
    ends_by_itself: bool,
}

/// A socket. Everything of it happens in one task, one thing after the other, so a
/// client that does not read is not worked for either.
pub(super) struct Socket<A: Application> {
    door: web::Data<Door<A>>,
    session: Session,
    dialect: Dialect,
    caller: Caller,
    /// Whether the client said who it is, and was let in.
    acknowledged: bool,
    running: HashMap<String, Running>,
    events: SelectAll<LocalBoxStream<'static, Told>>,
}

impl<A: Application> Socket<A> {
    pub(super) fn new(
        door: web::Data<Door<A>>,
        session: Session,
        dialect: Dialect,
        caller: Caller,
    ) -> Self {
        Self {
            door,
            session,
            dialect,
            caller,
            acknowledged: false,
            running: HashMap::new(),
            events: SelectAll::new(),
        }
    }

    /// Serves the client until one of both ends it.
    pub(super) async fn serve(mut self, messages: AggregatedMessageStream) {
        let close = self.talk(messages).await;
        // What still runs is dropped here: transactions of it are rolled back.
        let Self { door, session, .. } = self;
        if let Err(close) = close {
            let closing = session.close(Some(close.reason()));
            // Whoever does not take the message has gone.
            let _ = timeout(door.settings.live.send_wait, closing).await;
        }
    }

    /// Ends with the reason to close, or without where nobody would hear it.
    async fn talk(&mut self, mut messages: AggregatedMessageStream) -> Result<(), Close> {
        let limits = self.door.settings.live.clone();
        let draining = self.door.lifecycle.draining().clone();
        let mut late = std::pin::pin!(sleep(limits.init_wait));
        let mut heartbeat = interval(limits.heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.tick().await;
        let mut heard = true;
        let mut stopping = false;
        loop {
            if stopping && self.running.is_empty() {
                return Err(Close::Stopping);
            }
            tokio::select! {
                message = messages.recv() => {
                    heard = true;
                    match message {
                        None => return Ok(()),
                        Some(message) => self.hear(message, stopping).await?,
                    }
                }
                Some((id, event)) = self.events.next(), if !self.events.is_empty() => {
                    self.tell(id, event).await?;
                }
                () = &mut late, if !self.acknowledged => return Err(Close::InitTimeout),
                _ = heartbeat.tick() => {
                    if !heard {
                        return Ok(());
                    }
                    heard = false;
                    self.ping().await?;
                }
                () = draining.cancelled(), if !stopping => {
                    stopping = true;
                    self.running.retain(|_, running| {
                        if !running.ends_by_itself {
                            running.abort.abort();
                        }
                        running.ends_by_itself
                    });
                }
            }
        }
    }

    async fn hear(
        &mut self,
        message: Result<AggregatedMessage, ProtocolError>,
        stopping: bool,
    ) -> Result<(), Close> {
        let text = match message {
            Ok(AggregatedMessage::Text(text)) => text,
            Ok(AggregatedMessage::Binary(_)) => return Err(Close::Malformed),
            Ok(AggregatedMessage::Ping(bytes)) => {
                let sent = timeout(self.door.settings.live.send_wait, self.session.pong(&bytes));
                return gone(sent.await);
            }
            Ok(AggregatedMessage::Pong(_)) => return Ok(()),
            Ok(AggregatedMessage::Close(_)) => return Err(Close::Gone),
            Err(ProtocolError::Overflow) => return Err(Close::TooLong),
            Err(_) => return Err(Close::Broken),
        };
        match Said::parse(&text, self.dialect)? {
            Said::ConnectionInit { .. } if self.acknowledged => Err(Close::InitTwice),
            Said::ConnectionInit { payload } => self.let_in(payload.unwrap_or_default()).await,
            Said::Ping { payload } => self.send(pong(payload)).await,
            Said::Pong { .. } => Ok(()),
            Said::Subscribe { .. } if !self.acknowledged => Err(Close::Unauthorized),
            Said::Subscribe { id, .. } if self.running.contains_key(&id) => {
                Err(Close::Duplicate(id))
            }
            // The client asks again elsewhere.
            Said::Subscribe { .. } if stopping => Ok(()),
            Said::Subscribe { id, payload } => {
                self.begin(id, payload);
                Ok(())
            }
            // An operation that has ended already may be ended once more.
            Said::Complete { id } => {
                if let Some(running) = self.running.remove(&id) {
                    running.abort.abort();
                }
                Ok(())
            }
        }
    }

    /// Lets the client in as the one its token says. The first message stands for the
    /// headers that a browser cannot send with a WebSocket, and goes before them.
    async fn let_in(&mut self, payload: Map<String, Value>) -> Result<(), Close> {
        let header = |name: &str| {
            let mut given = payload.iter();
            let found = given.find(|(given, _)| given.eq_ignore_ascii_case(name));
            found.and_then(|(_, value)| value.as_str())
        };
        if let Some(text) = header("authorization") {
            self.caller.bearer = Some(Bearer::parse(text).ok_or(Close::Forbidden)?);
        }
        if let Some(text) = header("accept-language") {
            self.caller.language = Language::from_header(text);
        }
        let identify = self.door.application.identify(&self.caller);
        match timeout(self.door.settings.request_timeout, identify).await {
            Ok(Ok(())) => {
                self.acknowledged = true;
                self.send(connection_ack()).await
            }
            Ok(Err(Failure::Unauthenticated | Failure::Forbidden)) => Err(Close::Forbidden),
            Ok(Err(_)) | Err(_) => Err(Close::TryAgain),
        }
    }

    /// Begins an operation; its events are told as they come.
    fn begin(&mut self, id: String, parameters: Parameters) {
        let most = self.door.settings.live.operations;
        let language = self.caller.language;
        let (events, ends_by_itself) = if self.running.len() >= most {
            let refusal = Refusal::crowded(
                format!("This connection runs {most} operations already; wait until one ends."),
                format!("此连接正在运行 {most} 个操作，已达上限，请等待其中一个结束。"),
            );
            let event = Event::of(&self.door, Err(refusal.into()), language);
            (only(event), true)
        } else {
            let (settings, documents) = (&self.door.settings, &self.door.documents);
            match admit(parameters, settings, documents, &self.caller) {
                Ok(admitted) => {
                    let ends = ends_by_itself(&admitted);
                    let events = run(self.door.clone(), admitted, self.caller.clone());
                    (events, ends)
                }
                Err(rejected) => (only(Event::of(&self.door, Err(rejected), language)), true),
            }
        };
        let (abort, registration) = AbortHandle::new_pair();
        let told = {
            let (each, end) = (id.clone(), id.clone());
            events
                .map(move |event| (each.clone(), Some(event)))
                .chain(stream::once(async move { (end, None) }))
        };
        self.events
            .push(Abortable::new(told, registration).boxed_local());
        let running = Running {
            abort,
            ends_by_itself,
        };
        self.running.insert(id, running);
    }

    async fn tell(&mut self, id: String, told: Option<Event>) -> Result<(), Close> {
        let message = match told {
            Some(told) => {
                if matches!(told, Event::Error(_))
                    && let Some(ended) = self.running.remove(&id)
                {
                    // An error ends the operation; `complete` would be one too many.
                    ended.abort.abort();
                }
                event(&id, told, self.dialect).map_err(|_| Close::TryAgain)?
            }
            None => {
                self.running.remove(&id);
                complete(&id)
            }
        };
        self.send(message).await
    }

    async fn send(&mut self, message: String) -> Result<(), Close> {
        let sent = timeout(
            self.door.settings.live.send_wait,
            self.session.text(message),
        );
        gone(sent.await)
    }

    async fn ping(&mut self) -> Result<(), Close> {
        let sent = timeout(self.door.settings.live.send_wait, self.session.ping(b""));
        gone(sent.await)
    }
}

/// Whoever does not take a message in time, or has closed, is gone.
fn gone<T, E, F>(sent: Result<Result<T, E>, F>) -> Result<(), Close> {
    match sent {
        Ok(sent) => sent.map(drop).map_err(|_| Close::Gone),
        Err(_) => Err(Close::Gone),
    }
}
