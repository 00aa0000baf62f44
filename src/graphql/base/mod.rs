//! What all capabilities share: scalars, errors, payloads, connections, loaders.

mod batch;
mod connection;
mod error;
mod listening;
mod part;
mod payload;
mod scalars;
mod shown;
mod turns;

pub(crate) use batch::{BatchLoader, Batches, batch, group, index};
pub(crate) use connection::{Connection, connection, page, page_cost, page_size, wants_total};
pub(crate) use error::{
    UserError, arrived, language, loaded, nullable, operation, signed_in, top_level,
};
pub(crate) use listening::Listening;
pub(crate) use part::Part;
pub(crate) use payload::{Payload, answer, parse_id, payload};
pub(crate) use scalars::{Date, Decimal, Moment};
pub(crate) use shown::Shown;
pub(crate) use turns::Turns;
