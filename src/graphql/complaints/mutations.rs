//! Writing complaints down.

use async_graphql::{Context, Object, Result};

use super::complaint::ComplaintLogPayload;
use super::inputs::ComplaintInput;
use crate::complaints;
use crate::graphql::base::{answer, signed_in};

#[derive(Default)]
pub(crate) struct ComplaintMutations;

#[Object]
impl ComplaintMutations {
    /// Writes down a complaint that somebody was told. Everybody but ADMIN and AUDITOR, about
    /// any department: whoever is told of a complaint need not have to do with it.
    async fn complaint_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint to be written down.")] input: ComplaintInput,
    ) -> Result<ComplaintLogPayload> {
        let operation = signed_in(context)?;
        let done = async { complaints::complaint_log(operation, input.try_into()?).await };
        answer(context, done.await)
    }
}
