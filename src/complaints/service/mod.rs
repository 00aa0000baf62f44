//! The use cases of complaints.

mod logging;
mod personal;
mod reading;

pub use logging::{complaint_log, log};
pub use personal::*;
pub use reading::*;
