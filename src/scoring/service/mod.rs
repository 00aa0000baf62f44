//! The use cases of scoring.

mod compute;
mod explain;
mod outside;
mod pulling;
mod read;
mod recompute;
mod sheets;
mod steps;

pub use explain::{explanations_by, score_explain};
pub use pulling::{
    figures_before, figures_of_cycle, latest_figure, latest_figure_in, latest_figures,
    published_figures,
};
pub use read::*;
pub use recompute::{Difference, Recomputation, recompute};
pub use sheets::{comment_count_of, comments_of, sheet_count_of_cycle, sheets_of_cycle};
pub use steps::{cycle_publish, cycle_score};
