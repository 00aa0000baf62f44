//! The pure rules of answers: plain values in, plain values out.
//!
//! An [`AnswerForm`] is what somebody sent; read against the published content it
//! is an [`AnswerSheet`]. For scoring a sheet is one [`RatingAnswer`] for each
//! rating item.

mod form;
mod judging;
mod ratings;
mod read;
mod response;
mod sheet;

#[cfg(test)]
mod tests;

pub use form::AnswerForm;
pub use judging::{instrument, is_valid, policy};
pub use ratings::{RatingAnswer, read_ratings};
pub use response::{CountedSheet, Draft, RawKey, RawSheet, Response, SheetCount, Submission};
pub use sheet::{Answer, AnswerSheet, AnswerValue};
