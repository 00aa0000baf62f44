//! The door with a small schema behind it.

mod cross_origin;
mod guard;
mod junk;
mod logs;
mod masking;
mod probes;
mod protocol;
mod server;
mod support;
