//! Lines for the person at the terminal. The log goes elsewhere.

use std::io::{IsTerminal as _, Write as _, stderr, stdout};

/// Prints a line of the command's result. A reader that went away is no failure.
pub(super) fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}

/// Prints a line about something that is wrong.
pub(super) fn complain(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// How far long work has come, on a line of its own that is written over. Only where
/// somebody looks: a file or a pipe would keep every step.
#[derive(Default)]
pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    /// Shows how far it is.
    pub(super) fn show(&mut self, text: &str) {
        if stderr().is_terminal() {
            let _ = write!(stderr(), "\r\x1b[K{text}");
            self.shown = true;
        }
    }

    /// Leaves the line empty.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
