//! The use cases of KPI.

mod appeals;
mod bonus;
mod calibrations;
mod deciding;
mod entering;
mod figures;
mod generating;
mod hand;
mod lines;
mod opened;
mod parts;
mod personal;
mod pulling;
mod reading;
mod requests;
mod roll_up;
mod schemes;
mod steps;
mod templates;
mod waiting;

pub use appeals::*;
pub use bonus::*;
pub use calibrations::*;
pub use deciding::{Corrections, appeal_decide};
pub use figures::*;
pub use generating::{NewSheets, sheets_generate};
pub use lines::{ObservedLine, published_line, published_lines};
pub use personal::kept_on_person;
pub use pulling::{score_accept, scores_changed};
pub use reading::*;
pub use requests::*;
pub use roll_up::{NewRollUp, sheets_roll_up};
pub use schemes::*;
pub use steps::*;
pub use templates::{Template, scheme_install};
pub use waiting::{appeals_waiting, requests_waiting, sheets_waiting};
