//! Lines for the person at the terminal. The log goes elsewhere.

use std::io::{Write as _, stderr, stdout};

/// Prints a line of the command's result. A reader that went away is no failure.
pub(super) fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}

/// Prints a line about something that is wrong.
pub(super) fn complain(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}
