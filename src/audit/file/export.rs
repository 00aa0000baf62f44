//! Writes the sealed trail, one block in memory at a time.

use std::io::Write;
use std::pin::pin;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;

use super::line::{Closing, FORM, Header, Line, Opening};
use crate::audit::store;
use crate::database::Database;
use crate::kernel::{Failure, Outcome};

/// Of what time entries are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Range {
    /// Not before this moment, or from the beginning.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment, or to the end.
    pub until: Option<DateTime<Utc>>,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many blocks.
    pub blocks: u64,
    /// How many entries they have.
    pub entries: u64,
    /// How many entries are not sealed yet and were left out.
    pub unsealed: u64,
}

/// Writes the blocks that have entries of `range` to `file`, and tells `progress` after
/// each of them. An entry that the database no longer has, or can no longer read, is
/// left out: the verification of the file finds it.
pub async fn export(
    database: &Database,
    range: Range,
    file: &mut impl Write,
    mut progress: impl FnMut(Exported),
) -> Outcome<Exported> {
    let (first, last) = ends(database, range).await?;
    let begins_with = (first > 1).then_some(first);
    let form = FORM;
    write(file, &Line::AuditTrail(Opening { form, begins_with }))?;
    let mut so_far = Exported {
        unsealed: store::count_unsealed(database).await?,
        ..Exported::default()
    };
    let mut head = None;
    let mut behind = first - 1;
    while let Some((number, block)) = store::block_after(database, behind).await? {
        if number > last {
            break;
        }
        let block = block.ok_or_else(|| {
            Failure::internal(format!(
                "audit block {number} cannot be read: verify the trail"
            ))
        })?;
        write(file, &Line::Block(Header::from(&block)))?;
        let mut entries = pin!(store::entries_of(database, number).await?);
        while let Some(found) = entries.try_next().await? {
            if let Some(entry) = found.entry {
                write(file, &Line::Entry(Box::new(entry)))?;
                so_far.entries += 1;
            }
        }
        so_far.blocks += 1;
        progress(so_far);
        head = Some(block.sha256);
        behind = number;
    }
    let closing = Closing {
        entries: so_far.entries,
        last_block: head.map(|_| behind),
        head,
        unsealed: so_far.unsealed,
    };
    write(file, &Line::End(closing))?;
    file.flush().map_err(Failure::internal)?;
    Ok(so_far)
}

/// The first and the last block to write.
async fn ends(database: &Database, range: Range) -> Outcome<(i64, i64)> {
    if range.from.is_none() && range.until.is_none() {
        return Ok((1, i64::MAX));
    }
    Ok(match store::blocks_between(database, &range).await? {
        Some((first, last)) => (
            range.from.map_or(1, |_| first),
            range.until.map_or(i64::MAX, |_| last),
        ),
        None => (1, 0),
    })
}

fn write(file: &mut impl Write, line: &Line) -> Outcome<()> {
    serde_json::to_writer(&mut *file, line).map_err(Failure::internal)?;
    file.write_all(b"\n").map_err(Failure::internal)
}
