//! Subscriptions: a document that is executed at once and again after each change
//! that its fields wait for.
//!
//! Each execution is a request of its own, with a fresh look at who asks and what
//! they may see, and with loaders of its own. So a session that has ended, or a grant
//! that was taken back, ends the subscription at its next event, and at the latest
//! when it is looked after without one.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Response, Value};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, Stream, StreamExt as _, stream};

use super::base::Listening;
use super::schema::{ApiSchema, prepare};
use crate::access::OpContext;
use crate::cycles::CycleWatch;
use crate::kernel::{Failure, Language, Outcome};

/// How long a subscription goes without a look at whether its viewer still may.
const LOOKED_AFTER: Duration = Duration::from_secs(30);

/// What subscriptions run on.
#[derive(Clone)]
pub struct Live {
    /// The schema.
    pub schema: ApiSchema,
    /// Tells when cycles change.
    pub cycles: CycleWatch,
    /// The language of messages.
    pub language: Language,
    /// How long one execution may take.
    pub patience: Duration,
}

/// The answers to a subscription: the first at once. The stream ends by itself after
/// an answer without data, after a failure, and when nothing can change any more.
///
/// Whoever does not ask for the next answer delays only themselves: meanwhile
/// nothing is executed and nothing is kept.
pub fn subscribe<C, F>(
    live: Live,
    request: impl Fn() -> Request + Send + Sync + 'static,
    context: C,
) -> impl Stream<Item = Outcome<Response>> + Send + 'static
where
    C: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Outcome<OpContext>> + Send + 'static,
{
    let running = Running {
        live,
        request: Box::new(request),
        context: Box::new(move || context().boxed()),
        waiting: None,
        last: Value::Null,
    };
    stream::unfold(Some(running), |running| async {
        let mut running = running?;
        let (answer, over) = running.next().await;
        Some((answer, (!over).then_some(running)))
    })
}

struct Running {
    live: Live,
    request: Box<dyn Fn() -> Request + Send + Sync>,
    context: Box<dyn Fn() -> BoxFuture<'static, Outcome<OpContext>> + Send + Sync>,
    /// The next change; nothing before the first execution.
    waiting: Option<BoxFuture<'static, ()>>,
    last: Value,
}

impl Running {
    /// The next answer, and whether it was the last.
    async fn next(&mut self) -> (Outcome<Response>, bool) {
        loop {
            let changed = match self.waiting.take() {
                None => true,
                Some(change) => tokio::time::timeout(LOOKED_AFTER, change).await.is_ok(),
            };
            let patience = self.live.patience;
            let execution = tokio::time::timeout(patience, self.execute());
            let (response, listening) = match execution.await {
                Ok(Ok(executed)) => executed,
                Ok(Err(failure)) => return (Err(failure), true),
                Err(_) => return (Err(Failure::Unavailable), true),
            };
            let over = response.data == Value::Null || listening.is_over();
            // Only looked after: nobody wants to hear that all is as it was.
            if !changed && !over && response.data == self.last {
                self.waiting = Some(listening.changed());
                continue;
            }
            self.waiting = Some(listening.changed());
            self.last = response.data.clone();
            return (Ok(response), over);
        }
    }

    async fn execute(&mut self) -> Outcome<(Response, Arc<Listening>)> {
        let context = (self.context)().await?;
        let listening = Arc::<Listening>::default();
        let (request, execution) = prepare((self.request)(), context, self.live.language);
        let request = request
            .data(self.live.cycles.clone())
            .data(Arc::clone(&listening));
        let mut answers = self.live.schema.execute_stream(request);
        let response = execution.run(answers.next()).await;
        let response = response.ok_or_else(|| Failure::internal("a subscription of nothing"))?;
        drop(answers);
        Ok((execution.finish(response).await, listening))
    }
}
