//! Reads and writes responses, receipts and drafts.

mod drafts;
mod receipts;
mod sheets;

pub(super) use drafts::*;
pub(super) use receipts::*;
pub(super) use sheets::*;
