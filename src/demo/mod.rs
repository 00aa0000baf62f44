//! The demo company: nine departments that assess each other every quarter, so that
//! a newcomer can sign in and see something. It goes in through the services, with a
//! clock that is moved through the past quarters, and comes out the same each time.

mod answers;
mod calendar;
mod company;
mod customers;
mod greeting;
mod improvement;
mod people;
mod quarters;
mod stage;
mod surveys;

pub use greeting::greeting;
pub use people::PASSWORD;

use crate::access::{Platform, no_account_yet};
use crate::kernel::Outcome;
use crate::org;
use stage::Stage;

/// What there is in a database before it is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No account.
    Nothing,
    /// The demo company of an earlier start.
    DemoCompany,
    /// Somebody's own company.
    OtherCompany,
}

/// What there is in the database.
pub async fn look(platform: &Platform) -> Outcome<Found> {
    let context = platform.system_context("demo", "demo").await?;
    if no_account_yet(&context).await? {
        return Ok(Found::Nothing);
    }
    let known = org::employee_by_number(&context, &people::first_number()).await?;
    Ok(match known {
        Some(_) => Found::DemoCompany,
        None => Found::OtherCompany,
    })
}

/// Fills an empty database with the demo company: two finished quarters and an open
/// one, its customers with the last two weeks, a survey
/// among them, and what was put right meanwhile.
pub async fn fill(platform: &Platform) -> Outcome<()> {
    let context = platform.system_context("demo", "demo").await?;
    let quarters = calendar::last_three(context.today());
    let stage = Stage::set(platform, quarters[0].opens_at);
    company::found(&stage.system().await?).await?;
    quarters::run(&stage, &quarters, platform.clock.now()).await?;
    customers::run(&stage).await?;
    surveys::run(&stage, &quarters[2].code).await
}
