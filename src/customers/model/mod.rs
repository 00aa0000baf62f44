//! Customers, contacts, service records, hand-ins and monthly tables, as values.

mod contact;
mod customer;
mod frame;
mod hand_in;
mod mask;
mod service_record;
mod table;
mod week;

pub use contact::*;
pub use customer::*;
pub use frame::*;
pub use hand_in::*;
pub use mask::{masked_email, masked_phone};
pub use service_record::*;
pub use table::*;
pub use week::Week;
