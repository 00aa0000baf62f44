//! A provider of OpenID Connect on this machine, with keys of its own, that does what it
//! is told, good or bad.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};

use actix_web::dev::ServerHandle;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use p256::pkcs8::EncodePrivateKey as _;
use plumbline::config::{OidcSettings, Secret, SigningAlgorithm};
use plumbline::kernel::text::{Code, Name};
use plumbline::kernel::{Clock, Random, WebAddress};
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

pub(crate) const CLIENT_ID: &str = "plumbline";
const CLIENT_SECRET: &str = "only the two of us";
const REDIRECT_URI: &str = "https://assessment.example.com/signed-in";
/// What is given beside each ID token.
const ACCESS_TOKEN: &str = "an access token of the provider";

/// A key to sign with, and its public half.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) id: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) key: EncodingKey,
    pub(crate) public: Jwk,
}

/// Keys of RSA, made once: that takes a while.
pub(crate) static RSA: LazyLock<[Signer; 2]> =
    LazyLock::new(|| ["rsa-one", "rsa-two"].map(Signer::rsa));

impl Signer {
    fn rsa(id: &str) -> Self {
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        let der = key.to_pkcs1_der().unwrap();
        Self::of(
            id,
            Algorithm::RS256,
            EncodingKey::from_rsa_der(der.as_bytes()),
        )
    }

    /// A key of the curve P-256.
    pub(crate) fn ec(id: &str) -> Self {
        let key = p256::SecretKey::from_slice(&Random.bytes::<32>()).unwrap();
        let der = key.to_pkcs8_der().unwrap();
        Self::of(
            id,
            Algorithm::ES256,
            EncodingKey::from_ec_der(der.as_bytes()),
        )
    }

    fn of(id: &str, algorithm: Algorithm, key: EncodingKey) -> Self {
        let mut public = Jwk::from_encoding_key(&key, algorithm).unwrap();
        public.common.key_id = Some(id.to_owned());
        Self {
            id: id.to_owned(),
            algorithm,
            key,
            public,
        }
    }

    /// A token of the provider.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some(self.id.clone()),
            ..Header::new(self.algorithm)
        };
        encode(&header, claims, &self.key).unwrap()
    }
}

/// The provider. It stops when it is dropped.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    desk: Arc<Mutex<Desk>>,
    server: ServerHandle,
}

/// Somebody who comes back from the provider.
#[derive(Clone, Debug)]
pub(crate) struct Back {
    pub(crate) code: String,
    pub(crate) state: String,
}

type Write = Box<dyn Fn(&Value) -> String + Send>;

/// What the provider knows.
struct Desk {
    issuer: String,
    clock: Clock,
    shown: Vec<Jwk>,
    write: Write,
    codes: BTreeMap<String, Promise>,
    /// How often the public keys were asked for.
    keys_asked: usize,
    names_itself: bool,
    /// Answers with a fault of its own.
    broken: bool,
}

/// What a code stands for.
struct Promise {
    challenge: String,
    claims: Value,
}

impl Provider {
    /// A provider that signs with the first key of RSA and whose time is that of `clock`.
    pub(crate) async fn start(clock: &Clock) -> Self {
        let signer = RSA[0].clone();
        let desk = Arc::new(Mutex::new(Desk {
            issuer: String::new(),
            clock: clock.clone(),
            shown: vec![signer.public.clone()],
            write: Box::new(move |claims| signer.sign(claims)),
            codes: BTreeMap::new(),
            keys_asked: 0,
            names_itself: false,
            broken: false,
        }));
        let data = web::Data::from(Arc::clone(&desk));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route(
                    "/.well-known/openid-configuration",
                    web::get().to(discovery),
                )
                .route("/keys", web::get().to(keys))
                .route("/token", web::post().to(token))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
        let issuer = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        desk.lock().unwrap().issuer.clone_from(&issuer);
        Self {
            issuer,
            desk,
            server: handle,
        }
    }

    /// What this server is to the provider.
    pub(crate) fn settings(&self) -> OidcSettings {
        OidcSettings {
            issuer: WebAddress::parse(&self.issuer).unwrap(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret::from(CLIENT_SECRET.to_owned()),
            redirect_uri: WebAddress::parse(REDIRECT_URI).unwrap(),
            name: Name::parse("公司账号").unwrap(),
            provider: Code::parse("oidc").unwrap(),
            subject_claim: "sub".to_owned(),
            link_by: None,
            algorithms: vec![SigningAlgorithm::Rs256, SigningAlgorithm::Es256],
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    /// Shows who `subject` is to the browser that was sent to `url`; `more` claims are
    /// added, or replace others.
    pub(crate) fn authorize(&self, url: &str, subject: &str, more: &Value) -> Back {
        let url = Url::parse(url).unwrap();
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert!(
            url.as_str()
                .starts_with(&format!("{}/authorize?", self.issuer)),
            "{url}"
        );
        for (name, expected) in [
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", REDIRECT_URI),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(asked[name], expected);
        }
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut desk = self.desk();
        let now = desk.clock.now().timestamp();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "sub": subject, "nonce": asked["nonce"],
            "iat": now, "exp": now + 300,
            "at_hash": URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS_TOKEN)[..16]),
        });
        for (name, value) in more.as_object().unwrap() {
            match value {
                Value::Null => claims.as_object_mut().unwrap().remove(name),
                value => claims
                    .as_object_mut()
                    .unwrap()
                    .insert(name.clone(), value.clone()),
            };
        }
        let code = Random.token();
        let challenge = asked["code_challenge"].clone();
        desk.codes
            .insert(code.clone(), Promise { challenge, claims });
        Back {
            code,
            state: asked["state"].clone(),
        }
    }

    /// From now on tokens are written so.
    pub(crate) fn write_tokens(&self, write: impl Fn(&Value) -> String + Send + 'static) {
        self.desk().write = Box::new(write);
    }

    /// From now on the provider signs with `signer`, and shows its key alone.
    pub(crate) fn rotate_to(&self, signer: &Signer) {
        let signer = signer.clone();
        self.desk().shown = vec![signer.public.clone()];
        self.write_tokens(move |claims| signer.sign(claims));
    }

    /// How often the public keys were asked for.
    pub(crate) fn keys_asked(&self) -> usize {
        self.desk().keys_asked
    }

    /// From now on the provider says who it is when it sends people back.
    pub(crate) fn name_itself(&self) {
        self.desk().names_itself = true;
    }

    /// Nobody listens there any more.
    pub(crate) async fn stop(self) {
        self.server.stop(false).await;
    }

    /// Has a fault, or has it no more.
    pub(crate) fn set_broken(&self, broken: bool) {
        self.desk().broken = broken;
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

type Shared = web::Data<Mutex<Desk>>;

async fn discovery(desk: Shared) -> HttpResponse {
    let desk = desk.lock().unwrap();
    if desk.broken {
        return HttpResponse::InternalServerError().body("stack: secret.rs:1");
    }
    let issuer = &desk.issuer;
    HttpResponse::Ok().json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "none"],
        "authorization_response_iss_parameter_supported": desk.names_itself,
    }))
}

async fn keys(desk: Shared) -> HttpResponse {
    let mut desk = desk.lock().unwrap();
    desk.keys_asked += 1;
    HttpResponse::Ok().json(json!({ "keys": desk.shown }))
}

async fn token(
    desk: Shared,
    request: HttpRequest,
    form: web::Form<BTreeMap<String, String>>,
) -> HttpResponse {
    let mut desk = desk.lock().unwrap();
    if desk.broken {
        return HttpResponse::InternalServerError().body("stack: secret.rs:1");
    }
    let pair = format!("{CLIENT_ID}:{}", CLIENT_SECRET.replace(' ', "+"));
    let expected = format!("Basic {}", STANDARD.encode(pair));
    let sent = request.headers().get(AUTHORIZATION);
    if sent.and_then(|sent| sent.to_str().ok()) != Some(&expected) {
        return HttpResponse::Unauthorized().json(json!({ "error": "invalid_client" }));
    }
    let verifier = form
        .get("code_verifier")
        .map(String::as_str)
        .unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let promise = form.get("code").and_then(|code| desk.codes.remove(code));
    let is_form = form
        .get("grant_type")
        .is_some_and(|kind| kind == "authorization_code")
        && form
            .get("redirect_uri")
            .is_some_and(|back| back == REDIRECT_URI);
    match promise {
        Some(promise) if is_form && promise.challenge == challenge => {
            HttpResponse::Ok().json(json!({
                "token_type": "Bearer",
                "access_token": ACCESS_TOKEN,
                "id_token": (desk.write)(&promise.claims),
            }))
        }
        _ => HttpResponse::BadRequest().json(json!({ "error": "invalid_grant" })),
    }
}
