//! Who may do what. It owns accounts, grants and sessions, the policy, and the
//! context in which every use case runs.
//!
//! Invariants: [`policy`] is the only place where a role means something; a
//! session is looked up at each request, so that a right taken back is gone at
//! once; a password or token is never stored, only what can check it; whoever guesses is
//! slowed down, and nobody is locked out for good; one administrator is always left.

mod accounts;
mod administrators;
mod api_tokens;
mod background;
mod context;
mod delegations;
mod error;
mod external;
mod forgetting;
mod holders;
mod last_use;
mod model;
mod organisation;
mod own_password;
mod own_sessions;
mod party;
mod password;
mod personal;
pub mod policy;
mod reset;
mod second_factor;
mod session;
mod sign_in;
mod store;
mod throttle;
mod token;
mod totp;
mod trail;
mod vault;

pub use accounts::*;
pub use administrators::keep_administrator_after;
pub use api_tokens::{
    ApiToken, IssuedApiToken, NewApiToken, api_token_issue, api_token_revoke, api_tokens_of,
    service_account_create,
};
pub use background::{job_counts, job_retry, jobs};
pub use context::{OpContext, Platform};
pub use delegations::{NewDelegation, delegation_end, grant_delegate, own_delegations};
pub use error::{period_backwards, second_factor_required};
pub use external::{
    ExternalReturn, ExternalSignIn, IdentityProvider, SignInProvider, sign_in_external_begin,
    sign_in_external_finish, sign_in_providers,
};
pub use forgetting::forget;
pub use holders::{Holder, holders};
pub use last_use::LastUse;
pub use model::*;
pub use organisation::{Organisation, PersonMark};
pub use own_password::password_change;
pub use own_sessions::{account_end_sessions, own_sessions, session_revoke, session_revoke_others};
pub use party::{Parties, Party};
pub use password::{NewPassword, Passwords};
pub use personal::{KeptAccount, KeptSession, forget_account_of, kept_account_of};
pub use policy::Action;
pub use reset::{ResetLink, password_reset, password_reset_issue};
pub use second_factor::{
    Enrolment, account_remove_second_factor, own_second_factor, recovery_codes_renew,
    second_factor_confirm, second_factor_enrol, second_factor_remove,
};
pub use session::{Session, refresh, sign_out};
pub use sign_in::{SignIn, sign_in, sign_in_second_factor};
pub use token::{AccessToken, AccessTokens, SigningKey};
pub use trail::{audit_entries, audit_entry_count};
pub use vault::Vault;
