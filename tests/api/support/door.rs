//! The server with its socket: for what does not go through `/graphql`.

use plumbline::http::{AppState, HttpSettings, Lifecycle, Server};
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap};
use rustls::crypto::{CryptoProvider, ring};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::{Client, TestApp};

/// A server that listens until it is dropped.
pub(crate) struct Door {
    address: String,
    http: reqwest::Client,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The answer as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{text}"))
    }

    /// The message of a refusal.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        let json = self.json();
        let message = json["errors"][0]["message"].as_str();
        message.unwrap_or_else(|| panic!("{json}")).to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Door {
    /// The door to the company.
    pub(crate) fn of(app: &TestApp) -> Self {
        let lifecycle = Lifecycle::starting();
        lifecycle.ready();
        let settings = HttpSettings {
            workers: 1,
            ..HttpSettings::default()
        };
        let state = AppState::new(app.platform.clone());
        let server = Server::bind("127.0.0.1:0", state, settings, lifecycle).unwrap();
        // The clients of these stories speak plain HTTP; another test may have chosen the same.
        let _ = CryptoProvider::install_default(ring::default_provider());
        let http = reqwest::Client::builder()
            .tls_certs_only([])
            .build()
            .unwrap();
        Self {
            address: format!("http://{}", server.address()),
            http,
            serving: tokio::spawn(server.run(std::future::pending())),
        }
    }

    /// Sends a file; its id.
    pub(crate) async fn upload(&self, client: &Client<'_>, name: &str, content: &[u8]) -> String {
        let reply = self.try_upload(client, name, content).await;
        assert_eq!(
            reply.status,
            201,
            "{}",
            String::from_utf8_lossy(&reply.body)
        );
        reply.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Sends a file, whatever comes of it.
    pub(crate) async fn try_upload(
        &self,
        client: &Client<'_>,
        name: &str,
        content: &[u8],
    ) -> Reply {
        let head = format!(
            "--plumb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [head.as_bytes(), content, b"\r\n--plumb--\r\n"].concat();
        let request = self
            .http
            .post(format!("{}/files", self.address))
            .header("content-type", "multipart/form-data; boundary=plumb")
            .body(body);
        self.reply(request, client).await
    }

    /// Gets a file, whatever comes of it.
    pub(crate) async fn download(&self, client: &Client<'_>, id: &str) -> Reply {
        let request = self.http.get(format!("{}/files/{id}", self.address));
        self.reply(request, client).await
    }

    async fn reply(&self, request: reqwest::RequestBuilder, client: &Client<'_>) -> Reply {
        let mut request = request.header(ACCEPT_LANGUAGE, client.language_tag());
        if let Some(token) = &client.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.unwrap();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
