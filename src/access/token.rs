//! Access tokens: short-lived signed texts that name a session. The session is
//! looked up at each request, so a token alone opens nothing.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::{Failure, Outcome};

/// How long an access token is good for.
pub(super) const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// One algorithm, fixed: what the header of a token claims is never believed.
const ALGORITHM: Algorithm = Algorithm::HS256;
const ISSUER: &str = "plumbline";
const AUDIENCE: &str = "plumbline-api";

/// A secret for signing and the name under which tokens refer to it.
#[derive(Clone, Serialize, Deserialize)]
pub struct SigningKey {
    /// The name.
    pub id: String,
    /// At least 256 bits, base64 for URLs without padding.
    pub secret: String,
}

/// Signs and checks access tokens. The first key signs; tokens of the others are
/// still good, so that keys can be changed without signing anyone out.
pub struct AccessTokens {
    signing: (String, EncodingKey),
    checking: Vec<(String, DecodingKey)>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A signed token and its end.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The text.
    pub token: String,
    /// When it stops being good.
    pub expires_at: DateTime<Utc>,
}

impl AccessTokens {
    /// Signs with the first of `keys`; `None` if there is none, or one is too
    /// short to be a secret.
    pub fn new(keys: &[SigningKey]) -> Option<Self> {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let mut secrets = Vec::with_capacity(keys.len());
        for key in keys {
            let secret = URL_SAFE_NO_PAD.decode(&key.secret).ok()?;
            if secret.len() < 32 {
                return None;
            }
            secrets.push((key.id.clone(), secret));
        }
        let (id, secret) = secrets.first()?;
        Some(Self {
            signing: (id.clone(), EncodingKey::from_secret(secret)),
            checking: secrets
                .iter()
                .map(|(id, secret)| (id.clone(), DecodingKey::from_secret(secret)))
                .collect(),
        })
    }

    /// A token for `session`, good from `now` on.
    pub fn issue(
        &self,
        account: AccountId,
        session: SessionId,
        jti: uuid::Uuid,
        now: DateTime<Utc>,
    ) -> Outcome<AccessToken> {
        let expires_at = now + LIFETIME;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account.to_string(),
            sid: session.to_string(),
            jti: jti.simple().to_string(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        let header = Header {
            kid: Some(self.signing.0.clone()),
            ..Header::new(ALGORITHM)
        };
        let token =
            jsonwebtoken::encode(&header, &claims, &self.signing.1).map_err(Failure::internal)?;
        Ok(AccessToken { token, expires_at })
    }

    /// The session that `token` names, if the token is ours and good at `now`.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Option<(AccountId, SessionId)> {
        let named = jsonwebtoken::decode_header(token).ok()?.kid?;
        let (_, key) = self.checking.iter().find(|(id, _)| *id == named)?;
        let mut validation = Validation::new(ALGORITHM);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
        // Time is checked below against our own clock, to the second.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
            .ok()?
            .claims;
        let now = now.timestamp();
        if claims.exp <= now || claims.nbf > now || claims.iat > now {
            return None;
        }
        Some((claims.sub.parse().ok()?, claims.sid.parse().ok()?))
    }
}
