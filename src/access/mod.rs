//! Who may do what. It owns accounts, grants and sessions, the policy, and the
//! context in which every use case runs.
//!
//! Invariants: [`policy`] is the only place where a role means something; a
//! session is looked up at each request, so that a right taken back is gone at
//! once; a password or token is never stored, only what can check it.

mod accounts;
mod api_tokens;
mod background;
mod context;
mod delegations;
mod error;
mod model;
mod password;
mod personal;
pub mod policy;
mod session;
mod store;
mod token;
mod trail;

pub use accounts::*;
pub use api_tokens::{
    ApiToken, IssuedApiToken, NewApiToken, api_token_issue, api_token_revoke, api_tokens_of,
    service_account_create,
};
pub use background::{job_counts, job_retry, jobs};
pub use context::{OpContext, Organisation, Platform};
pub use delegations::{NewDelegation, delegation_end, grant_delegate};
pub use error::period_backwards;
pub use model::*;
pub use password::Passwords;
pub use personal::{KeptAccount, KeptSession, forget_account_of, kept_account_of};
pub use policy::Action;
pub use session::{Session, refresh, sign_in, sign_out};
pub use token::{AccessToken, AccessTokens, SigningKey};
pub use trail::{audit_entries, audit_entry_count};
