//! What the provider says of a person, and whether it may be believed: the checks of
//! OpenID Connect Core 1.0, section 3.1.3.7.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::keys::{KeySet, library_name};
use crate::config::{LinkBy, OidcSettings, SigningAlgorithm};
use crate::kernel::text::Name;

/// How far the provider's clock may be from ours.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// How old a token may be: it was made for the code that we have just sent.
const OLDEST: TimeDelta = TimeDelta::minutes(10);

/// Why somebody who came back is not let in. It is for the audit trail; the person is
/// told the same of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The page was called in the name of another provider.
    OtherProvider,
    /// The provider does not accept the code.
    CodeRefused,
    /// The token is no token.
    Malformed,
    /// The token is signed in a way that the settings do not allow.
    Algorithm,
    /// The provider has no such key.
    UnknownKey,
    /// The signature is wrong.
    Signature,
    /// The token is of another provider.
    Issuer,
    /// The token is for somebody else.
    Audience,
    /// The token is for another sign-in.
    Nonce,
    /// The token is over, not good yet, or old.
    Time,
    /// The token belongs to another access token.
    AccessToken,
    /// The token names nobody.
    Subject,
    /// Nobody here is the person.
    NotLinked,
    /// The person has left, or the account is disabled.
    Closed,
}

impl Refusal {
    /// What the audit trail calls it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::OtherProvider => "OTHER_PROVIDER",
            Self::CodeRefused => "CODE_REFUSED",
            Self::Malformed => "MALFORMED_TOKEN",
            Self::Algorithm => "ALGORITHM",
            Self::UnknownKey => "UNKNOWN_KEY",
            Self::Signature => "SIGNATURE",
            Self::Issuer => "ISSUER",
            Self::Audience => "AUDIENCE",
            Self::Nonce => "NONCE",
            Self::Time => "TIME",
            Self::AccessToken => "ACCESS_TOKEN",
            Self::Subject => "SUBJECT",
            Self::NotLinked => "NOT_LINKED",
            Self::Closed => "CLOSED",
        }
    }
}

/// What the token has to fit.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) settings: &'a OidcSettings,
    pub(super) nonce: &'a str,
    /// What was given together with the token.
    pub(super) access_token: Option<&'a str>,
    pub(super) now: DateTime<Utc>,
}

/// Whom the provider has seen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// What the provider calls the person, for ever.
    pub(super) subject: Name,
    /// What connects the person with an employee, where the settings allow it.
    pub(super) link: Option<String>,
}

/// The person that `token` names, if every check is passed.
pub(super) fn check(token: &str, keys: &KeySet, expected: Expected<'_>) -> Result<Person, Refusal> {
    let header = decode_header(token).map_err(|error| match error.kind() {
        // What is not known, such as `none`, cannot be read at all.
        ErrorKind::InvalidAlgorithm | ErrorKind::Json(_) => Refusal::Algorithm,
        _ => Refusal::Malformed,
    })?;
    if header.crit.is_some() {
        return Err(Refusal::Malformed);
    }
    let mut allowed = expected.settings.algorithms.iter().copied();
    let algorithm = allowed
        .find(|allowed| library_name(*allowed) == header.alg)
        .ok_or(Refusal::Algorithm)?;
    let key = keys
        .find(header.kid.as_deref(), algorithm)
        .ok_or(Refusal::UnknownKey)?;
    let mut validation = Validation::new(library_name(algorithm));
    // All claims are checked below, the times against our own clock.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let decoded = decode::<Map<String, Value>>(token, &key, &validation);
    let claims = decoded.map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Refusal::Signature,
        _ => Refusal::Malformed,
    })?;
    let claims = Claims(claims.claims);
    claims.check_parties(expected.settings)?;
    claims.check_times(expected.now)?;
    if claims.text("nonce") != Some(expected.nonce) {
        return Err(Refusal::Nonce);
    }
    if let Some(hash) = claims.0.get("at_hash") {
        let hashed = expected
            .access_token
            .map(|token| half_hash(token, algorithm));
        if hash.as_str() != hashed.as_deref() || hashed.is_none() {
            return Err(Refusal::AccessToken);
        }
    }
    claims.person(expected.settings)
}

struct Claims(Map<String, Value>);

impl Claims {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    fn check_parties(&self, settings: &OidcSettings) -> Result<(), Refusal> {
        if self.text("iss") != Some(settings.issuer.as_str()) {
            return Err(Refusal::Issuer);
        }
        // Another audience beside us is nobody whom we trust.
        let for_us = match self.0.get("aud") {
            Some(Value::String(audience)) => *audience == settings.client_id,
            Some(Value::Array(audiences)) => {
                matches!(audiences.as_slice(), [Value::String(one)] if *one == settings.client_id)
            }
            _ => false,
        };
        let by_us = match self.0.get("azp") {
            None => true,
            Some(party) => party.as_str() == Some(&settings.client_id),
        };
        if for_us && by_us {
            Ok(())
        } else {
            Err(Refusal::Audience)
        }
    }

    fn check_times(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let moment = |name: &str| {
            let seconds = self.0.get(name)?.as_i64()?;
            DateTime::from_timestamp(seconds, 0)
        };
        let (Some(ends), Some(issued)) = (moment("exp"), moment("iat")) else {
            return Err(Refusal::Time);
        };
        let starts = match self.0.get("nbf") {
            None => issued,
            Some(_) => moment("nbf").ok_or(Refusal::Time)?,
        };
        let is_good = now - SKEW < ends
            && issued <= now + SKEW
            && starts <= now + SKEW
            && now - issued <= OLDEST + SKEW;
        if is_good { Ok(()) } else { Err(Refusal::Time) }
    }

    fn person(&self, settings: &OidcSettings) -> Result<Person, Refusal> {
        let subject = self.text(&settings.subject_claim).unwrap_or_default();
        let subject = match Name::parse(subject) {
            // One that had to be trimmed might become somebody else's.
            Ok(name) if name.as_str() == subject => name,
            _ => return Err(Refusal::Subject),
        };
        let link = match &settings.link_by {
            None => None,
            Some(LinkBy::Number { claim }) => self.text(claim),
            Some(LinkBy::Email) => {
                let is_verified = self.0.get("email_verified") == Some(&Value::Bool(true));
                self.text("email").filter(|_| is_verified)
            }
        };
        Ok(Person {
            subject,
            link: link.map(str::to_owned),
        })
    }
}

/// The left half of a hash, as `at_hash` has it.
fn half_hash(token: &str, algorithm: SigningAlgorithm) -> String {
    use SigningAlgorithm as A;
    let hash = match algorithm {
        A::Rs256 | A::Ps256 | A::Es256 => Sha256::digest(token).to_vec(),
        A::Rs384 | A::Ps384 | A::Es384 => Sha384::digest(token).to_vec(),
        A::Rs512 | A::Ps512 => Sha512::digest(token).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}
