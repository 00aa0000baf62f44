//! Trusted documents: operations that are known to the server by the SHA-256 of their
//! text, so that a client may send the hash instead, and an operator may refuse all
//! others. Nobody can add one by a request.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::{Response, ServerError, Value};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::admission::Rejected;
use super::guard;
use super::refusal::Refusal;
use super::settings::QueryLimits;

/// What Apollo Client understands: it sends the text along, from now on or this once.
const NOT_SUPPORTED: &str = "PersistedQueryNotSupported";
const NOT_FOUND: &str = "PersistedQueryNotFound";

/// The SHA-256 of a document's text.
type Hash = [u8; 32];

/// The documents that are known by their hash. Clones share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedDocuments {
    texts: Arc<HashMap<Hash, String>>,
    only: bool,
}

/// A list of documents that cannot be used: where, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDocuments(pub String);

impl fmt::Display for InvalidDocuments {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The two forms of a manifest that tools of frontends write.
#[derive(Deserialize)]
#[serde(untagged)]
enum Manifest {
    /// `generate-persisted-query-manifest` of Apollo.
    Apollo { operations: Vec<ManifestEntry> },
    /// `relay-compiler` and `graphql-codegen`: hash to text.
    Map(HashMap<String, String>),
}

#[derive(Deserialize)]
struct ManifestEntry {
    id: String,
    body: String,
}

impl TrustedDocuments {
    /// Reads a folder of `.graphql` files, or a manifest in JSON. With `only`, nothing
    /// else is executed. Each document must be one that the server would take.
    pub fn load(path: &Path, only: bool, limits: &QueryLimits) -> Result<Self, InvalidDocuments> {
        let mut texts = HashMap::new();
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|error| invalid(path, error))?;
            for entry in entries {
                let file = entry.map_err(|error| invalid(path, error))?.path();
                if file.extension().is_some_and(|name| name == "graphql") {
                    let text = fs::read_to_string(&file).map_err(|error| invalid(&file, error))?;
                    check(&text, limits).map_err(|error| invalid(&file, error))?;
                    texts.insert(hash(&text), text);
                }
            }
        } else {
            let text = fs::read_to_string(path).map_err(|error| invalid(path, error))?;
            let manifest = serde_json::from_str(&text).map_err(|_| {
                invalid(path, "this is neither a folder nor a manifest: {\"hash\": \"document\"} or {\"operations\": [{\"id\", \"body\"}]} in JSON")
            })?;
            let entries: Vec<(String, String)> = match manifest {
                Manifest::Apollo { operations } => operations
                    .into_iter()
                    .map(|entry| (entry.id, entry.body))
                    .collect(),
                Manifest::Map(entries) => entries.into_iter().collect(),
            };
            for (id, text) in entries {
                if parse_hash(&id) != Some(hash(&text)) {
                    let error = format!("the id {id} is not the SHA-256 of its document");
                    return Err(invalid(path, error));
                }
                check(&text, limits).map_err(|error| invalid(path, format!("{id}: {error}")))?;
                texts.insert(hash(&text), text);
            }
        }
        if texts.is_empty() {
            return Err(invalid(path, "there is no document in it"));
        }
        Ok(Self {
            texts: Arc::new(texts),
            only,
        })
    }

    /// The text to execute: the one that was sent, or the one that a hash stands for.
    pub(super) fn text(
        &self,
        sent: Option<String>,
        document_id: Option<&str>,
        extensions: &HashMap<String, Value>,
    ) -> Result<String, Rejected> {
        let asked = match (document_id, persisted_query(extensions)?) {
            (Some(id), _) => Some(parse_document_id(id)?),
            (None, hash) => hash,
        };
        match (sent, asked) {
            (None, None) => Err(Refusal::bad_request(
                "The request has neither query nor documentId.",
                "请求中没有 query，也没有 documentId。",
            )
            .into()),
            (Some(sent), Some(asked)) if hash(&sent) != asked => Err(Refusal::bad_request(
                "The hash is not the SHA-256 of query.",
                "哈希值与 query 的 SHA-256 不符。",
            )
            .into()),
            (Some(sent), _) if !self.only || self.texts.contains_key(&hash(&sent)) => Ok(sent),
            (Some(_), _) => Err(Refusal::bad_request(
                "Only the documents on the server's list are executed, and this is not one of them. Ask the operator to add it.",
                "服务器只执行其清单中的文档，此文档不在其中。请联系管理员添加。",
            )
            .into()),
            (None, Some(asked)) => match self.texts.get(&asked) {
                Some(text) => Ok(text.clone()),
                None if self.texts.is_empty() => Err(unknown(NOT_SUPPORTED)),
                None => Err(unknown(NOT_FOUND)),
            },
        }
    }
}

/// The message is for programs: clients look for exactly this text.
fn unknown(message: &str) -> Rejected {
    let error = ServerError::new(message, None);
    Rejected::Wrong(Box::new(Response::from_errors(vec![error])))
}

/// The hash in `extensions.persistedQuery`, as Apollo's clients send it.
fn persisted_query(extensions: &HashMap<String, Value>) -> Result<Option<Hash>, Refusal> {
    let Some(Value::Object(given)) = extensions.get("persistedQuery") else {
        return Ok(None);
    };
    let hash = match given.get("sha256Hash") {
        Some(Value::String(text)) => parse_hash(text),
        _ => None,
    };
    hash.map(Some).ok_or_else(malformed)
}

/// The hash in `documentId`: `sha256:` and 64 hexadecimal digits, or these alone.
fn parse_document_id(id: &str) -> Result<Hash, Refusal> {
    parse_hash(id.strip_prefix("sha256:").unwrap_or(id)).ok_or_else(malformed)
}

fn malformed() -> Refusal {
    Refusal::bad_request(
        "A document is named by its SHA-256: 64 hexadecimal digits, in documentId behind \"sha256:\".",
        "文档以其 SHA-256 命名：64 位十六进制数字，在 documentId 中以 \"sha256:\" 开头。",
    )
}

fn parse_hash(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(hash)
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

fn check(text: &str, limits: &QueryLimits) -> Result<(), String> {
    guard::check_text(text, limits).map_err(|refusal| refusal.message.english)?;
    parse_query(text).map_err(|error| error.to_string())?;
    Ok(())
}

fn invalid(path: &Path, error: impl fmt::Display) -> InvalidDocuments {
    InvalidDocuments(format!("{}: {error}", path.display()))
}
