//! Verifies an exported trail, one block in memory at a time.

use std::io::{self, BufRead, Read as _};

use super::line::{Closing, FORM, Line};
use crate::audit::block::{Block, Head};
use crate::audit::check::{BlockCheck, Found, LATENESS};
use crate::audit::digest::Digest;
use crate::audit::verification::{Finding, Verification};

/// The longest line, far more than a block or an entry has. A file of one endless line
/// must not fill the memory.
const LONGEST_LINE: u64 = 1 << 24;

/// Why the walk along the file ended early.
enum Stop {
    Found(Finding),
    Failed(io::Error),
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Self {
        Self::Found(finding)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Looks for the first thing that is not as it was exported, or that was not sealed
/// like that.
///
/// `anchor` is the hash of a head that was kept outside. Without it a file that was
/// made up from the first to the last line is whole in itself.
pub fn verify_file(file: impl BufRead, anchor: Option<Digest>) -> io::Result<Verification> {
    let mut verification = Verification::default();
    match walk(file, anchor, &mut verification) {
        Ok(()) => {}
        Err(Stop::Found(finding)) => verification.finding = Some(finding),
        Err(Stop::Failed(error)) => return Err(error),
    }
    Ok(verification)
}

fn walk(file: impl BufRead, anchor: Option<Digest>, so_far: &mut Verification) -> Result<(), Stop> {
    let mut lines = Lines { file, read: 0 };
    match lines.next()? {
        Some(Line::AuditTrail(opening)) if opening.form == FORM => {
            so_far.begins_with = opening.begins_with;
        }
        Some(_) => return Err(lines.strange().into()),
        None => return Err(Finding::FileCutOff.into()),
    }
    let mut head: Option<Head> = None;
    let mut next = lines.next()?;
    while let Some(Line::Block(header)) = next {
        let block = header.block().ok_or(lines.strange())?;
        let behind = head.or_else(|| unknown_head(so_far.begins_with, &block));
        let expected = Head::next_number(behind.as_ref());
        if block.number != expected {
            return Err(Finding::BlockRemoved { number: expected }.into());
        }
        block.check(behind.as_ref())?;
        next = check_entries(&mut lines, &block, head.as_ref())?;
        note(so_far, &block, head.as_ref(), anchor);
        if so_far.begins_with == Some(block.number) && anchor == Some(block.previous) {
            so_far.anchored = Some(block.number - 1);
        }
        head = Some(block.head());
    }
    match next {
        Some(Line::End(closing)) => {
            so_far.unsealed = closing.unsealed;
            if closing != expected_closing(so_far) {
                return Err(Finding::FileCutOff.into());
            }
        }
        Some(_) => return Err(lines.strange().into()),
        None => return Err(Finding::FileCutOff.into()),
    }
    if lines.next()?.is_some() {
        return Err(lines.strange().into());
    }
    match anchor {
        Some(sha256) if so_far.anchored.is_none() => Err(Finding::AnchorMissing { sha256 }.into()),
        _ => Ok(()),
    }
}

/// Compares the lines behind that of the block; the first line that is no entry.
fn check_entries(
    lines: &mut Lines<impl BufRead>,
    block: &Block,
    head: Option<&Head>,
) -> Result<Option<Line>, Stop> {
    let mut check = BlockCheck::new(block, head);
    loop {
        match lines.next()? {
            Some(Line::Entry(entry)) => check.next(&Found {
                id: Some(entry.id),
                entry: Some(*entry),
            })?,
            // Nothing may follow but what was cut off.
            None => return Err(Finding::FileCutOff.into()),
            other => {
                check.finish()?;
                return Ok(other);
            }
        }
    }
}

fn note(so_far: &mut Verification, block: &Block, head: Option<&Head>, anchor: Option<Digest>) {
    let before = head.map(|head| head.sealed_at.signed_duration_since(block.sealed_at));
    if before.is_some_and(|before| before > LATENESS) {
        so_far.clock_set_back.get_or_insert(block.number);
    }
    if anchor == Some(block.sha256) {
        so_far.anchored = Some(block.number);
    }
    so_far.sealed += block.leaves.len() as u64;
    so_far.head = Some((block.number, block.sha256));
}

/// The end of what a range leaves out, as far as its first block tells of it.
fn unknown_head(begins_with: Option<i64>, first: &Block) -> Option<Head> {
    Some(Head {
        number: begins_with?.checked_sub(1)?,
        sha256: first.previous,
        sealed_at: first.sealed_at,
        complete_until: None,
    })
}

fn expected_closing(so_far: &Verification) -> Closing {
    Closing {
        entries: so_far.sealed,
        last_block: so_far.head.map(|(number, _)| number),
        head: so_far.head.map(|(_, sha256)| sha256),
        unsealed: so_far.unsealed,
    }
}

struct Lines<F> {
    file: F,
    read: u64,
}

impl<F: BufRead> Lines<F> {
    /// The next line, or nothing at the end of the file.
    fn next(&mut self) -> Result<Option<Line>, Stop> {
        let mut line = Vec::new();
        let mut limited = (&mut self.file).take(LONGEST_LINE);
        if limited.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.read += 1;
        match serde_json::from_slice(&line) {
            Ok(found) if line.ends_with(b"\n") => Ok(Some(found)),
            _ => Err(self.strange().into()),
        }
    }

    /// The line that was read last is not what belongs there.
    fn strange(&self) -> Finding {
        Finding::LineStrange { line: self.read }
    }
}
