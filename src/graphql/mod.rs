//! The API: mirrors the capabilities, one folder each. A resolver converts, calls
//! one service and wraps what comes back; it decides nothing.

mod access;
mod audit;
mod base;
mod complaints;
mod customers;
mod cycles;
mod deadlines;
mod document;
mod evidence;
mod inbox;
mod invitations;
mod jobs;
mod kpi;
mod node;
mod order;
mod org;
mod personal;
mod questionnaires;
mod rectification;
mod responses;
mod schema;
mod scoring;
mod subscription;
mod surveys;
mod weighting;

pub use schema::{ApiSchema, Mutation, Query, Subscription, execute, schema, sdl};
pub use subscription::{Live, subscribe};
