//! The use cases of complaints.

mod clock;
mod handling;
mod logging;
mod noting;
mod personal;
mod reading;
mod work;

pub use clock::complaints_tick;
pub use handling::*;
pub use logging::{complaint_log, log};
pub use noting::complaint_note;
pub use personal::*;
pub use reading::*;
