//! Weights found by experts: Delphi studies (德尔菲法).
//!
//! HR opens a study on the weights of a questionnaire and names experts. In each round
//! every expert gives weights, alone. When HR closes the round, all see how far apart the
//! experts are and what the middle is, and the next round begins, until they are close
//! enough or HR ends it. The medians of the last closed round become weights that total
//! 100 and are put into the questionnaire.
//!
//! Invariants: nobody reads the weights of another, whatever their role, and no audit
//! entry holds them; a round that closed never changes, and neither do the groups that a
//! study weighs; what a study found is put into the questionnaire once.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
