//! Turns answers into scores that can be trusted: a pure engine of exact numbers,
//! and the scores, revisions and passports that it gives.

pub mod engine;
