//! What the mutations of complaints answer.

use super::complaint::{Complaint, ComplaintNote};
use crate::graphql::base::payload;

payload! {
    /// The answer of `complaintLog`.
    ComplaintLogPayload {
        /// The new complaint.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintAssign`.
    ComplaintAssignPayload {
        /// The complaint with its department.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintAcknowledge`.
    ComplaintAcknowledgePayload {
        /// The complaint.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintInvestigate`.
    ComplaintInvestigatePayload {
        /// The complaint.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintAnswer`.
    ComplaintAnswerPayload {
        /// The complaint with its answer.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintClose`.
    ComplaintClosePayload {
        /// The complaint.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintReopen`.
    ComplaintReopenPayload {
        /// The complaint with its new day for an answer.
        complaint: Complaint
    }
}
payload! {
    /// The answer of `complaintNote`.
    ComplaintNotePayload {
        /// The contact that was noted.
        note: ComplaintNote
    }
}
