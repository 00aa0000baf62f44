//! The contacts that a survey can draw from.

use crate::customers::model::{FrameCustomer, FrameSource};
use crate::customers::store;
use crate::database::Handle;
use crate::kernel::Outcome;

/// Most customers that one page of the frame has: a few megabytes.
pub const FRAME_PAGE: u64 = 2_000;

/// The next customers of the source behind the one with the code `after`, at most
/// [`FRAME_PAGE`] of them, by code, each with its contacts. An empty page is the end. All
/// contacts are there, also those who may not be asked: their fate can be told. The
/// caller has authorised.
pub async fn frame(
    handle: &impl Handle,
    source: FrameSource,
    after: Option<&str>,
) -> Outcome<Vec<FrameCustomer>> {
    store::frame(handle, source, after, FRAME_PAGE).await
}
