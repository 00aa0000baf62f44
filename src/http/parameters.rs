//! Reads the parameters of a GraphQL request from a body or from a URL. Any bytes
//! may come; what is not a request is refused.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::web;
use async_graphql::{Name, Value, Variables};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::refusal::Refusal;

/// The parameters of one operation. Other members of the body are ignored, as the
/// specification asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with `query`")]
pub(super) struct Parameters {
    #[serde(default)]
    pub(super) query: Option<String>,
    /// Names a trusted document instead of `query`.
    #[serde(default)]
    pub(super) document_id: Option<String>,
    #[serde(default)]
    pub(super) operation_name: Option<String>,
    #[serde(default)]
    pub(super) variables: Variables,
    #[serde(default)]
    pub(super) extensions: Option<HashMap<String, Value>>,
}

impl Parameters {
    /// Whether there is neither a document nor anything that could name one.
    pub(super) fn names_nothing(&self) -> bool {
        self.query.is_none() && self.document_id.is_none() && self.extensions.is_none()
    }

    /// Reads a body of JSON.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(body).map_err(|_| {
            Refusal::bad_request("The body is not UTF-8.", "请求体不是 UTF-8 编码。")
        })?;
        // A list could be read as a struct, member by member; it is a batch.
        if text.trim_start().starts_with('[') {
            return Err(Refusal::bad_request(
                "Send one operation in a request; batches are not taken.",
                "每个请求只能包含一个操作，不支持批量请求。",
            ));
        }
        parse_json(text, "The body")
    }

    /// Reads the query of a URL.
    pub(super) fn from_url(query: &str) -> Result<Self, Refusal> {
        let mut parameters = HashMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name)?;
            let value = decode(value)?;
            if !matches!(
                name.as_ref(),
                "query" | "documentId" | "operationName" | "variables" | "extensions"
            ) {
                continue;
            }
            if parameters.insert(name.clone(), value).is_some() {
                return Err(Refusal::bad_request(
                    format!("The parameter {name} is given twice."),
                    format!("参数 {name} 重复。"),
                ));
            }
        }
        let mut take = |name: &str| parameters.remove(name).filter(|value| !value.is_empty());
        let variables: Option<Option<std::collections::BTreeMap<Name, Value>>> = take("variables")
            .map(|text| parse_json(&text, "The parameter variables"))
            .transpose()?;
        let extensions: Option<Option<HashMap<String, Value>>> = take("extensions")
            .map(|text| parse_json(&text, "The parameter extensions"))
            .transpose()?;
        let mut given = Variables::default();
        given.extend(variables.flatten().unwrap_or_default());
        Ok(Self {
            query: take("query").map(Cow::into_owned),
            document_id: take("documentId").map(Cow::into_owned),
            operation_name: take("operationName").map(Cow::into_owned),
            variables: given,
            extensions: extensions.flatten(),
        })
    }
}

fn parse_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| {
        let error = shorten(&error.to_string());
        Refusal::bad_request(
            format!("{what} is not a GraphQL request: {error}."),
            format!("请求格式错误：{error}。"),
        )
    })
}

/// A message that may quote the client's own input, cut where it gets long.
pub(super) fn shorten(message: &str) -> String {
    const LONGEST: usize = 500;
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

/// Undoes the encoding of a URL's query or of a form; what does not become UTF-8 is refused,
/// not repaired, so that a value is never silently another.
pub(super) fn decode(text: &str) -> Result<Cow<'_, str>, Refusal> {
    if !text.contains(['%', '+']) {
        return Ok(Cow::Borrowed(text));
    }
    let refused = || {
        Refusal::bad_request(
            "The URL is not percent-encoded UTF-8.",
            "URL 不是百分号编码的 UTF-8。",
        )
    };
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    let digit = char::from(bytes.next()?).to_digit(16)?;
                    u8::try_from(digit).ok()
                };
                let high = digit().ok_or_else(refused)?;
                let low = digit().ok_or_else(refused)?;
                high << 4 | low
            }
            other => other,
        });
    }
    String::from_utf8(decoded)
        .map(Cow::Owned)
        .map_err(|_| refused())
}

/// Reads a body of at most `limit` bytes that arrives within `patience`. The
/// server's own limits do neither: extractors have theirs, and only the head of a
/// request is timed.
pub(super) async fn read_body(
    headers: &HeaderMap,
    mut payload: web::Payload,
    limit: usize,
    patience: Duration,
) -> Result<web::Bytes, Refusal> {
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let read = async {
        let mut body = web::BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk
                .map_err(|_| Refusal::bad_request("The body ended too early.", "请求体不完整。"))?;
            if body.len().saturating_add(chunk.len()) > limit {
                return Err(too_large(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    match tokio::time::timeout(patience, read).await {
        Ok(body) => body,
        Err(_) => Err(
            Refusal::bad_request("The body came too slowly.", "请求体传输过慢。")
                .with_status(StatusCode::REQUEST_TIMEOUT),
        ),
    }
}

fn too_large(limit: usize) -> Refusal {
    Refusal::bad_request(
        format!("The body is longer than {limit} bytes."),
        format!("请求体超过 {limit} 字节。"),
    )
    .with_status(StatusCode::PAYLOAD_TOO_LARGE)
}
