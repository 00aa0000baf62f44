//! Signing in and out, and changing accounts.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{AccountCreateInput, GrantInput};
use super::payloads::{
    AccountChangePayload, AccountCreatePayload, GrantChangePayload, PasswordChangePayload,
    SessionRefreshPayload, SignInPayload, SignOutPayload,
};
use crate::access::{self, Session, SignIn};
use crate::graphql::base::{
    Payload as _, UserError, answer, arrived, language, operation, parse_id, signed_in,
};
use crate::kernel::Outcome;

/// The answer to a first step, which may ask for a second.
pub(super) fn first_step(context: &Context<'_>, done: Outcome<SignIn>) -> Result<SignInPayload> {
    match done {
        Ok(SignIn::Done(session)) => Ok(SignInPayload::done(session)),
        Ok(SignIn::SecondFactorRequired { challenge }) => {
            let missing = UserError::new(access::second_factor_required(), language(context));
            Ok(SignInPayload::half_done(challenge, missing))
        }
        Err(failure) => answer::<SignInPayload>(context, Err::<Session, _>(failure)),
    }
}

#[derive(Default)]
pub(crate) struct AccessMutations;

#[Object]
impl AccessMutations {
    /// Signs in. Anyone. A wrong name and a wrong password give the same answer. Where the
    /// account has a second factor, it gives SECOND_FACTOR_REQUIRED and a `challenge` for
    /// `signInSecondFactor`. After many wrong ones: RATE_LIMITED, for at most 15 minutes.
    async fn sign_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The name of the account, in any case.")] username: String,
        #[graphql(desc = "Its password.", secret)] password: String,
    ) -> Result<SignInPayload> {
        let done = access::sign_in(operation(context)?, &username, password).await;
        first_step(context, done)
    }

    /// Exchanges a refresh token against a new pair. Anyone who holds one. A token that
    /// was used before ends the session: SESSION_ENDED.
    async fn session_refresh(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "The refresh token of the sign-in or of the last exchange.",
            secret
        )]
        refresh_token: String,
    ) -> Result<SessionRefreshPayload> {
        answer(
            context,
            access::refresh(operation(context)?, &refresh_token).await,
        )
    }

    /// Ends the session: its tokens are dead at once. Everyone who is signed in.
    async fn sign_out(&self, context: &Context<'_>) -> Result<SignOutPayload> {
        answer(context, access::sign_out(arrived(context)?).await)
    }

    /// Changes the own password and ends all own sessions, this one too. Everyone who is
    /// signed in.
    async fn password_change(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The present password.", secret)] current_password: String,
        #[graphql(
            desc = "At least 12 characters, or 8 beside a second factor; not one that many people have, and without the user name and the name of the person in it.",
            secret
        )]
        new_password: String,
    ) -> Result<PasswordChangePayload> {
        answer(
            context,
            access::password_change(signed_in(context)?, current_password, &new_password).await,
        )
    }

    /// Makes an account with its roles. ADMIN.
    async fn account_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account to be made.")] input: AccountCreateInput,
    ) -> Result<AccountCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { access::account_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Keeps an account from signing in and ends its sessions. ADMIN.
    async fn account_disable(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] id: ID,
    ) -> Result<AccountChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            access::account_set_disabled(operation, parse_id("id", &id, "account", "账号")?, true)
                .await
        };
        answer(context, done.await)
    }

    /// Lets an account sign in again. ADMIN.
    async fn account_enable(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] id: ID,
    ) -> Result<AccountChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            access::account_set_disabled(operation, parse_id("id", &id, "account", "账号")?, false)
                .await
        };
        answer(context, done.await)
    }

    /// Gives one more role to an account. ADMIN.
    async fn grant_give(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account.")] account_id: ID,
        #[graphql(desc = "The role to be given.")] input: GrantInput,
    ) -> Result<GrantChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let account = parse_id("accountId", &account_id, "account", "账号")?;
            access::grant_give(operation, account, input.try_into()?).await
        };
        answer(context, done.await)
    }

    /// Takes a role back; it is gone from the next request on. ADMIN.
    async fn grant_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The grant.")] id: ID,
    ) -> Result<GrantChangePayload> {
        let operation = signed_in(context)?;
        let done = async {
            access::grant_revoke(operation, parse_id("id", &id, "grant", "授权")?).await
        };
        answer(context, done.await)
    }
}
