//! Where the company signs on: one provider of OpenID Connect, or none.

use super::secret::{Secret, secret};
use super::{Given, InvalidSetting};
use crate::closed_set;
use crate::kernel::WebAddress;
use crate::kernel::text::{Code, Name};

/// A provider of OpenID Connect, and what this server is to it.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The provider, as it names itself.
    pub issuer: WebAddress,
    /// What the provider calls this server.
    pub client_id: String,
    /// What only the two know.
    pub client_secret: Secret,
    /// The frontend's page to which the provider sends people back.
    pub redirect_uri: WebAddress,
    /// What people read on the button.
    pub name: Name,
    /// What external identities call the provider.
    pub provider: Code,
    /// The claim that names the person.
    pub subject_claim: String,
    /// What connects somebody who comes for the first time with an employee; `None` for
    /// nothing: somebody connects them beforehand.
    pub link_by: Option<LinkBy>,
    /// The algorithms by which ID tokens may be signed; at least one.
    pub algorithms: Vec<SigningAlgorithm>,
}

/// What connects somebody who comes for the first time with an employee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkBy {
    /// The e-mail address that the provider has verified.
    Email,
    /// The employee's number, in this claim.
    Number {
        /// The name of the claim.
        claim: String,
    },
}

closed_set! {
    /// How an ID token is signed. Those with a shared secret are left out on purpose:
    /// what is public at one place would be a secret at the other.
    pub enum SigningAlgorithm {
        /// RSA with SHA-256.
        Rs256 = "RS256",
        /// RSA with SHA-384.
        Rs384 = "RS384",
        /// RSA with SHA-512.
        Rs512 = "RS512",
        /// RSA-PSS with SHA-256.
        Ps256 = "PS256",
        /// RSA-PSS with SHA-384.
        Ps384 = "PS384",
        /// RSA-PSS with SHA-512.
        Ps512 = "PS512",
        /// The curve P-256 with SHA-256.
        Es256 = "ES256",
        /// The curve P-384 with SHA-384.
        Es384 = "ES384",
    }
}

impl OidcSettings {
    pub(super) fn from(given: &Given) -> Result<Option<Self>, InvalidSetting> {
        let Some(issuer) = &given.oidc_issuer else {
            return without_issuer(given);
        };
        let issuer = address("oidc_issuer", issuer)?;
        if issuer.url().query().is_some() {
            return Err(unfit("oidc_issuer", "an address without parameters"));
        }
        let client_id = needed("oidc_client_id", given.oidc_client_id.as_deref())?;
        let redirect_uri = needed("oidc_redirect_uri", given.oidc_redirect_uri.as_deref())?;
        let name = given.oidc_name.as_deref().unwrap_or(issuer.host());
        let provider = given.oidc_provider.as_deref().unwrap_or("oidc");
        Ok(Some(Self {
            client_id: client_id.to_owned(),
            client_secret: client_secret(given)?,
            redirect_uri: address("oidc_redirect_uri", redirect_uri)?,
            name: Name::parse(name).map_err(|_| unfit("oidc_name", "1 to 200 characters"))?,
            provider: Code::parse(provider)
                .map_err(|_| unfit("oidc_provider", "letters, digits, \".\", \"_\" and \"-\""))?,
            subject_claim: subject_claim(given)?,
            link_by: link_by(given)?,
            algorithms: algorithms(given.oidc_algorithms.as_deref())?,
            issuer,
        }))
    }
}

/// Sign-on is off; a setting of it without the others is a mistake.
fn without_issuer(given: &Given) -> Result<Option<OidcSettings>, InvalidSetting> {
    let lonely = [
        ("oidc_client_id", given.oidc_client_id.is_some()),
        ("oidc_client_secret", given.oidc_client_secret.is_some()),
        (
            "oidc_client_secret_file",
            given.oidc_client_secret_file.is_some(),
        ),
        ("oidc_redirect_uri", given.oidc_redirect_uri.is_some()),
        ("oidc_name", given.oidc_name.is_some()),
        ("oidc_provider", given.oidc_provider.is_some()),
        ("oidc_subject_claim", given.oidc_subject_claim.is_some()),
        ("oidc_link_by", given.oidc_link_by.is_some()),
        ("oidc_number_claim", given.oidc_number_claim.is_some()),
        ("oidc_algorithms", given.oidc_algorithms.is_some()),
    ];
    match lonely.iter().find(|(_, is_given)| *is_given) {
        None => Ok(None),
        Some((name, _)) => Err(InvalidSetting(format!(
            "{name} is set without oidc_issuer; name the provider of company sign-on too"
        ))),
    }
}

fn unfit(name: &str, allowed: &str) -> InvalidSetting {
    InvalidSetting(format!("{name} cannot be used; {allowed} is allowed"))
}

fn needed<'a>(name: &str, given: Option<&'a str>) -> Result<&'a str, InvalidSetting> {
    given
        .filter(|text| !text.is_empty())
        .ok_or_else(|| missing(name))
}

fn missing(name: &str) -> InvalidSetting {
    InvalidSetting(format!(
        "{name} is missing; company sign-on needs it beside oidc_issuer"
    ))
}

fn address(name: &str, text: &str) -> Result<WebAddress, InvalidSetting> {
    WebAddress::parse(text).ok_or_else(|| {
        InvalidSetting(format!(
            "{name} is \"{text}\"; an address such as https://idp.example.com is allowed, http only on this machine"
        ))
    })
}

fn client_secret(given: &Given) -> Result<Secret, InvalidSetting> {
    let found = secret(
        "oidc_client_secret",
        given.oidc_client_secret.as_deref(),
        "oidc_client_secret_file",
        given.oidc_client_secret_file.as_deref(),
    )?;
    found.ok_or_else(|| missing("oidc_client_secret"))
}

fn subject_claim(given: &Given) -> Result<String, InvalidSetting> {
    let claim = given.oidc_subject_claim.as_deref().unwrap_or("sub");
    // An address goes on to somebody else when its owner has left.
    let passes_on = ["email", "preferred_username", "upn", "phone_number"].contains(&claim);
    if claim.is_empty() || passes_on {
        return Err(InvalidSetting(format!(
            "oidc_subject_claim is \"{claim}\"; a claim is needed that never passes to somebody else, such as sub; for e-mail addresses there is oidc_link_by"
        )));
    }
    Ok(claim.to_owned())
}

fn link_by(given: &Given) -> Result<Option<LinkBy>, InvalidSetting> {
    let claim = given.oidc_number_claim.clone();
    match given.oidc_link_by.as_deref() {
        Some("number") => Ok(Some(LinkBy::Number {
            claim: claim.unwrap_or_else(|| "employee_number".to_owned()),
        })),
        _ if claim.is_some() => Err(InvalidSetting(
            "oidc_number_claim is set and oidc_link_by is not \"number\"".to_owned(),
        )),
        None => Ok(None),
        Some("email") => Ok(Some(LinkBy::Email)),
        Some(other) => Err(InvalidSetting(format!(
            "oidc_link_by is \"{other}\"; email and number are allowed"
        ))),
    }
}

fn algorithms(list: Option<&str>) -> Result<Vec<SigningAlgorithm>, InvalidSetting> {
    let entries = list.unwrap_or("RS256,ES256").split(',').map(str::trim);
    entries
        .map(|entry| {
            entry.parse().map_err(|allowed| {
                InvalidSetting(format!("oidc_algorithms has \"{entry}\"; {allowed}"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Given {
        Given {
            oidc_issuer: Some("https://idp.example.com".into()),
            oidc_client_id: Some("plumbline".into()),
            oidc_client_secret: Some("hush".into()),
            oidc_redirect_uri: Some("https://assessment.example.com/signed-in".into()),
            ..Given::default()
        }
    }

    fn wrong(change: impl FnOnce(&mut Given)) -> String {
        let mut given = complete();
        change(&mut given);
        OidcSettings::from(&given)
            .err()
            .map(|error| error.0)
            .unwrap_or_default()
    }

    #[test]
    fn without_settings_sign_on_is_off() {
        assert!(OidcSettings::from(&Given::default()).unwrap().is_none());
    }

    #[test]
    fn four_settings_are_enough_and_the_others_are_careful() {
        let settings = OidcSettings::from(&complete()).unwrap().unwrap();
        assert_eq!(settings.name.as_str(), "idp.example.com");
        assert_eq!(settings.provider.as_str(), "oidc");
        assert_eq!(settings.subject_claim, "sub");
        assert_eq!(settings.link_by, None);
        assert_eq!(
            settings.algorithms,
            [SigningAlgorithm::Rs256, SigningAlgorithm::Es256]
        );
        assert!(!format!("{settings:?}").contains("hush"));
    }

    #[test]
    fn the_secret_may_be_in_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("secret");
        std::fs::write(&file, "hush, too\n").unwrap();
        let given = Given {
            oidc_client_secret: None,
            oidc_client_secret_file: Some(file),
            ..complete()
        };
        let settings = OidcSettings::from(&given).unwrap().unwrap();
        assert_eq!(settings.client_secret.reveal(), "hush, too");
    }

    #[test]
    fn a_wrong_setting_is_named_and_no_secret_is_shown() {
        let cases = [
            (
                "oidc_issuer ",
                wrong(|given| given.oidc_issuer = Some("http://idp.example.com".into())),
            ),
            (
                "oidc_issuer ",
                wrong(|given| given.oidc_issuer = Some("https://a.example/?b=c".into())),
            ),
            ("oidc_client_id ", wrong(|given| given.oidc_issuer = None)),
            (
                "oidc_client_id ",
                wrong(|given| given.oidc_client_id = None),
            ),
            (
                "oidc_client_secret ",
                wrong(|given| given.oidc_client_secret = None),
            ),
            (
                "oidc_client_secret ",
                wrong(|given| given.oidc_client_secret = Some("\n".into())),
            ),
            (
                "oidc_client_secret ",
                wrong(|given| given.oidc_client_secret_file = Some("a".into())),
            ),
            (
                "oidc_redirect_uri ",
                wrong(|given| given.oidc_redirect_uri = Some("/back".into())),
            ),
            (
                "oidc_subject_claim ",
                wrong(|given| given.oidc_subject_claim = Some("email".into())),
            ),
            (
                "oidc_link_by ",
                wrong(|given| given.oidc_link_by = Some("name".into())),
            ),
            (
                "oidc_number_claim ",
                wrong(|given| given.oidc_number_claim = Some("badge".into())),
            ),
            (
                "oidc_algorithms ",
                wrong(|given| given.oidc_algorithms = Some("none".into())),
            ),
            (
                "oidc_algorithms ",
                wrong(|given| given.oidc_algorithms = Some("RS256,HS256".into())),
            ),
            (
                "oidc_algorithms ",
                wrong(|given| given.oidc_algorithms = Some(String::new())),
            ),
        ];
        for (name, message) in cases {
            assert!(message.starts_with(name), "{name}: {message}");
            assert!(!message.contains("hush"), "{message}");
        }
    }
}
