//! What the mutations of signing in and of accounts answer.

use async_graphql::SimpleObject;

use super::types::{Account, Viewer};
use crate::access::{Enrolment, ResetLink, Session};
use crate::graphql::base::{Moment, Payload, UserError, payload};

/// The answer of `signIn` and `signInExternalFinish`.
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
    /// With SECOND_FACTOR_REQUIRED: what to send to `signInSecondFactor` along with the
    /// code, once and within five minutes. Keep it secret.
    challenge: Option<String>,
    /// What was wrong; empty when signed in.
    errors: Vec<UserError>,
}

impl SignInPayload {
    /// Name and password were right, and a code is missing.
    pub(super) fn half_done(challenge: String, missing: UserError) -> Self {
        Self {
            challenge: Some(challenge),
            errors: vec![missing],
            ..Self::default()
        }
    }
}

impl Payload for SignInPayload {
    type Value = Session;

    fn done(session: Session) -> Self {
        Self {
            access_token: Some(session.access.token),
            access_token_expires_at: Some(session.access.expires_at.into()),
            refresh_token: Some(session.refresh_token),
            viewer: Some(session.account.into()),
            challenge: None,
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

/// The answer of `signInSecondFactor`.
#[derive(Default, SimpleObject)]
pub(crate) struct SignInSecondFactorPayload {
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

impl Payload for SignInSecondFactorPayload {
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

/// The answer of `passwordResetIssue`.
#[derive(Default, SimpleObject)]
pub(crate) struct PasswordResetIssuePayload {
    /// The secret of the link, told this once: hand it to the person, who sends it to
    /// `passwordReset`.
    token: Option<String>,
    /// Until when it is good.
    expires_at: Option<Moment>,
    /// What was wrong; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for PasswordResetIssuePayload {
    type Value = ResetLink;

    fn done(link: ResetLink) -> Self {
        Self {
            token: Some(link.token),
            expires_at: Some(link.expires_at.into()),
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

/// The answer of `secondFactorEnrol`.
#[derive(Default, SimpleObject)]
pub(crate) struct SecondFactorEnrolPayload {
    /// The secret to be typed into an authenticator app, told this once.
    secret: Option<String>,
    /// The same secret as an `otpauth:` address, to be shown as a QR code.
    otpauth_uri: Option<String>,
    /// What was wrong; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for SecondFactorEnrolPayload {
    type Value = Enrolment;

    fn done(enrolment: Enrolment) -> Self {
        Self {
            secret: Some(enrolment.secret),
            otpauth_uri: Some(enrolment.otpauth_uri),
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
    /// The answer of `accountDisable`, `accountEnable`, `accountEndSessions` and
    /// `accountRemoveSecondFactor`.
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
payload! {
    /// The answer of `passwordReset`.
    PasswordResetPayload {}
}
payload! {
    /// The answer of `secondFactorConfirm`.
    SecondFactorConfirmPayload {
        /// Ten codes that sign in once each when the device is lost, told this once.
        recovery_codes: Vec<String>
    }
}
payload! {
    /// The answer of `recoveryCodesRenew`.
    RecoveryCodesRenewPayload {
        /// Ten codes that sign in once each when the device is lost, told this once. The
        /// ones before are dead.
        recovery_codes: Vec<String>
    }
}
payload! {
    /// The answer of `secondFactorRemove`.
    SecondFactorRemovePayload {}
}
payload! {
    /// The answer of `sessionRevoke`.
    SessionRevokePayload {}
}
payload! {
    /// The answer of `sessionRevokeOthers`.
    SessionRevokeOthersPayload {}
}
