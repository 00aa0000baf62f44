//! Trusted documents.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::support::{GRAPHQL, JSON, Knock};
use crate::http::{QueryLimits, TrustedDocuments};

const KNOWN: &str = "query Known($text: String) { echo(text: $text) }";

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn load(file: &str, content: &str, only: bool) -> Result<TrustedDocuments, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    fs::write(&path, content).unwrap();
    let path = if file.ends_with(".graphql") {
        folder.path()
    } else {
        &path
    };
    TrustedDocuments::load(path, only, &QueryLimits::default()).map_err(|invalid| invalid.0)
}

fn knock(only: bool) -> Knock {
    let documents = load("known.graphql", KNOWN, only).unwrap();
    Knock::with(|settings| settings.documents = documents)
}

fn apollo(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[actix_web::test]
async fn a_known_document_is_named_in_three_ways() {
    let knock = knock(true);
    let variables = json!({ "text": "hello" });
    for mut body in [
        json!({ "documentId": format!("sha256:{}", hash(KNOWN)) }),
        json!({ "documentId": hash(KNOWN) }),
        json!({ "extensions": apollo(&hash(KNOWN)) }),
        json!({ "query": KNOWN }),
        json!({ "query": KNOWN, "extensions": apollo(&hash(KNOWN)) }),
    ] {
        body["variables"] = variables.clone();
        let reply = knock.post(GRAPHQL, body.to_string()).await;
        assert_eq!(reply.data(), json!({ "echo": "hello" }), "{body}");
    }
    let uri = format!("/graphql?documentId=sha256:{}", hash(KNOWN));
    assert_eq!(knock.get(&uri).await.data(), json!({ "echo": null }));
}

#[actix_web::test]
async fn an_unknown_hash_is_answered_as_clients_expect() {
    let other = apollo(&hash("{echo}"));
    for (knock, message) in [
        (knock(false), "PersistedQueryNotFound"),
        (Knock::new(), "PersistedQueryNotSupported"),
    ] {
        let body = json!({ "extensions": other }).to_string();
        for (media, status) in [(JSON, 200), (GRAPHQL, 400)] {
            let reply = knock.post(media, body.clone()).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code()),
                (status, "BAD_REQUEST".to_owned())
            );
            assert_eq!(reply.json()["errors"][0]["message"], message);
        }
        // Sent again with its text it is executed, and nobody remembers it.
        let body = json!({ "query": "{echo}", "extensions": other }).to_string();
        assert_eq!(knock.post(JSON, body).await.data(), json!({ "echo": null }));
        let body = json!({ "extensions": other }).to_string();
        let reply = knock.post(JSON, body).await;
        assert_eq!(reply.json()["errors"][0]["message"], message);
    }
}

#[actix_web::test]
async fn with_a_closed_list_nothing_else_is_executed() {
    let knock = knock(true);
    for document in [
        "{echo}",
        "mutation{touch}",
        "{__schema{types{name}}}",
        "query Known { echo }",
    ] {
        let reply = knock.query(document).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code()),
            (400, "BAD_REQUEST".to_owned())
        );
        assert!(reply.text().contains("list"), "{}", reply.text());
    }
    assert_eq!((knock.executed(), knock.touched()), (0, 0));
}

#[actix_web::test]
async fn a_hash_that_is_none_or_another_is_refused() {
    let knock = knock(false);
    for body in [
        json!({ "query": "{echo}", "documentId": hash(KNOWN) }),
        json!({ "documentId": "sha256:abc" }),
        json!({ "documentId": "" }),
        json!({ "extensions": apollo("abc") }),
        json!({ "extensions": { "persistedQuery": {} } }),
        json!({ "extensions": {} }),
        json!({}),
    ] {
        let reply = knock.post(JSON, body.to_string()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code()),
            (400, "BAD_REQUEST".to_owned()),
            "{body}"
        );
    }
    assert_eq!(knock.executed(), 0);
}

#[test]
fn manifests_of_both_kinds_are_read() {
    let map = json!({ hash(KNOWN): KNOWN }).to_string();
    let apollo = json!({
        "format": "apollo-persisted-query-manifest", "version": 1,
        "operations": [{ "id": hash(KNOWN), "name": "Known", "type": "query", "body": KNOWN }],
    });
    let from_map = load("manifest.json", &map, false).unwrap();
    let from_apollo = load("manifest.json", &apollo.to_string(), false).unwrap();
    assert_eq!(from_map, from_apollo);
    assert_eq!(from_map, load("known.graphql", KNOWN, false).unwrap());
}

#[test]
fn a_list_that_cannot_be_used_says_why() {
    let deep = "[".repeat(100);
    for (file, content, part) in [
        ("manifest.json", "[]".to_owned(), "manifest"),
        ("manifest.json", "{}".to_owned(), "no document"),
        (
            "manifest.json",
            json!({ "abc": KNOWN }).to_string(),
            "abc is not the SHA-256",
        ),
        (
            "manifest.json",
            json!({ hash("{"): "{" }).to_string(),
            "-->",
        ),
        ("one.graphql", "query {".to_owned(), "one.graphql"),
        ("one.graphql", format!("{{a(b:{deep})}}"), "brackets"),
    ] {
        let error = load(file, &content, false).unwrap_err();
        assert!(error.contains(part), "{error}");
    }
}
