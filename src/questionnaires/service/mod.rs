//! The use cases of questionnaires.

mod editing;
mod installing;
mod reading;

pub use editing::*;
pub use installing::*;
pub use reading::*;
