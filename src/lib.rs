//! Plumbline: measures how well departments serve each other and their customers.
//!
//! The modules stand in reading order; a module names only those above it.
#![warn(missing_docs)]

pub mod kernel;

pub mod database;

pub mod audit;

pub mod access;

pub mod org;

pub mod questionnaires;

pub mod cycles;

pub mod scoring;

pub mod graphql;
