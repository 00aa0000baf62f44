//! Plumbline: measures how well departments serve each other and their customers.
//!
//! The modules stand in reading order; a module names only those above it.
#![warn(missing_docs)]

pub mod kernel;

pub mod engine;
pub mod formula;

pub mod config;

pub mod outgoing;

pub mod storage;

pub mod database;

pub mod audit;
pub mod jobs;

pub mod access;

pub mod org;

pub mod deadlines;

pub mod customers;

pub mod complaints;

pub mod questionnaires;

pub mod weighting;

pub mod cycles;

pub mod responses;

pub mod evidence;

pub mod surveys;

pub mod invitations;

pub mod scoring;

pub mod kpi;

pub mod rectification;

pub mod attachments;
pub mod inbox;

pub mod personal;

pub mod demo;

pub mod graphql;

pub mod http;

pub mod cli;
