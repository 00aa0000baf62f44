//! Which of the media types of GraphQL over HTTP an answer has.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};

use super::refusal::Refusal;

/// The media type of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`: what old clients and browsers get. A GraphQL error of a
    /// well-formed request has status 200.
    #[default]
    Json,
    /// `application/graphql-response+json`: the status tells whether the request
    /// was executed.
    GraphqlResponse,
}

impl MediaType {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// What a client takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The media type of a single answer; `None` where the client takes none.
    pub(super) single: Option<MediaType>,
    /// Whether it takes a stream of events.
    pub(super) events: bool,
}

/// The media type that the client prefers among ours; without a preference it is
/// `application/json`, which every client reads. Many clients say that they take
/// events with every request; so they get them only where there is no other way.
pub(super) fn negotiate(headers: &HeaderMap) -> Result<Accepted, Refusal> {
    let mut asked = false;
    let mut events = false;
    let mut best: Option<(MediaType, f32)> = None;
    for value in headers.get_all(ACCEPT) {
        let Ok(value) = value.to_str() else { continue };
        for range in value.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            if name.is_empty() {
                continue;
            }
            asked = true;
            let media = match name.as_str() {
                "application/graphql-response+json" => Some(MediaType::GraphqlResponse),
                "application/json" | "application/*" | "*/*" => Some(MediaType::Json),
                "text/event-stream" => None,
                _ => continue,
            };
            let quality = parts
                .filter_map(|part| part.split_once('='))
                .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
                .and_then(|(_, quality)| quality.trim().parse::<f32>().ok())
                .unwrap_or(1.0);
            let Some(media) = media else {
                events |= quality > 0.0;
                continue;
            };
            let better = match best {
                None => quality > 0.0,
                Some((held, highest)) => {
                    quality > highest
                        || (quality >= highest
                            && held == MediaType::Json
                            && media == MediaType::GraphqlResponse)
                }
            };
            if better {
                best = Some((media, quality));
            }
        }
    }
    let single = match best {
        None if !asked => Some(MediaType::Json),
        best => best.map(|(media, _)| media),
    };
    if single.is_none() && !events {
        return Err(Refusal::bad_request(
            "The answer can be application/graphql-response+json, application/json or text/event-stream; accept one of them.",
            "响应格式只能是 application/graphql-response+json、application/json 或 text/event-stream。",
        )
        .with_status(StatusCode::NOT_ACCEPTABLE));
    }
    Ok(Accepted { single, events })
}

/// Lets JSON in and nothing else. A form or `text/plain` can be sent by any page
/// without asking, so taking them would open the door to forged requests.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let refused = || {
        Refusal::bad_request(
            "The body must be application/json in UTF-8, uncompressed.",
            "请求体必须是 UTF-8 编码、未压缩的 application/json。",
        )
        .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    };
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        return Err(refused());
    }
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(refused)?;
    let mut parts = content_type.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let utf8 = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| {
            let charset = charset.trim().trim_matches('"');
            charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
        });
    if json && utf8 { Ok(()) } else { Err(refused()) }
}
