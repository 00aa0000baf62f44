//! Requests over HTTP.

use rustls::crypto::{CryptoProvider, ring};
use serde_json::{Value, json};

use crate::support::operation;

/// Somebody who sends requests, on connections of their own.
#[derive(Clone)]
pub(super) struct Person {
    http: reqwest::Client,
    /// The access token, once signed in.
    pub(super) token: Option<String>,
}

/// Connections to servers of these stories. They speak plain HTTP, so that no list of
/// authorities needs to be read.
pub(super) fn connections() -> reqwest::Client {
    // Another test may have chosen the same before.
    let _ = CryptoProvider::install_default(ring::default_provider());
    let client = reqwest::Client::builder().tls_certs_only([]);
    client.build().expect("a client")
}

/// Why a request has no answer that says whether it was done.
#[derive(Debug)]
pub(super) enum Lost {
    /// The connection could not be made or broke.
    Connection,
    /// The server could not say.
    Status(u16, Value),
}

impl Person {
    /// Nobody yet.
    pub(super) fn new() -> Self {
        Self {
            http: connections(),
            token: None,
        }
    }

    /// Somebody who is signed in.
    pub(super) async fn signed_in(address: &str, username: &str, password: &str) -> Self {
        let mut person = Self::new();
        let variables = json!({ "username": username, "password": password });
        let answer = person.done(address, "SignIn", variables).await;
        let token = answer["accessToken"].as_str().expect("a token");
        person.token = Some(token.to_owned());
        person
    }

    /// Sends one of the frontends' operations; the whole answer.
    pub(super) async fn send(
        &self,
        address: &str,
        name: &str,
        variables: &Value,
    ) -> Result<Value, Lost> {
        self.query(address, &operation(name), variables).await
    }

    /// Sends a query or mutation; the whole answer.
    pub(super) async fn query(
        &self,
        address: &str,
        query: &str,
        variables: &Value,
    ) -> Result<Value, Lost> {
        let mut request = self
            .http
            .post(format!("{address}/graphql"))
            .json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.map_err(|_| Lost::Connection)?;
        let status = answer.status().as_u16();
        let waits = answer.headers().contains_key("retry-after");
        let body: Value = answer.json().await.map_err(|_| Lost::Connection)?;
        if status == 200 {
            return Ok(body);
        }
        assert_eq!(waits, matches!(status, 429 | 503), "{status} {body}");
        Err(Lost::Status(status, body))
    }

    /// What the mutation of the operation returns; it found no fault.
    pub(super) async fn done(&self, address: &str, name: &str, variables: Value) -> Value {
        let answer = self.send(address, name, &variables).await.unwrap();
        let fields = answer["data"].as_object();
        let field = fields.and_then(|fields| fields.values().next());
        let field = field.unwrap_or_else(|| panic!("{name}: {answer:#}"));
        assert_eq!(field["errors"], json!([]), "{name}: {answer:#}");
        field.clone()
    }
}
