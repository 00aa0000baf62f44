//! What is kept on one person, of the company or of a customer, over all capabilities:
//! telling it, and erasing it.
//!
//! Invariants: an erased person stays counted in every figure, and no published byte
//! changes; the audit trail stays whole, because it never had the person's name.

mod contacts;
mod model;
mod service;

pub use contacts::*;
pub use model::*;
pub use service::*;
