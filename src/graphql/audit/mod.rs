//! The audit trail in the API.

mod inputs;
mod queries;
mod types;

pub(crate) use queries::AuditQueries;
