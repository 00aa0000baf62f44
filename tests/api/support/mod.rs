//! The stage on which every story plays: a company of its own on each database,
//! a clock that is moved by hand, and people who sign in.

mod answer;
mod app;
pub(crate) mod assessment;
mod company;
pub(crate) mod databases;
mod door;
mod operations;
pub(crate) mod provider;

pub(crate) use answer::Answer;
pub(crate) use app::{Client, LONGEST_FILE, PASSWORD, SECRET, TestApp};
pub(crate) use databases::{create_postgres, drop_postgres, each_database, each_empty_database};
pub(crate) use door::Door;
pub(crate) use operations::{operation, operation_names};
