//! What the server must survive, played against the real program: killed, cut off,
//! out of disk, asked twice, told to stop.
//!
//! Each story starts `plumbline` as a process with a data directory and a database of
//! its own and speaks to it over HTTP only; what is stored is read from the database
//! afterwards. With `PLUMBLINE_TEST_FAULTS=long` the stories have the size that the
//! promise names; without it they have one that a change can wait for.

mod books;
mod company;
mod http;
mod site;

#[cfg(target_os = "linux")]
mod disk;
mod findings;
mod floods;
mod kills;
mod logs;
mod retries;
mod stopping;
mod workers;

/// The short size of a story, or the long one if that is asked for.
fn size<T>(short: T, long: T) -> T {
    if std::env::var("PLUMBLINE_TEST_FAULTS").is_ok_and(|size| size == "long") {
        long
    } else {
        short
    }
}

/// Says something that is seen even when the test passes.
fn announce(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "faults: {line}");
}
