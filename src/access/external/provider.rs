//! The company's provider: where it sends people, and what it says when they come back.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::cached::Cached;
use super::documents::{Discovery, TokenError, Tokens};
use super::id_token::{Expected, Person, Refusal, check};
use super::keys::KeySet;
use super::ticket::Ticket;
use crate::config::{LinkBy, OidcSettings};
use crate::kernel::{Failure, Outcome, WebAddress};
use crate::outgoing::{Credentials, Outgoing, Reply, Unanswered};

/// How long everything may take that is asked for one sign-in; less than a request has.
const PATIENCE: Duration = Duration::from_secs(5);

/// The company's provider of OpenID Connect.
pub struct IdentityProvider {
    settings: OidcSettings,
    outgoing: Outgoing,
    discovery: Cached<Discovery>,
    keys: Cached<KeySet>,
}

/// What somebody brings back from the provider.
pub(super) struct Brought<'a> {
    pub(super) code: &'a str,
    /// Who the provider says it is, if it does.
    pub(super) issuer: Option<&'a str>,
    pub(super) ticket: &'a Ticket,
}

/// What becomes of it: a person, or the reason why not.
pub(super) type Judgement = Result<Person, Refusal>;

impl IdentityProvider {
    /// The provider that `settings` name, asked through `outgoing`.
    pub fn new(settings: OidcSettings, outgoing: Outgoing) -> Self {
        Self {
            settings,
            outgoing,
            discovery: Cached::default(),
            keys: Cached::default(),
        }
    }

    /// Whether the provider answers as it should.
    pub async fn answers(&self, now: DateTime<Utc>) -> Outcome<()> {
        let asked = async {
            let discovery = self.discovery(now).await?;
            self.keys.get(now, self.fetch_keys(&discovery.keys)).await
        };
        in_time(asked).await.map(drop)
    }

    /// Whether external identities call it `code`.
    pub(in crate::access) fn is_called(&self, code: &str) -> bool {
        self.settings.provider.as_str() == code
    }

    pub(super) fn settings(&self) -> &OidcSettings {
        &self.settings
    }

    /// Where the browser goes to show who the person is.
    pub(super) async fn authorization_url(
        &self,
        ticket: &Ticket,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let discovery = in_time(self.discovery(now)).await?;
        let scope = match self.settings.link_by {
            None => "openid",
            Some(LinkBy::Email) => "openid email",
            Some(LinkBy::Number { .. }) => "openid profile",
        };
        Ok(discovery.authorization.with_parameters(&[
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", self.settings.redirect_uri.as_str()),
            ("scope", scope),
            ("state", &ticket.state),
            ("nonce", &ticket.nonce),
            ("code_challenge", &ticket.challenge()),
            ("code_challenge_method", "S256"),
        ]))
    }

    /// Asks the provider who has brought a code, and whether that may be believed.
    pub(super) async fn judge(
        &self,
        brought: &Brought<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<Judgement> {
        in_time(self.judge_now(brought, now)).await
    }

    async fn judge_now(&self, brought: &Brought<'_>, now: DateTime<Utc>) -> Outcome<Judgement> {
        let discovery = self.discovery(now).await?;
        let own = self.settings.issuer.as_str();
        let is_from_there = match brought.issuer {
            Some(issuer) => issuer == own,
            None => !discovery.names_itself,
        };
        if !is_from_there {
            return Ok(Err(Refusal::OtherProvider));
        }
        let Some(tokens) = self.exchange(&discovery, brought).await? else {
            return Ok(Err(Refusal::CodeRefused));
        };
        let expected = Expected {
            settings: &self.settings,
            nonce: &brought.ticket.nonce,
            access_token: tokens.access_token.as_deref(),
            now,
        };
        let fetch = || self.fetch_keys(&discovery.keys);
        let keys = self.keys.get(now, fetch()).await?;
        match check(&tokens.id_token, &keys, expected) {
            // The provider may have begun to sign with another.
            Err(Refusal::UnknownKey) => {
                let keys = self.keys.renewed(now, fetch()).await?;
                Ok(check(&tokens.id_token, &keys, expected))
            }
            judgement => Ok(judgement),
        }
    }

    /// What the provider gives for the code; `None` if it does not accept it.
    async fn exchange(
        &self,
        discovery: &Discovery,
        brought: &Brought<'_>,
    ) -> Outcome<Option<Tokens>> {
        let (name, secret) = (
            self.settings.client_id.as_str(),
            self.settings.client_secret.reveal(),
        );
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", brought.code),
            ("redirect_uri", self.settings.redirect_uri.as_str()),
            ("code_verifier", brought.ticket.verifier.as_str()),
        ];
        let mut credentials = None;
        if discovery.secret_in_form {
            form.extend([("client_id", name), ("client_secret", secret)]);
        } else {
            credentials = Some(Credentials { name, secret });
        }
        let sent = self
            .outgoing
            .post_form(&discovery.token, credentials, &form)
            .await;
        let reply = sent.map_err(unavailable)?;
        if reply.status == 200 {
            let tokens = serde_json::from_slice(&reply.body);
            return tokens.map(Some).map_err(|_| unfit("tokens"));
        }
        match serde_json::from_slice::<TokenError>(&reply.body) {
            Ok(refused) if refused.error == "invalid_grant" => Ok(None),
            Ok(refused) if refused.error == "invalid_client" => {
                tracing::error!(
                    "the provider of company sign-on refuses oidc_client_id or oidc_client_secret"
                );
                Err(Failure::Unavailable)
            }
            _ => Err(unfit("tokens")),
        }
    }

    async fn discovery(&self, now: DateTime<Utc>) -> Outcome<Arc<Discovery>> {
        self.discovery.get(now, self.fetch_discovery()).await
    }

    async fn fetch_discovery(&self) -> Outcome<Discovery> {
        let issuer = self.settings.issuer.as_str();
        let place = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let address = WebAddress::parse(&place).ok_or_else(|| unfit("address"))?;
        let document = self.fetch(&address).await?;
        Discovery::read(&document, issuer).ok_or_else(|| unfit("discovery document"))
    }

    async fn fetch_keys(&self, address: &WebAddress) -> Outcome<KeySet> {
        let document = self.fetch(address).await?;
        KeySet::read(&document).ok_or_else(|| unfit("keys"))
    }

    async fn fetch(&self, address: &WebAddress) -> Outcome<Vec<u8>> {
        match self.outgoing.get(address).await.map_err(unavailable)? {
            Reply { status: 200, body } => Ok(body),
            _ => Err(unfit("document")),
        }
    }
}

async fn in_time<T>(asked: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let answered = timeout(PATIENCE, asked).await;
    answered.unwrap_or(Err(Failure::Unavailable))
}

fn unavailable(_: Unanswered) -> Failure {
    Failure::Unavailable
}

/// The provider answers, and not as it should. Its own words may hold anything, so that
/// the log has ours.
fn unfit(what: &'static str) -> Failure {
    tracing::error!(
        what,
        "the provider of company sign-on gives what cannot be used"
    );
    Failure::Unavailable
}
