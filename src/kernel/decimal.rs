//! Exact decimals as people type them.

pub use entity::decimal::{Decimal, InvalidDecimal, MAX_DIGITS};
