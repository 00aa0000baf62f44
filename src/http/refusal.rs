//! What is answered when a request does not get as far as being executed, in the
//! shape of a GraphQL error so that clients need one way to read it.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::json;

use super::negotiation::MediaType;
use crate::kernel::{Bilingual, Failure, Language};

/// The closed set of `extensions.code` of top-level errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// Nobody is signed in, or no longer.
    Unauthenticated,
    /// No scope could make it allowed.
    Forbidden,
    /// A bug of the client.
    BadRequest,
    /// It would cost too much to answer.
    TooComplex,
    /// Too much was asked for in too short a time.
    RateLimited,
    /// Something does not answer right now.
    Unavailable,
    /// A bug or a broken machine of ours.
    Internal,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 7] = [
        Self::Unauthenticated,
        Self::Forbidden,
        Self::BadRequest,
        Self::TooComplex,
        Self::RateLimited,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as clients see it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::BadRequest => "BAD_REQUEST",
            Self::TooComplex => "TOO_COMPLEX",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The code of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// The HTTP status of a request that came to nothing for this reason.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest | Self::TooComplex => StatusCode::BAD_REQUEST,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A request that is turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: Code,
    pub(super) message: Bilingual,
    pub(super) retry_after: Option<Duration>,
    pub(super) allow: Option<&'static str>,
}

impl Refusal {
    fn new(code: Code, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self {
            status: code.status(),
            code,
            message: Bilingual::new(english, chinese),
            retry_after: None,
            allow: None,
        }
    }

    pub(super) fn bad_request(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::new(Code::BadRequest, english, chinese)
    }

    pub(super) fn too_complex(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::new(Code::TooComplex, english, chinese)
    }

    pub(super) fn unauthenticated() -> Self {
        Self::new(
            Code::Unauthenticated,
            "The access token is not valid, or no longer. Sign in again.",
            "访问令牌无效或已过期，请重新登录。",
        )
    }

    pub(super) fn unavailable(retry_after: Duration) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(
                Code::Unavailable,
                "The service cannot answer right now. Try again shortly.",
                "服务暂时不可用，请稍后重试。",
            )
        }
    }

    /// As much as is allowed is going on already.
    pub(super) fn crowded(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::new(Code::RateLimited, english, chinese)
    }

    pub(super) fn rate_limited(retry_after: Duration) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(
                Code::RateLimited,
                "Too many requests. Try again later.",
                "请求过于频繁，请稍后再试。",
            )
        }
    }

    pub(super) fn internal() -> Self {
        let message = internal_message();
        Self::new(Code::Internal, message.english, message.chinese)
    }

    /// Something of ours is broken, and whoever asked may know what.
    pub(super) fn broken(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::new(Code::Internal, english, chinese)
    }

    /// What a failure outside any resolver means; its cause goes to the log.
    pub(super) fn from_failure(failure: Failure, retry_after: Duration) -> Self {
        match failure {
            Failure::Unauthenticated => Self::unauthenticated(),
            Failure::Forbidden => Self::new(
                Code::Forbidden,
                "You are not allowed to do this.",
                "您无权执行此操作。",
            ),
            Failure::NotYet(message) => {
                Self::new(Code::Forbidden, message.english, message.chinese)
            }
            Failure::BadRequest(message) => {
                Self::new(Code::BadRequest, message.english, message.chinese)
            }
            Failure::Problems(problems) => match problems.into_iter().next() {
                Some(problem) => Self::new(
                    Code::BadRequest,
                    problem.message.english,
                    problem.message.chinese,
                ),
                None => Self::internal(),
            },
            Failure::RateLimited { retry_after } => Self::rate_limited(retry_after),
            Failure::Unavailable => Self::unavailable(retry_after),
            Failure::Internal(cause) => {
                tracing::error!(cause = %cause, "a request failed before it was executed");
                Self::internal()
            }
        }
    }

    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(super) fn allowing(self, methods: &'static str) -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            allow: Some(methods),
            ..self
        }
    }

    /// The answer on the wire.
    pub(super) fn into_response(self, media: MediaType, language: Language) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.content_type(media.content_type());
        if let Some(wait) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds(wait).to_string()));
        }
        if let Some(methods) = self.allow {
            response.insert_header((ALLOW, methods));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        let body = json!({ "errors": self.errors(language) });
        response.body(body.to_string())
    }

    /// The list of GraphQL errors that says it.
    pub(super) fn errors(&self, language: Language) -> serde_json::Value {
        json!([{
            "message": self.message.in_language(language),
            "extensions": { "code": self.code.name() },
        }])
    }
}

/// The only thing that a client learns about an internal failure.
pub(super) fn internal_message() -> Bilingual {
    Bilingual::new(
        "Something went wrong on our side. The request id in X-Request-Id finds the cause in the log.",
        "服务器内部错误。请凭 X-Request-Id 中的请求编号查找原因。",
    )
}

/// Whole seconds, never fewer than the wait itself and at least one.
pub(super) fn seconds(wait: Duration) -> u64 {
    let started = u64::from(wait.subsec_nanos() > 0);
    wait.as_secs().saturating_add(started).max(1)
}
