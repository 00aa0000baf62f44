//! Signing in at the company's provider, and what ways there are to sign in.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::mutations::first_step;
use super::payloads::SignInPayload;
use crate::access::{self, ExternalReturn, ExternalSignIn};
use crate::graphql::base::{Moment, Payload, UserError, answer, operation};

/// The ways to sign in here.
#[derive(SimpleObject)]
pub(crate) struct SignInOptions {
    /// Whether name and password are asked for with `signIn`.
    password: bool,
    /// Where else people may show who they are, with `signInExternalBegin`; at most one.
    providers: Vec<SignInProvider>,
}

/// A place where people may show who they are.
#[derive(SimpleObject)]
pub(crate) struct SignInProvider {
    /// What external identities call it.
    code: String,
    /// What to write on the button.
    name: String,
}

#[derive(Default)]
pub(crate) struct ExternalQueries;

#[Object]
impl ExternalQueries {
    /// The ways to sign in here, for the page that offers them. Anyone.
    async fn sign_in_options(&self, context: &Context<'_>) -> Result<SignInOptions> {
        let providers = access::sign_in_providers(operation(context)?).into_iter();
        Ok(SignInOptions {
            password: true,
            providers: providers
                .map(|access::SignInProvider { code, name }| SignInProvider { code, name })
                .collect(),
        })
    }
}

/// The answer of `signInExternalBegin`.
#[derive(Default, SimpleObject)]
pub(crate) struct SignInExternalBeginPayload {
    /// Where to send the browser, as it is.
    authorization_url: Option<String>,
    /// What `signInExternalFinish` asks for. Keep it in this browser alone, such as in
    /// `sessionStorage`, and never in an address.
    browser_secret: Option<String>,
    /// Until when the person has to be back.
    expires_at: Option<Moment>,
    /// What was wrong; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for SignInExternalBeginPayload {
    type Value = ExternalSignIn;

    fn done(begun: ExternalSignIn) -> Self {
        Self {
            authorization_url: Some(begun.authorization_url),
            browser_secret: Some(begun.browser_secret),
            expires_at: Some(begun.expires_at.into()),
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

/// What the browser brings back from the provider.
#[derive(InputObject)]
pub(crate) struct SignInExternalFinishInput {
    /// The parameter `code` of the address.
    #[graphql(secret)]
    code: String,
    /// The parameter `state` of the address.
    #[graphql(secret)]
    state: String,
    /// The parameter `iss` of the address, if it is there.
    issuer: Option<String>,
    /// What `signInExternalBegin` gave to keep.
    #[graphql(secret)]
    browser_secret: String,
}

#[derive(Default)]
pub(crate) struct ExternalMutations;

#[Object]
impl ExternalMutations {
    /// Begins a sign-in at the company's provider. Anyone. INVALID_STATE where there is
    /// none; UNAVAILABLE where it does not answer.
    async fn sign_in_external_begin(
        &self,
        context: &Context<'_>,
    ) -> Result<SignInExternalBeginPayload> {
        answer(
            context,
            access::sign_in_external_begin(operation(context)?).await,
        )
    }

    /// Finishes a sign-in at the company's provider, once and within ten minutes. Anyone
    /// who has begun one. It answers like `signIn`, with SECOND_FACTOR_REQUIRED too;
    /// INVALID_CREDENTIALS: nobody here is the person, or the provider cannot be believed;
    /// SESSION_ENDED: begin again.
    async fn sign_in_external_finish(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What the browser brings back.")] input: SignInExternalFinishInput,
    ) -> Result<SignInPayload> {
        let brought = ExternalReturn {
            code: &input.code,
            state: &input.state,
            browser_secret: &input.browser_secret,
            issuer: input.issuer.as_deref(),
        };
        let done = access::sign_in_external_finish(operation(context)?, brought).await;
        first_step(context, done)
    }
}
