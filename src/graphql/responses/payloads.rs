//! What the mutations of responses answer.

use super::types::{AssignmentDraft, Response};
use crate::graphql::base::payload;

payload! {
    /// The answer of `responseSubmit`.
    ResponseSubmitPayload {
        /// The response; the same one for each retry.
        response: Response
    }
}
payload! {
    /// The answer of `draftSave`.
    DraftSavePayload {
        /// The draft as it is kept.
        draft: AssignmentDraft
    }
}
payload! {
    /// The answer of `assignmentReopen`.
    AssignmentReopenPayload {}
}
