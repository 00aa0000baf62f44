//! Every test runs on SQLite, and on PostgreSQL too where
//! `PLUMBLINE_TEST_POSTGRES_URL` names a server that may make databases.

mod bench;
mod failures;
mod once;
mod order;
mod outbox;
mod schedule;
mod summary;
