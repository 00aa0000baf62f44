//! Customers, their contacts, what was done for them, and who vouches for it.

mod contacts;
mod erasure;
mod frame;
mod import;
mod register;
mod stage;
mod tables;
mod weeks;
