//! Signing in, accounts and grants in the API.

mod actor;
mod api_tokens;
mod delegations;
mod external;
mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod security;
mod types;

pub(crate) use actor::{Actor, actor};
pub(crate) use api_tokens::ApiTokenMutations;
pub(crate) use delegations::DelegationMutations;
pub(crate) use external::{ExternalMutations, ExternalQueries};
pub(crate) use loaders::AccessLoaders;
pub(crate) use mutations::AccessMutations;
pub(crate) use queries::AccessQueries;
pub(crate) use security::SecurityMutations;
pub(crate) use types::{Account, account, account_of};
