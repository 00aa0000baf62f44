//! What a request for the page does.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use futures_util::FutureExt as _;

use super::super::application::Application;
use super::super::caller::{self, Caller, RequestId};
use super::super::door::Door;
use super::super::parameters::read_body;
use super::super::refusal::seconds;
use super::form::{Action, Filled, NotOurs, Sent};
use super::questions::{self, Message};
use super::troubles::{complaint_problem, troubles};
use super::{pages, wording};
use crate::invitations::{NewAnswer, Respondent, Token};
use crate::kernel::text::{IdempotencyKey, LongText};
use crate::kernel::{ErrorCode, Failure, Outcome, Problem};
use crate::questionnaires::PublishedContent;
use crate::responses::AnswerSheet;

/// The methods of the path.
const METHODS: &str = "GET, HEAD, POST";

/// Shows the questions.
pub(super) async fn get<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
) -> HttpResponse {
    let visit = Visit::of(&door, &request);
    visit.bounded(visit.show()).await
}

/// Does what a button says.
pub(super) async fn post<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let visit = Visit::of(&door, &request);
    if !is_a_form(request.headers()) {
        return pages::notice(StatusCode::UNSUPPORTED_MEDIA_TYPE, wording::NOT_A_FORM);
    }
    let settings = &door.settings;
    let (limit, patience) = (settings.body_limit, settings.body_timeout);
    let body = match read_body(request.headers(), payload, limit, patience).await {
        Ok(body) => body,
        Err(refusal) => {
            let notice = match refusal.status {
                StatusCode::PAYLOAD_TOO_LARGE => wording::TOO_LONG,
                StatusCode::REQUEST_TIMEOUT => wording::TOO_SLOW,
                _ => wording::NOT_A_FORM,
            };
            return pages::notice(refusal.status, notice);
        }
    };
    match Sent::read(&body) {
        Ok(sent) => visit.bounded(visit.act(&sent)).await,
        Err(NotOurs) => pages::notice(StatusCode::BAD_REQUEST, wording::NOT_A_FORM),
    }
}

/// Anything but reading and sending.
pub(super) async fn other_method() -> HttpResponse {
    let mut response = pages::notice(StatusCode::METHOD_NOT_ALLOWED, wording::OTHER_METHOD);
    let methods = actix_web::http::header::HeaderValue::from_static(METHODS);
    response.headers_mut().insert(ALLOW, methods);
    response
}

/// A browser sends a form in UTF-8, as the page asks, and does not compress it.
fn is_a_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        && !headers.contains_key(CONTENT_ENCODING)
}

/// One request of whoever holds a token.
struct Visit<'a, A: Application> {
    door: &'a Door<A>,
    caller: Caller,
    token: Token,
}

impl<'a, A: Application> Visit<'a, A> {
    /// Whoever holds the token is nobody else: what else the request carries to say who
    /// sends it is not looked at.
    fn of(door: &'a Door<A>, request: &HttpRequest) -> Self {
        let headers = request.headers();
        let request_id = request.extensions().get::<RequestId>().cloned();
        let new_id = || RequestId::from_headers(headers, || door.application.request_id());
        let caller = Caller {
            bearer: None,
            request_id: request_id.unwrap_or_else(new_id),
            language: caller::language(headers),
            client: caller::client(request, &door.settings.trusted_proxies),
        };
        let token = request.match_info().get("token").unwrap_or_default();
        Self {
            door,
            caller,
            token: Token::of(token),
        }
    }

    /// The answer, within the time of a request. A panic ends the request alone.
    async fn bounded(&self, work: impl Future<Output = Outcome<HttpResponse>>) -> HttpResponse {
        let work = AssertUnwindSafe(work).catch_unwind();
        match tokio::time::timeout(self.door.settings.request_timeout, work).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Ok(Err(failure))) => self.failed(failure),
            Ok(Err(_)) => {
                tracing::error!("the respondent page panicked");
                pages::notice(StatusCode::INTERNAL_SERVER_ERROR, wording::INTERNAL)
            }
            Err(_) => {
                tracing::warn!("the respondent page took too long and was given up");
                self.failed(Failure::Unavailable)
            }
        }
    }

    fn failed(&self, failure: Failure) -> HttpResponse {
        let retry_after = match &failure {
            Failure::Problems(problems) if is_about_token(problems) => return pages::no_token(),
            Failure::Unavailable => Some(self.door.settings.retry_after),
            Failure::RateLimited { retry_after } => Some(*retry_after),
            _ => None,
        };
        if let Some(wait) = retry_after {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let mut response = pages::notice(status, wording::UNAVAILABLE);
            let wait = actix_web::http::header::HeaderValue::from(seconds(wait));
            response.headers_mut().insert(RETRY_AFTER, wait);
            return response;
        }
        match failure {
            Failure::Internal(cause) => {
                tracing::error!(cause = %cause, "the respondent page failed");
            }
            _ => tracing::error!("the respondent page met a failure that is not for respondents"),
        }
        pages::notice(StatusCode::INTERNAL_SERVER_ERROR, wording::INTERNAL)
    }

    async fn open(&self) -> Outcome<Option<Respondent>> {
        let application = &self.door.application;
        application
            .invitation_open(self.caller.clone(), &self.token)
            .await
    }

    /// The questions with what was kept.
    async fn show(&self) -> Outcome<HttpResponse> {
        let Some(asked) = self.open().await? else {
            return Ok(pages::no_token());
        };
        let key = self.door.application.sending_key();
        let filled = match &asked.draft {
            Some(draft) => Filled::of_draft(draft, key),
            None => Filled::empty(key),
        };
        questions::page(&asked, &filled, &Message::None)
    }

    async fn act(&self, sent: &Sent) -> Outcome<HttpResponse> {
        match sent.action {
            Action::Save => self.save(&sent.filled).await,
            Action::Send => self.send(&sent.filled).await,
            Action::Back => self.again(&sent.filled, &Message::None).await,
            Action::OptOut => Ok(match self.open().await? {
                Some(_) => pages::opt_out(sent),
                None => pages::no_token(),
            }),
            Action::OptOutConfirmed => {
                let application = &self.door.application;
                application
                    .invitation_opt_out(self.caller.clone(), &self.token)
                    .await?;
                Ok(pages::opted_out(sent.filled.language))
            }
        }
    }

    /// The questions with what was typed.
    async fn again(&self, filled: &Filled, message: &Message) -> Outcome<HttpResponse> {
        match self.open().await? {
            Some(asked) => questions::page(&asked, filled, message),
            None => Ok(pages::no_token()),
        }
    }

    async fn save(&self, filled: &Filled) -> Outcome<HttpResponse> {
        let application = &self.door.application;
        let answers = filled.answers();
        let saved = application
            .invitation_draft_save(self.caller.clone(), &self.token, answers)
            .await;
        match saved {
            Ok(()) => self.again(filled, &Message::Saved).await,
            Err(Failure::Problems(problems)) => self.refuse(filled, problems).await,
            Err(failure) => Err(failure),
        }
    }

    async fn send(&self, filled: &Filled) -> Outcome<HttpResponse> {
        let Ok(key) = IdempotencyKey::parse(&filled.key) else {
            return Ok(pages::notice(StatusCode::BAD_REQUEST, wording::NOT_A_FORM));
        };
        if let Some(problem) = complaint_problem(filled) {
            return self.refuse(filled, vec![problem]).await;
        }
        let application = &self.door.application;
        let answer = NewAnswer {
            key,
            answers: filled.answers(),
            complaint: LongText::parse(&filled.complaint).ok(),
        };
        let answered = application
            .invitation_respond(self.caller.clone(), &self.token, answer)
            .await;
        match answered {
            Ok(answered) => Ok(pages::thanks(&answered, filled.language)),
            Err(Failure::Problems(problems)) => self.refuse(filled, problems).await,
            Err(failure) => Err(failure),
        }
    }

    /// The questions again, with what is wrong. About a token that cannot be answered
    /// nothing more is looked up.
    async fn refuse(&self, filled: &Filled, mut problems: Vec<Problem>) -> Outcome<HttpResponse> {
        if is_about_token(&problems) {
            return Ok(pages::no_token());
        }
        let conflict = |problem: &Problem| problem.code == ErrorCode::IdempotencyConflict;
        if problems.iter().any(conflict) {
            return Ok(pages::sent_before(filled.language));
        }
        let Some(asked) = self.open().await? else {
            return Ok(pages::no_token());
        };
        let content = published(&asked)?;
        if problems
            .iter()
            .all(|it| it.field.first().is_some_and(|name| name == "complaint"))
            && let Err(others) = AnswerSheet::submission(content, filled.answers())
        {
            // The answers were not looked at yet; all is told at once.
            problems.extend(others);
        }
        let troubles = troubles(&problems, content, filled, asked.spoken());
        questions::page(&asked, filled, &Message::Wrong(troubles))
    }
}

fn is_about_token(problems: &[Problem]) -> bool {
    let about = |problem: &Problem| problem.field.first().is_some_and(|name| name == "token");
    problems.iter().any(about)
}

/// The questions that are asked.
pub(super) fn published(asked: &Respondent) -> Outcome<&PublishedContent> {
    let published = asked.version.published();
    let published = published.ok_or_else(|| Failure::internal("a draft cannot be answered"))?;
    Ok(published)
}
