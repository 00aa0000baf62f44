//! The internal assessment in the API.

mod assignment;
mod cycle;
mod enums;
mod inputs;
mod loaders;
mod matrix;
mod mutations;
mod payloads;
mod queries;
mod sides;
mod subscriptions;

pub(crate) use assignment::{Assignment, viewer_assignments};
pub(crate) use cycle::{Cycle, Period, cycle};
pub(crate) use enums::{AssignmentState, Confidentiality, PeriodKind};
pub(crate) use inputs::PeriodInput;
pub(crate) use loaders::CycleLoaders;
pub(crate) use mutations::CycleMutations;
pub(crate) use queries::CycleQueries;
pub(crate) use subscriptions::CycleSubscriptions;
