//! Writing complaints down.

use async_graphql::{Context, Object, Result};

use super::inputs::{ComplaintInput, new_complaint};
use super::payloads::ComplaintLogPayload;
use crate::complaints;
use crate::graphql::base::{answer, signed_in};

#[derive(Default)]
pub(crate) struct ComplaintMutations;

#[Object]
impl ComplaintMutations {
    /// Writes down a complaint that somebody was told. Everybody but ADMIN and AUDITOR, about
    /// any department: whoever is told of a complaint need not have to do with it. Customer
    /// and contact are such as the viewer may see; else NOT_FOUND. The same key and input give
    /// the same complaint again; the same key with another input is an IDEMPOTENCY_CONFLICT.
    async fn complaint_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint to be written down.")] input: ComplaintInput,
        #[graphql(
            desc = "Any new text of 1 to 200 characters, best a random UUID; keys are those of the account."
        )]
        idempotency_key: Option<String>,
    ) -> Result<ComplaintLogPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (new, key) = new_complaint(&input, idempotency_key.as_deref())?;
            complaints::complaint_log(operation, new, key).await
        };
        answer(context, done.await)
    }
}
