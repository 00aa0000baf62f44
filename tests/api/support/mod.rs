//! The stage on which every story plays: a company of its own on each database,
//! a clock that is moved by hand, and people who sign in.

mod answer;
mod app;
mod company;
mod databases;
mod operations;

pub use answer::Answer;
pub use app::{Client, TestApp};
pub use databases::each_database;
pub(crate) use databases::{create_postgres, drop_postgres};
pub use operations::{operation, operation_names};
