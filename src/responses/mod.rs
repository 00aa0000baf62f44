//! Responses: the answers of an evaluator, first as a draft, then as a submitted
//! sheet.
//!
//! Invariants:
//! - a sheet holds only answers that the questionnaire version asks for and
//!   allows; the same answers make the same document, in whatever order they came;
//! - an assignment has at most one sheet that counts; sheets are never deleted, and
//!   what is counted no longer is superseded;
//! - what was acknowledged is stored, once: a retry with the same key gets the same
//!   answer, whatever became of the cycle meanwhile.
//!
//! **In an ANONYMOUS cycle** a sheet is stored in a table of its own, without its
//! assignment, key, hash and time, under a random id. The evaluator gets a receipt,
//! which knows no sheet and no hour: its id is what the mutation returns, and it
//! answers a retry with the same key whatever the content, since nothing is kept that
//! could tell the difference. Such a sheet cannot be found again, so it can be neither
//! read back nor superseded. A draft stays with its assignment until the submission
//! removes it, or the shuffling when no submission can come. What rows tell by their
//! order in the files of the database goes when sheets are shuffled; until then the
//! promise does not cover somebody with those files.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
