//! Reads and writes responses, receipts and drafts.

mod anonymous;
mod drafts;
mod raw;
mod receipts;
mod sheets;

pub(super) use anonymous::*;
pub(super) use drafts::*;
pub(super) use raw::*;
pub(super) use receipts::*;
pub(super) use sheets::*;
