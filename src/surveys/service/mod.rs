//! The use cases of the external survey.

mod draw;
mod exclusions;
mod fates;
mod inviting;
mod personal;
mod plans;
mod reconciliation;
mod requests;
mod rules;
mod settings;
mod suspensions;
mod waiting;

pub use draw::survey_plan_draw;
pub use exclusions::*;
pub use fates::*;
pub use inviting::*;
pub use personal::*;
pub use plans::*;
pub use reconciliation::left_out;
pub use rules::*;
pub use settings::*;
pub use suspensions::*;
pub use waiting::*;
