//! The use cases of scoring.

mod compute;
mod explain;
mod instruments;
mod read;
mod recompute;
mod steps;

pub use explain::{explanations_by, score_explain};
pub use read::*;
pub use recompute::{Difference, Recomputation, recompute};
pub use steps::{cycle_publish, cycle_score};
