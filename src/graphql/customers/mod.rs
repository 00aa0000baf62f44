//! Customers and what is kept about them, in the API.

mod contact;
mod customer;
mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod service_record;
mod table;
mod table_mutations;
mod week_inputs;
mod week_mutations;
mod weekly_hand_in;

pub(crate) use contact::{Contact, contact};
pub(crate) use customer::{Customer, customer};
pub(crate) use loaders::CustomerLoaders;
pub(crate) use mutations::CustomerMutations;
pub(crate) use queries::CustomerQueries;
pub(crate) use service_record::ServiceRecord;
pub(crate) use table::CustomerTable;
pub(crate) use table_mutations::CustomerTableMutations;
pub(crate) use week_mutations::WeekMutations;
pub(crate) use weekly_hand_in::WeeklyHandIn;
