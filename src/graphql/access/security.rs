//! The second step of signing in, second factors, new passwords by link, and sessions.

use async_graphql::{Context, ID, Object, Result};

use super::payloads::{
    AccountChangePayload, PasswordResetIssuePayload, PasswordResetPayload,
    RecoveryCodesRenewPayload, SecondFactorConfirmPayload, SecondFactorEnrolPayload,
    SecondFactorRemovePayload, SessionRevokeOthersPayload, SessionRevokePayload,
    SignInSecondFactorPayload,
};
use crate::access;
use crate::graphql::base::{answer, arrived, operation, parse_id, signed_in};

#[derive(Default)]
pub(crate) struct SecurityMutations;

#[Object]
impl SecurityMutations {
    /// The second step of `signIn`, where it asks for one. Anyone who holds a challenge. A
    /// wrong code leaves the challenge good; SESSION_ENDED: begin again with `signIn`.
    async fn sign_in_second_factor(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The challenge of `signIn`.", secret)] challenge: String,
        #[graphql(
            desc = "The six digits of the authenticator app, or a recovery code.",
            secret
        )]
        code: String,
    ) -> Result<SignInSecondFactorPayload> {
        answer(
            context,
            access::sign_in_second_factor(operation(context)?, &challenge, &code).await,
        )
    }

    /// Begins to set up or to renew the own second factor. Everyone who is signed in. It
    /// counts from `secondFactorConfirm` on; until then one that there is stays in force.
    async fn second_factor_enrol(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The present password.", secret)] current_password: String,
    ) -> Result<SecondFactorEnrolPayload> {
        answer(
            context,
            access::second_factor_enrol(arrived(context)?, current_password).await,
        )
    }

    /// Puts the offered second factor in force and ends the own other sessions. Everyone
    /// who is signed in.
    async fn second_factor_confirm(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The six digits of the authenticator app.", secret)] code: String,
    ) -> Result<SecondFactorConfirmPayload> {
        answer(
            context,
            access::second_factor_confirm(arrived(context)?, &code).await,
        )
    }

    /// Does without the own second factor from now on. Everyone who is signed in. The
    /// password must have at least 12 characters.
    async fn second_factor_remove(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The present password.", secret)] current_password: String,
    ) -> Result<SecondFactorRemovePayload> {
        answer(
            context,
            access::second_factor_remove(signed_in(context)?, current_password).await,
        )
    }

    /// Replaces the own recovery codes, used and unused. Everyone who is signed in.
    async fn recovery_codes_renew(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The present password.", secret)] current_password: String,
    ) -> Result<RecoveryCodesRenewPayload> {
        answer(
            context,
            access::recovery_codes_renew(signed_in(context)?, current_password).await,
        )
    }

    /// Takes the second factor from an account whose owner has lost device and recovery
    /// codes, and ends its sessions. ADMIN.
    async fn account_remove_second_factor(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] id: ID,
    ) -> Result<AccountChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let account = parse_id("id", &id, "account", "账号")?;
            access::account_remove_second_factor(operation, account).await
        };
        answer(context, done.await)
    }

    /// Makes a link with which a person who has lost the password chooses a new one, once
    /// and within 24 hours. ADMIN. An older link ends; the old password stays good until
    /// the new one is chosen.
    async fn password_reset_issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] account_id: ID,
    ) -> Result<PasswordResetIssuePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let account = parse_id("accountId", &account_id, "account", "账号")?;
            access::password_reset_issue(operation, account).await
        };
        answer(context, done.await)
    }

    /// Chooses a new password with a link and ends all sessions of the account. Anyone who
    /// holds one.
    async fn password_reset(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The secret of the link.", secret)] token: String,
        #[graphql(
            desc = "At least 12 characters, or 8 beside a second factor; not one that many people have, and without the user name and the name of the person in it.",
            secret
        )]
        new_password: String,
    ) -> Result<PasswordResetPayload> {
        answer(
            context,
            access::password_reset(operation(context)?, &token, &new_password).await,
        )
    }

    /// Ends one of the own sessions. Everyone who is signed in.
    async fn session_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The session, of `viewer { sessions }`.")] id: ID,
    ) -> Result<SessionRevokePayload> {
        let operation = signed_in(context)?;
        let done = async {
            access::session_revoke(operation, parse_id("id", &id, "session", "会话")?).await
        };
        answer(context, done.await)
    }

    /// Ends all own sessions but this one. Everyone who is signed in.
    async fn session_revoke_others(
        &self,
        context: &Context<'_>,
    ) -> Result<SessionRevokeOthersPayload> {
        answer(
            context,
            access::session_revoke_others(signed_in(context)?).await,
        )
    }

    /// Ends all sessions of an account. It may sign in again. ADMIN.
    async fn account_end_sessions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] id: ID,
    ) -> Result<AccountChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let account = parse_id("id", &id, "account", "账号")?;
            access::account_end_sessions(operation, account).await
        };
        answer(context, done.await)
    }
}
