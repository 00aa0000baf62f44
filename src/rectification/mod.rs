//! What was found wrong, and is put right: issues, their analysis and plans, approval,
//! actions, and whether it worked.
//!
//! Invariants:
//! - an issue moves along the one table of [`moves`](MOVES) and no other way; replayed, its
//!   history gives the state in which it is;
//! - one finding of a rule makes one issue, however often and by how many workers the rule
//!   runs;
//! - who plans does not approve, who owns an action does not verify, who asks does not
//!   decide, and nobody decides on what the own department has to put right;
//! - whether a plan worked is decided by data where there are data;
//! - what is overdue is derived from the day, and stored nowhere.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
