//! Access tokens: short-lived signed texts that name a session. The session is
//! looked up at each request, so a token alone opens nothing.

use std::sync::{Arc, PoisonError, RwLock};

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
    /// From when on it signs; since ever where there is none.
    pub signs_from: Option<DateTime<Utc>>,
}

/// Signs and checks access tokens. Of several keys the first whose time has come
/// signs; tokens of the others are still good, so that keys can be changed without
/// signing anyone out.
pub struct AccessTokens(RwLock<Arc<Vec<Key>>>);

struct Key {
    id: String,
    signs_from: Option<DateTime<Utc>>,
    signing: EncodingKey,
    checking: DecodingKey,
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
    /// Signs with one of `keys`, the newest first; `None` if there is none, or one is
    /// too short to be a secret.
    pub fn new(keys: &[SigningKey]) -> Option<Self> {
        read(keys).map(|keys| Self(RwLock::new(Arc::new(keys))))
    }

    /// Takes up other keys; `false` if they cannot be used, and the old ones stay.
    pub fn replace(&self, keys: &[SigningKey]) -> bool {
        let Some(keys) = read(keys) else {
            return false;
        };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        true
    }

    fn keys(&self) -> Arc<Vec<Key>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
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
        let keys = self.keys();
        let key = keys
            .iter()
            .find(|key| key.signs_from.is_none_or(|from| from <= now))
            .or(keys.last())
            .ok_or_else(|| Failure::internal("there is no signing key"))?;
        let header = Header {
            kid: Some(key.id.clone()),
            ..Header::new(ALGORITHM)
        };
        let token =
            jsonwebtoken::encode(&header, &claims, &key.signing).map_err(Failure::internal)?;
        Ok(AccessToken { token, expires_at })
    }

    /// The session that `token` names, if the token is ours and good at `now`.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Option<(AccountId, SessionId)> {
        let named = jsonwebtoken::decode_header(token).ok()?.kid?;
        let keys = self.keys();
        let key = &keys.iter().find(|key| key.id == named)?.checking;
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

/// `None` if there is no key, or one is too short to be a secret.
fn read(keys: &[SigningKey]) -> Option<Vec<Key>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut read = Vec::with_capacity(keys.len());
    for key in keys {
        let secret = URL_SAFE_NO_PAD.decode(&key.secret).ok()?;
        if secret.len() < 32 {
            return None;
        }
        read.push(Key {
            id: key.id.clone(),
            signs_from: key.signs_from,
            signing: EncodingKey::from_secret(&secret),
            checking: DecodingKey::from_secret(&secret),
        });
    }
    (!read.is_empty()).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, signs_from: Option<&str>) -> SigningKey {
        SigningKey {
            id: id.to_owned(),
            secret: "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3Jl".to_owned() + id,
            signs_from: signs_from.map(|text| text.parse().unwrap()),
        }
    }

    #[test]
    fn keys_are_changed_without_signing_anyone_out() {
        let account = AccountId(uuid::Uuid::from_u128(1));
        let session = SessionId(uuid::Uuid::from_u128(2));
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let issue = |tokens: &AccessTokens, now| {
            let issued = tokens.issue(account, session, uuid::Uuid::from_u128(3), now);
            issued.unwrap().token
        };
        let (before, after) = (at("2026-01-01T00:01:00Z"), at("2026-01-01T00:02:00Z"));
        let tokens = AccessTokens::new(&[key("aaaa", None)]).unwrap();
        let of_old = issue(&tokens, before);

        assert!(tokens.replace(&[key("bbbb", Some("2026-01-01T00:02:00Z")), key("aaaa", None)]));

        let signed_by = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
        assert_eq!(signed_by(&issue(&tokens, before)), "aaaa");
        assert_eq!(signed_by(&issue(&tokens, after)), "bbbb");
        assert_eq!(tokens.check(&of_old, after), Some((account, session)));
        assert!(tokens.check(&issue(&tokens, after), after).is_some());
        // Keys that cannot be used change nothing.
        assert!(!tokens.replace(&[]));
        assert!(tokens.check(&of_old, after).is_some());
        assert!(tokens.replace(&[key("bbbb", None)]));
        assert_eq!(tokens.check(&of_old, after), None);
    }
}
