//! How failures reach a client: expected ones as data, the others at the top
//! level with a code. This is the only place that makes a top-level error, so that
//! no internal cause slips out.

use std::sync::Arc;

use async_graphql::{Context, Enum, Error, ErrorExtensions as _, Result, SimpleObject};

use crate::access::OpContext;
use crate::kernel::{Failure, Language, Outcome, Problem};

/// What is wrong, for programs. Codes are never renamed or reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kernel::ErrorCode")]
pub(crate) enum ErrorCode {
    /// The assignment was answered already.
    AlreadySubmitted,
    /// A bad mark needs a comment that says why.
    CommentRequired,
    /// The cycle takes no answers now.
    CycleNotOpen,
    /// The same thing is named twice in one request.
    Duplicate,
    /// The idempotency key was used for other content.
    IdempotencyConflict,
    /// Something that the step needs is missing; one error for each missing thing.
    Incomplete,
    /// The plan cannot be met; one error for each constraint, with the shortfall.
    Infeasible,
    /// The value has not the form that the field needs.
    Invalid,
    /// Name and password do not belong together.
    InvalidCredentials,
    /// The step is not possible in the present state; the message says what is.
    InvalidState,
    /// It does not exist, or the viewer may not see it: the answer is the same.
    NotFound,
    /// The number or level lies outside what is allowed.
    OutOfRange,
    /// The answer came after the last place of its kind; it is kept and not counted.
    QuotaFull,
    /// A value is needed and none was given.
    Required,
    /// A department does not assess itself.
    SelfAssessment,
    /// Somebody else has to do this: nobody decides on what is their own.
    SeparationOfDuties,
    /// Name and password are right; a code of the second factor is needed too.
    SecondFactorRequired,
    /// The session is over; sign in again.
    SessionEnded,
    /// The name or code belongs to something else already.
    Taken,
    /// The time for it has not come; the message names the day.
    TooEarly,
    /// The time for it is over; the message names its last day.
    TooLate,
    /// The text is longer than the field allows.
    TooLong,
    /// The list has more entries than the field allows.
    TooMany,
    /// The questionnaire, scheme or sheet has no such item.
    UnknownItem,
    /// Somebody else changed it meanwhile; load it again.
    VersionConflict,
    /// The weights of one group do not total 100; the message names group and sum.
    #[graphql(name = "WEIGHTS_DO_NOT_TOTAL_100")]
    WeightsDoNotTotal100,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserError {
    /// What is wrong, for programs.
    code: ErrorCode,
    /// The path into the arguments, indices as text; empty where no one field is to blame.
    field: Vec<String>,
    /// What is wrong and what is allowed, for people, in the language of the request.
    message: String,
}

impl UserError {
    pub(crate) fn new(problem: Problem, language: Language) -> Self {
        Self {
            code: problem.code.into(),
            message: problem.message.in_language(language).to_owned(),
            field: problem.field,
        }
    }
}

/// The language of the request.
pub(crate) fn language(context: &Context<'_>) -> Language {
    context.data_opt::<Language>().copied().unwrap_or_default()
}

/// The context of the request, signed in or not.
pub(crate) fn operation<'a>(context: &Context<'a>) -> Result<&'a OpContext> {
    context.data::<OpContext>().map_err(|_| {
        top_level(
            &Failure::internal("a request without its context"),
            Language::English,
        )
    })
}

/// The context of the request of somebody who is signed in. Asked first by every
/// resolver but those of signing in, so that a stranger learns nothing from what
/// is wrong with an input.
pub(crate) fn signed_in<'a>(context: &Context<'a>) -> Result<&'a OpContext> {
    let operation = arrived(context)?;
    loaded(context, operation.require_second_factor())?;
    Ok(operation)
}

/// Like [`signed_in`], for what people may do who still have to set up their second
/// factor: look at themselves, set it up, and leave.
pub(crate) fn arrived<'a>(context: &Context<'a>) -> Result<&'a OpContext> {
    let operation = operation(context)?;
    operation
        .signed_in()
        .map_err(|failure| top_level(&failure, language(context)))?;
    Ok(operation)
}

/// The value, or a top-level error.
pub(crate) fn loaded<T>(context: &Context<'_>, outcome: Outcome<T>) -> Result<T> {
    outcome.map_err(|failure| top_level(&failure, language(context)))
}

/// The value; `None` for what does not exist or may not be seen.
pub(crate) fn nullable<T>(context: &Context<'_>, outcome: Outcome<Option<T>>) -> Result<Option<T>> {
    match outcome {
        Err(Failure::Problems(problems))
            if problems
                .iter()
                .all(|problem| problem.code == crate::kernel::ErrorCode::NotFound) =>
        {
            Ok(None)
        }
        other => loaded(context, other),
    }
}

/// What a loader's failure means at the top level.
pub(super) fn shared(context: &Context<'_>, failure: &Arc<Failure>) -> Error {
    top_level(failure, language(context))
}

/// The top-level error of `failure`: a code, and a text that tells nothing of the
/// inside.
pub(crate) fn top_level(failure: &Failure, language: Language) -> Error {
    let (code, english, chinese) = match failure {
        Failure::Unauthenticated => ("UNAUTHENTICATED", "Sign in first.", "请先登录。"),
        Failure::Forbidden => ("FORBIDDEN", "You may not do this.", "您无权执行此操作。"),
        Failure::NotYet(message) => ("FORBIDDEN", &*message.english, &*message.chinese),
        Failure::RateLimited { .. } => (
            "RATE_LIMITED",
            "Too many requests; try again later.",
            "请求过于频繁，请稍后再试。",
        ),
        Failure::Unavailable => (
            "UNAVAILABLE",
            "Something that is needed does not answer; try again soon.",
            "服务暂不可用，请稍后重试。",
        ),
        Failure::Internal(cause) => {
            tracing::error!(cause = %cause, "a request failed inside");
            (
                "INTERNAL",
                "Something went wrong on our side.",
                "服务器内部错误。",
            )
        }
        Failure::BadRequest(message) => return bad_request(message.in_language(language), &[]),
        Failure::Problems(problems) => {
            let texts: Vec<&str> = problems
                .iter()
                .map(|problem| problem.message.in_language(language))
                .collect();
            let field = problems
                .first()
                .map(|problem| problem.field.as_slice())
                .unwrap_or_default();
            return bad_request(&texts.join(" "), field);
        }
    };
    let message = match language {
        Language::English => english,
        Language::Chinese => chinese,
    };
    make(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if let Failure::RateLimited { retry_after } = failure {
            // Never sooner than it makes sense.
            let started = u64::from(retry_after.subsec_nanos() > 0);
            extensions.set("retryAfter", retry_after.as_secs() + started);
        }
    })
}

fn bad_request(message: &str, field: &[String]) -> Error {
    let field = field.to_vec();
    make(message).extend_with(|_, extensions| {
        extensions.set("code", "BAD_REQUEST");
        if !field.is_empty() {
            extensions.set("field", field);
        }
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "every top-level error is made here"
)]
fn make(message: &str) -> Error {
    Error::new(message)
}
