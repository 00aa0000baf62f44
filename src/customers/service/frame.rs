//! The contacts that a survey can draw from.

use crate::customers::model::{FrameKey, FrameRow, FrameSource};
use crate::customers::store;
use crate::database::Handle;
use crate::kernel::Outcome;

/// Most contacts that one page of the frame has: a few megabytes.
pub const FRAME_PAGE: u64 = 10_000;

/// The next contacts of the source behind `after`, at most [`FRAME_PAGE`] of them, by the
/// customer's code and the place among its contacts. An empty page is the end. All
/// contacts are there, also those who may not be asked: their fate can be told. The
/// caller has authorised.
pub async fn frame(
    handle: &impl Handle,
    source: FrameSource,
    after: Option<&FrameKey>,
) -> Outcome<Vec<FrameRow>> {
    store::frame(handle, source, after, FRAME_PAGE).await
}
