//! A file on its way in.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::json;

use super::super::application::Application;
use super::super::door::Door;
use super::super::refusal::Refusal;
use super::{answer, somebody};
use crate::evidence::{CONTENT, EvidenceFile, Stopped};
use crate::kernel::{ErrorCode, Failure, Problem};

/// What a form may have besides the file, in bytes: boundaries and heads.
const FORM: u64 = 16 * 1024;

/// Takes a file out of a form with the one field `file`.
pub(super) async fn post<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    match receive(&door, &request, payload).await {
        Ok(file) => HttpResponse::Created().json(json!({
            "id": file.id,
            "name": file.name,
            "mediaType": file.kind,
            "size": file.size,
            "sha256": file.sha256,
        })),
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            answer(refusal, &request)
        }
    }
}

/// Cheap checks first: nothing is read of a file that is too long, or of nobody's.
async fn receive<A: Application>(
    door: &Door<A>,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<EvidenceFile, Refusal> {
    let settings = &door.settings;
    let caller = somebody(door, request)?;
    let declared = request.headers().get(CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let longest = door.application.longest_file();
    if declared.is_some_and(|length| length > longest.saturating_add(FORM)) {
        return Err(too_long(longest));
    }
    let _place = door.transfer()?;
    let received = async {
        let known = door.application.identify(&caller).await;
        known.map_err(|failure| Refusal::from_failure(failure, settings.retry_after))?;
        let (name, content) = file_of(request, payload, settings.body_timeout).await?;
        let uploaded = door.application.file_upload(caller, &name, content).await;
        uploaded.map_err(|stopped| refusal(stopped, settings.retry_after))
    };
    let received = AssertUnwindSafe(received).catch_unwind();
    match tokio::time::timeout(settings.transfer_timeout, received).await {
        Ok(Ok(received)) => received,
        Ok(Err(_)) => {
            tracing::error!("taking a file in panicked");
            Err(Refusal::internal())
        }
        Err(_) => Err(too_slow()),
    }
}

/// The name and the bytes of the file in a form. Each part of it has to come within
/// `patience`, and behind it nothing else may come.
async fn file_of(
    request: &HttpRequest,
    payload: web::Payload,
    patience: Duration,
) -> Result<(String, LocalBoxStream<'static, Result<Bytes, Refusal>>), Refusal> {
    let mut form = Multipart::new(request.headers(), payload);
    let first = next(form.next(), patience).await?.ok_or_else(not_a_form)?;
    let name = file_name(&first).filter(|_| first.name() == Some("file"));
    let name = name.ok_or_else(not_a_form)?;
    let content = stream::try_unfold((form, Some(first)), move |(mut form, field)| async move {
        let Some(mut field): Option<Field> = field else {
            return Ok(None);
        };
        if let Some(bytes) = next(field.next(), patience).await? {
            return Ok(Some((bytes, (form, Some(field)))));
        }
        drop(field);
        match next(form.next(), patience).await? {
            None => Ok(None),
            Some(_) => Err(not_a_form()),
        }
    });
    Ok((name, content.boxed_local()))
}

/// What the sender calls the file: by `filename*` where that is there (RFC 6266, section 4.3).
fn file_name(field: &Field) -> Option<String> {
    let disposition = field.content_disposition()?;
    match disposition.get_filename_ext() {
        Some(name) => String::from_utf8(name.value.clone()).ok(),
        None => disposition.get_filename().map(str::to_owned),
    }
}

/// What comes next of a form.
async fn next<T>(
    coming: impl Future<Output = Option<Result<T, actix_multipart::MultipartError>>>,
    patience: Duration,
) -> Result<Option<T>, Refusal> {
    match tokio::time::timeout(patience, coming).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(it))) => Ok(Some(it)),
        Ok(Some(Err(_))) => Err(not_a_form()),
        Err(_) => Err(too_slow()),
    }
}

/// What an upload that came to nothing is answered.
fn refusal(stopped: Stopped<Refusal>, retry_after: Duration) -> Refusal {
    match stopped {
        Stopped::OnTheWay(refusal) => refusal,
        Stopped::Here(Failure::Problems(problems)) => match problems.into_iter().next() {
            Some(problem) => about(problem),
            None => Refusal::internal(),
        },
        Stopped::Here(failure) => Refusal::from_failure(failure, retry_after),
    }
}

fn about(problem: Problem) -> Refusal {
    let is_content = problem.field.first().is_some_and(|field| field == CONTENT);
    let message = problem.message;
    if problem.code == ErrorCode::TooMany {
        return Refusal::crowded(message.english, message.chinese);
    }
    let refusal = Refusal::bad_request(message.english, message.chinese);
    match problem.code {
        ErrorCode::TooLong if is_content => refusal.with_status(StatusCode::PAYLOAD_TOO_LARGE),
        ErrorCode::Invalid if is_content => refusal.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        _ => refusal,
    }
}

fn too_long(longest: u64) -> Refusal {
    Refusal::bad_request(
        format!("The file has more than {longest} bytes."),
        format!("文件超过 {longest} 字节。"),
    )
    .with_status(StatusCode::PAYLOAD_TOO_LARGE)
}

fn too_slow() -> Refusal {
    Refusal::bad_request("The file came too slowly.", "文件传输过慢。")
        .with_status(StatusCode::REQUEST_TIMEOUT)
}

fn not_a_form() -> Refusal {
    Refusal::bad_request(
        "Send multipart/form-data with one field, file, that has a file name; it ended too early or has something else.",
        "请以 multipart/form-data 发送唯一的字段 file 并带文件名；当前请求不完整或含有其他内容。",
    )
}
