//! The inbox in the API: a field of the viewer.

mod entry;

pub(crate) use entry::{InboxEntry, viewer_inbox};
