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

payload! {
    /// The answer of `signInSecondFactor`.
    SignInSecondFactorPayload from session: Session {
        /// For the `Authorization: Bearer` header.
        access_token: String = session.access.token,
        /// When the access token stops being good.
        access_token_expires_at: Moment = session.access.expires_at.into(),
        /// For one exchange with `sessionRefresh`. Keep it secret.
        refresh_token: String = session.refresh_token,
        /// Who is signed in now.
        viewer: Viewer = session.account.into(),
    }
}
payload! {
    /// The answer of `sessionRefresh`.
    SessionRefreshPayload from session: Session {
        /// For the `Authorization: Bearer` header.
        access_token: String = session.access.token,
        /// When the access token stops being good.
        access_token_expires_at: Moment = session.access.expires_at.into(),
        /// For the next exchange; the one sent is dead.
        refresh_token: String = session.refresh_token,
    }
}
payload! {
    /// The answer of `passwordResetIssue`.
    PasswordResetIssuePayload from link: ResetLink {
        /// The secret of the link, told this once: hand it to the person, who sends it to
        /// `passwordReset`.
        token: String = link.token,
        /// Until when it is good.
        expires_at: Moment = link.expires_at.into(),
    }
}
payload! {
    /// The answer of `secondFactorEnrol`.
    SecondFactorEnrolPayload from enrolment: Enrolment {
        /// The secret to be typed into an authenticator app, told this once.
        secret: String = enrolment.secret,
        /// The same secret as an `otpauth:` address, to be shown as a QR code.
        otpauth_uri: String = enrolment.otpauth_uri,
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
