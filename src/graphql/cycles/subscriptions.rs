//! Following cycles.

use std::sync::Arc;

use async_graphql::{Context, ID, Result, Subscription};
use futures_util::Stream;
use futures_util::stream;

use super::Cycle;
use crate::cycles::CycleWatch;
use crate::graphql::base::{Listening, nullable, parse_id, signed_in};

#[derive(Default)]
pub(crate) struct CycleSubscriptions;

#[Subscription]
impl CycleSubscriptions {
    /// A cycle whose progress is followed: at once, and again within about a second of
    /// each answer, reminder and step. Several changes at one time are told once. For
    /// those who see `progress`; whoever may no longer gets an error, and the stream
    /// ends. Of a cycle that does not exist or may not be seen: null, and the end.
    async fn cycle_progress(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The id of the cycle.")] cycle_id: ID,
    ) -> Result<impl Stream<Item = Option<Cycle>> + use<>> {
        let operation = signed_in(context)?;
        let watch = context.data::<CycleWatch>()?;
        let found = match parse_id("cycleId", &cycle_id, "cycle", "考核周期") {
            Ok(id) => watch.follow(operation, id).await,
            Err(failure) => Err(failure),
        };
        let cycle = match nullable(context, found)? {
            Some((cycle, change)) => {
                let listening = context.data::<Arc<Listening>>()?;
                listening.until(change.happened());
                Some(Cycle(cycle))
            }
            None => None,
        };
        Ok(stream::iter([cycle]))
    }
}
