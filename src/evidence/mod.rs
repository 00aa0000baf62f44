//! Files that show something: they come in, belong to whoever sent them, and are attached
//! to one record, with which they stay.
//!
//! Invariants:
//! - what a file is, is decided by its content; its name has to agree;
//! - a file is attached once, to one record, by its uploader; until then nobody else can
//!   see it, and after a day it is gone;
//! - who sees the record sees its files, and nobody else does: so this capability never
//!   decides who may read, it is told by those above who know the record;
//! - bytes go out only when they are still those that came in;
//! - whatever is in the storage is named by a row, before it is there and until it is gone.

mod error;
mod model;
mod service;
mod store;

pub use error::CONTENT;
pub use model::*;
pub use service::*;
