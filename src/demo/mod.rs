//! The demo company: nine departments that assess each other every quarter, so that
//! a newcomer can sign in and see something. It goes in through the services, with a
//! clock that is moved through the past quarters.

mod company;
mod people;

pub use people::PASSWORD;

use crate::access::{Platform, no_account_yet};
use crate::kernel::Outcome;

/// Fills an empty database with the demo company. One that has accounts already is
/// left as it is.
pub async fn fill(platform: &Platform) -> Outcome<()> {
    let context = platform.system_context("demo", "demo").await?;
    if !no_account_yet(&context).await? {
        return Ok(());
    }
    company::found(&context).await
}
