//! What the mutations of signing in and of accounts answer.

use async_graphql::SimpleObject;

use super::types::{Account, Viewer};
use crate::access::Session;
use crate::graphql::base::{Moment, Payload, UserError, payload};

/// The answer of `signIn`.
#[derive(Default, SimpleObject)]
pub(crate) struct SignInPayload {
    /// For the `Authorization: Bearer` header.
    access_token: Option<String>,
    /// When the access token stops being good.
    access_token_expires_at: Option<Moment>,
    /// For one exchange with `sessionRefresh`. Keep it secret.
    refresh_token: Option<String>,
    /// Who is signed in now.
    viewer: Option<Viewer>,
    /// What was wrong; empty when signed in.
    errors: Vec<UserError>,
}

impl Payload for SignInPayload {
    type Value = Session;

    fn done(session: Session) -> Self {
        Self {
            access_token: Some(session.access.token),
            access_token_expires_at: Some(session.access.expires_at.into()),
            refresh_token: Some(session.refresh_token),
            viewer: Some(session.account.into()),
            errors: Vec::new(),
        }
    }

    fn refused(errors: Vec<UserError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }
}

/// The answer of `sessionRefresh`.
#[derive(Default, SimpleObject)]
pub(crate) struct SessionRefreshPayload {
    /// For the `Authorization: Bearer` header.
    access_token: Option<String>,
    /// When the access token stops being good.
    access_token_expires_at: Option<Moment>,
    /// For the next exchange; the one sent is dead.
    refresh_token: Option<String>,
    /// What was wrong; empty when done.
    errors: Vec<UserError>,
}

impl Payload for SessionRefreshPayload {
    type Value = Session;

    fn done(session: Session) -> Self {
        Self {
            access_token: Some(session.access.token),
            access_token_expires_at: Some(session.access.expires_at.into()),
            refresh_token: Some(session.refresh_token),
            errors: Vec::new(),
        }
    }

    fn refused(errors: Vec<UserError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }
}

payload! {
    /// The answer of `signOut`.
    SignOutPayload {}
}
payload! {
    /// The answer of `passwordChange`.
    PasswordChangePayload {}
}
payload! {
    /// The answer of `accountCreate`.
    AccountCreatePayload {
        /// The new account.
        account: Account
    }
}
payload! {
    /// The answer of `accountDisable` and `accountEnable`.
    AccountChangePayload {
        /// The changed account.
        account: Account
    }
}
payload! {
    /// The answer of `grantGive` and `grantRevoke`.
    GrantChangePayload {
        /// The account whose grants changed.
        account: Account
    }
}
