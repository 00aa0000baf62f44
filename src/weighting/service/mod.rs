//! The use cases of Delphi studies.

mod opening;
mod reading;
mod rounds;

pub use opening::*;
pub use reading::*;
pub use rounds::*;
