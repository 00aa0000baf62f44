//! Schemes, sheets, and what is computed of them, as values.

mod calibration;
pub(in crate::kpi) mod exact_text;
mod figures;
mod grade;
mod indicator;
mod requests;
mod roll_up;
mod scheme;
mod scheme_read;
mod sheet;
mod state;
#[cfg(test)]
mod tests;
mod total;
mod tree;

pub use calibration::*;
pub use figures::*;
pub use grade::*;
pub use indicator::{Facts, Indicator, LineResult, LineState, Missing, Rule, ScoreStep};
pub use requests::*;
pub use roll_up::*;
pub use scheme::*;
pub use scheme_read::*;
pub use sheet::*;
pub use state::*;
pub use total::*;
pub use tree::{ScoringTree, TreeResult};
