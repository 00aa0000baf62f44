//! The respondent page over HTTP, from the invitation to the thanks.

mod answering;
mod ending;
mod language;

use plumbline::http::{AppState, HttpSettings, Lifecycle, Server};
use plumbline::invitations::survey_plan_invite;
use rustls::crypto::{CryptoProvider, ring};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use url::form_urlencoded::Serializer;

use crate::support::assessment::{as_user, merge, text};
use crate::support::{Client, TestApp};
use crate::surveys::Stage;

/// A cycle to survey for, and a server.
struct Survey<'a> {
    stage: Stage<'a>,
    version: String,
    address: String,
    http: reqwest::Client,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What a browser gets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    status: u16,
    headers: Vec<String>,
    body: String,
}

impl<'a> Survey<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let stage = Stage::of(app).await;
        let lifecycle = Lifecycle::starting();
        lifecycle.ready();
        let settings = HttpSettings {
            workers: 1,
            ..HttpSettings::default()
        };
        let state = AppState::new(app.platform.clone());
        let server = Server::bind("127.0.0.1:0", state, settings, lifecycle).unwrap();
        let address = format!("http://{}", server.address());
        // The clients of these stories speak plain HTTP; another test may have chosen the same.
        let _ = CryptoProvider::install_default(ring::default_provider());
        let http = reqwest::Client::builder()
            .tls_certs_only([])
            .build()
            .unwrap();
        Self {
            version: questionnaire(&stage.hr, "PAGE").await,
            stage,
            address,
            http,
            serving: tokio::spawn(server.run(std::future::pending())),
        }
    }

    /// A contact who reads this language.
    async fn contact(&self, code: &str, language: Option<&str>) -> String {
        let contact = json!({ "name": code, "email": "a@example.com", "language": language });
        let input = json!({ "code": code, "name": code, "contacts": [contact] });
        let input = json!({ "input": input });
        let answer = self.stage.hr.send("CustomerCreate", input).await;
        text(&answer.done("customerCreate")["customer"]["contacts"][0]["id"])
    }

    /// A plan that asks everybody there is, drawn; its invitations' tokens in the order of
    /// their contacts' names.
    async fn invited(&self, code: &str, changes: Value) -> Vec<String> {
        let mut all = json!({ "questionnaireVersionId": self.version });
        merge(&mut all, changes);
        let plan = self.stage.plan(code, all).await;
        self.stage.draw(&plan).await;
        let hr = as_user(self.stage.app, "hr").await;
        let invited = survey_plan_invite(&hr, plan.parse().unwrap(), 100)
            .await
            .unwrap();
        let mut issued: Vec<(String, String)> = Vec::new();
        for it in invited.invitations {
            let contact = it.invitation.contact_id.to_string();
            issued.push((contact, it.token.reveal().to_owned()));
        }
        // Ids are in the order in which the contacts were made.
        issued.sort();
        issued.into_iter().map(|(_, token)| token).collect()
    }

    async fn get(&self, token: &str) -> Page {
        let url = format!("{}/r/{token}", self.address);
        self.page(self.http.get(url)).await
    }

    async fn post(&self, token: &str, fields: &[(&str, &str)]) -> Page {
        let url = format!("{}/r/{token}", self.address);
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(url).body(body);
        let kind = "application/x-www-form-urlencoded";
        self.page(request.header("content-type", kind)).await
    }

    async fn page(&self, request: reqwest::RequestBuilder) -> Page {
        // One id for all, so that answers can be compared.
        let request = request.header("x-request-id", "a-test");
        let response = request.send().await.unwrap();
        let mut headers: Vec<String> = response
            .headers()
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        headers.sort();
        Page {
            status: response.status().as_u16(),
            headers,
            body: response.text().await.unwrap(),
        }
    }
}

impl Drop for Survey<'_> {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Page {
    /// The key of the form.
    fn key(&self) -> String {
        let (_, behind) = self
            .body
            .split_once("name=\"key\" value=\"")
            .expect("a form");
        behind.split('"').next().unwrap().to_owned()
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        assert!(self.body.contains(text), "{text} is not in {}", self.body);
    }
}

/// The answers to everything, with this mark and comment.
fn answers<'f>(key: &'f str, level: &'f str, comment: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("key", key),
        ("language", "zh-CN"),
        ("item", "speed"),
        ("level.speed", level),
        ("comment.speed", comment),
        ("item", "channel"),
        ("choice.channel", "phone"),
        ("item", "why"),
        ("text.why", ""),
        ("item", "years"),
        ("number.years", ""),
        ("complaint", ""),
    ]
}

/// A published questionnaire in both languages; the id of its version.
async fn questionnaire(hr: &Client<'_>, code: &str) -> String {
    let in_english = |field: &str, text: &str| json!([{ "language": "en", field: text }]);
    let english = |text: &str| in_english("text", text);
    let levels = [
        ("很不满意", "Very poor"),
        ("不满意", "Poor"),
        ("一般", "Fair"),
        ("满意", "Good"),
        ("很满意", "Excellent"),
    ];
    let levels = (1..).zip(levels).map(|(level, (chinese, label))| {
        json!({ "level": level, "label": chinese, "translations": in_english("label", label) })
    });
    let option = |code: &str, chinese: &str, text: &str| json!({ "code": code, "text": chinese, "translations": english(text) });
    let input = json!({
        "code": code,
        "name": "客户调查 <i>2026</i>",
        "translations": in_english("name", "Customer survey <i>2026</i>"),
        "scale": { "levels": levels.collect::<Vec<_>>() },
        "dimensions": [{ "code": "service", "name": "服务", "weight": 100, "translations": in_english("name", "Service"), "items": [
            { "code": "speed", "text": "响应是否及时？", "kind": "RATING", "weight": 100, "translations": english("Are we in time?") },
            { "code": "channel", "text": "如何联系？", "kind": "SINGLE_CHOICE", "required": true, "translations": english("How do you reach us?"),
              "options": [option("phone", "电话", "By phone"), option("visit", "上门", "In person")] },
            { "code": "why", "text": "为什么上门？", "kind": "TEXT", "required": true, "translations": english("Why in person?"),
              "showWhen": { "item": "channel", "choice": "visit" } },
            { "code": "years", "text": "合作几年？", "kind": "NUMBER", "translations": english("For how many years?") },
        ] }],
    });
    let answer = hr
        .send("QuestionnaireCreate", json!({ "input": input }))
        .await;
    let questionnaire = &answer.done("questionnaireCreate")["questionnaire"];
    let id = json!({ "id": questionnaire["id"] });
    hr.send("QuestionnairePublish", id)
        .await
        .done("questionnairePublish");
    text(&questionnaire["draft"]["id"])
}
