//! The door with a small schema behind it.

mod cross_origin;
mod documents;
mod events;
mod files;
mod guard;
mod junk;
mod logs;
mod masking;
mod probes;
mod protocol;
mod respondent;
mod server;
mod socket;
mod support;
mod wording;
