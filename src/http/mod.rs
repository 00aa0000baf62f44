//! The door: everything between the network and the GraphQL executor.
//!
//! It owns the limits of a request, its media types and statuses, the identity of
//! the caller as far as the request tells it, masking of errors, the probes, and
//! the life of the server. Invariants:
//!
//! - No bytes that a client sends can make it panic, overflow the stack or work for
//!   long: text is bounded before it is parsed, the document before it is executed.
//! - Nothing is changed by a `GET`, nor by a request that a page of a strange origin
//!   can send unasked. The respondent page is no exception: there is nothing but its
//!   token that a browser could send along unasked, and its `GET` notes that it was seen.
//! - An internal cause never leaves: an error without a known `extensions.code` is
//!   replaced by a fixed text, and its cause is logged with the request's id.
//! - Logs and numbers carry no query, no body, no token and no path that a client
//!   could have chosen.
//! - A stop fails no request that is running.
//!
//! actix is named only here. How a status is decided: `docs/decisions/0004-http-door.md`.

mod admission;
mod answer;
mod application;
mod caller;
mod documents;
mod door;
mod files;
mod graphiql;
mod graphql;
mod guard;
mod lifecycle;
mod live;
mod metrics;
mod negotiation;
mod observe;
mod parameters;
mod platform;
mod probes;
mod refusal;
mod respondent;
mod routes;
mod server;
mod settings;
mod wording;

#[cfg(test)]
mod tests;

pub use application::Application;
pub use caller::{Bearer, Caller, RequestId};
pub use documents::{InvalidDocuments, TrustedDocuments};
pub use lifecycle::{Lifecycle, Stage};
pub use platform::AppState;
pub use refusal::Code;
pub use server::Server;
pub use settings::{HttpSettings, LiveLimits, QueryLimits};
