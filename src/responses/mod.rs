//! Responses: the answers of an evaluator, first as a draft, then as a submitted
//! sheet.
//!
//! A sheet holds only answers that the questionnaire version asks for and allows.
//! The same answers make the same document, in whatever order they were sent.

mod error;
mod model;

pub use model::{Answer, AnswerForm, AnswerSheet, AnswerValue, RatingAnswer, read_ratings};
