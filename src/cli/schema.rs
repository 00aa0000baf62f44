//! `plumbline schema`: the GraphQL schema.

use super::failure::CommandFailure;
use super::terminal::say;
use crate::graphql::sdl;

pub(super) fn run() -> Result<(), CommandFailure> {
    say(sdl().trim_end());
    Ok(())
}
