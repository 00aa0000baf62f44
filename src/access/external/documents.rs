//! What the provider writes: where it is to be found, and what it gives for a code.

use serde::Deserialize;

use crate::kernel::WebAddress;

/// Where things are at the provider.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Discovery {
    /// Where people show who they are.
    pub(super) authorization: WebAddress,
    /// Where a code is exchanged.
    pub(super) token: WebAddress,
    /// Where the public keys are.
    pub(super) keys: WebAddress,
    /// Whether the provider says who it is when it sends people back.
    pub(super) names_itself: bool,
    /// Whether the secret goes in the form; else in the header.
    pub(super) secret_in_form: bool,
}

#[derive(Deserialize)]
struct Written {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Discovery {
    /// Reads the document of `issuer`; `None` if it is none, of somebody else, or leads
    /// where nothing may be sent.
    pub(super) fn read(document: &[u8], issuer: &str) -> Option<Self> {
        let written: Written = serde_json::from_slice(document).ok()?;
        if written.issuer != issuer {
            return None;
        }
        let methods = written.token_endpoint_auth_methods_supported;
        let offers = |wanted: &str| {
            methods
                .as_ref()
                .is_some_and(|methods| methods.iter().any(|method| method == wanted))
        };
        Some(Self {
            authorization: WebAddress::parse(&written.authorization_endpoint)?,
            token: WebAddress::parse(&written.token_endpoint)?,
            keys: WebAddress::parse(&written.jwks_uri)?,
            names_itself: written.authorization_response_iss_parameter_supported,
            secret_in_form: offers("client_secret_post") && !offers("client_secret_basic"),
        })
    }
}

/// What the provider gives for a code, as far as it is needed.
#[derive(Deserialize)]
pub(super) struct Tokens {
    /// Who the person is, signed.
    pub(super) id_token: String,
    /// What `at_hash` is compared with; nothing is asked with it.
    pub(super) access_token: Option<String>,
}

/// Why the provider gives nothing.
#[derive(Deserialize)]
pub(super) struct TokenError {
    /// A code of RFC 6749, section 5.2.
    pub(super) error: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(change: impl FnOnce(&mut Value)) -> Option<Discovery> {
        let mut document = json!({
            "issuer": "https://idp.example.com",
            "authorization_endpoint": "https://idp.example.com/authorize",
            "token_endpoint": "https://idp.example.com/token",
            "jwks_uri": "https://keys.example.com/keys",
            "response_types_supported": ["code"],
        });
        change(&mut document);
        Discovery::read(document.to_string().as_bytes(), "https://idp.example.com")
    }

    #[test]
    fn a_document_tells_where_things_are() {
        let discovery = read(|_| {}).unwrap();
        assert_eq!(discovery.token.as_str(), "https://idp.example.com/token");
        assert!(!discovery.names_itself && !discovery.secret_in_form);
        let methods = "token_endpoint_auth_methods_supported";
        let post = read(|document| document[methods] = json!(["client_secret_post"]));
        assert!(post.unwrap().secret_in_form);
        let both = json!(["client_secret_post", "client_secret_basic"]);
        assert!(
            !read(|document| document[methods] = both)
                .unwrap()
                .secret_in_form
        );
    }

    #[test]
    fn a_document_of_somebody_else_or_that_leads_astray_is_refused() {
        for issuer in ["https://idp.example.com/", "https://evil.example.com", ""] {
            assert!(read(|document| document["issuer"] = json!(issuer)).is_none());
        }
        for endpoint in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            let plain = json!("http://idp.example.com/a");
            assert!(read(|document| document[endpoint] = plain).is_none());
            assert!(read(|document| document[endpoint] = Value::Null).is_none());
        }
        assert!(Discovery::read(b"<html>", "https://idp.example.com").is_none());
    }
}
