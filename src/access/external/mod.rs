//! Company sign-on: people show who they are at the company's provider of OpenID
//! Connect, and come back with a code ([decision 7](../../../docs/decisions/0007-signing-in.md)).
//!
//! Invariants: what the provider says counts only if it is signed by one of its keys,
//! for this server and for this one sign-in; a sign-in that was begun is finished once,
//! within ten minutes, by the browser that began it; nothing is asked of the provider
//! within a transaction.

mod cached;
mod documents;
mod finding;
mod id_token;
mod keys;
mod provider;
mod sign_in;
mod ticket;

pub use provider::IdentityProvider;
pub use sign_in::{
    ExternalReturn, ExternalSignIn, SignInProvider, sign_in_external_begin,
    sign_in_external_finish, sign_in_providers,
};
