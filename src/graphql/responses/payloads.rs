//! What the mutations of responses answer.

use super::types::{AssignmentDraft, Response};
use crate::graphql::base::payload;
use crate::graphql::cycles::Assignment;

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
    AssignmentReopenPayload {
        /// The assignment, which takes answers again.
        assignment: Assignment
    }
}
