//! The organisation in the API.

mod company;
mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod reads;
mod types;

pub(crate) use loaders::OrgLoaders;
pub(crate) use mutations::OrgMutations;
pub(crate) use queries::OrgQueries;
pub(crate) use types::{Department, DepartmentKind, Employee, department, employee};
