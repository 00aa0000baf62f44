//! The trail as a file that proves itself without any database.
//!
//! It is text, one JSON document a line: what the file is; then each block with the
//! ids and sums of its entries, and behind it these entries; then what the end of it
//! all is. Blocks are written whole, because only all its entries together give the
//! root of a block. So a range of time is widened to the blocks that it touches.

mod export;
mod line;
mod verify;

pub use export::{Exported, Range, export};
pub use verify::verify_file;
