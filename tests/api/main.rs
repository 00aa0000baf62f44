//! The one test binary of the workspace's root package.
//!
//! Every file of tests is a module of it, also those that lie beside this folder:
//! each further binary would be linked on its own against all dependencies, and
//! on two cores that takes longer than running the tests does.

// Tells Clippy that helpers are test code too, so that they may unwrap and print.
#![cfg(test)]

mod support;

mod access;
mod audit;
mod bad_input;
mod command_line;
mod complaints;
mod customers;
mod cycles;
mod cycles_clock;
mod cycles_door;
mod cycles_matrix;
mod cycles_opening;
mod cycles_running;
mod deadlines;
mod delegations;
mod delphi;
mod evidence;
mod inbox;
mod invitations;
mod jobs;
mod kpi;
mod library;
mod messages;
mod org;
mod personal;
mod privacy;
mod programs;
mod questionnaires;
mod rectification;
mod respondent;
mod responses;
mod scoring;
mod signing_in;
mod standing_in;
mod subscriptions;
mod surveys;
mod traps;

#[path = "../architecture.rs"]
mod architecture;
#[path = "../authorization.rs"]
mod authorization;
#[path = "../faults/mod.rs"]
mod faults;
#[path = "../licences.rs"]
mod licences;
#[path = "../migrations.rs"]
mod migrations;
#[path = "../readme.rs"]
mod readme;
#[path = "../schema.rs"]
mod schema;
#[path = "../security.rs"]
mod security;
