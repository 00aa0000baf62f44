//! A file on its way out.

use std::io;
use std::panic::AssertUnwindSafe;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{FutureExt as _, StreamExt as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::application::Application;
use super::super::door::Door;
use super::super::refusal::Refusal;
use super::{answer, somebody};
use crate::evidence::{Content, EvidenceFile};
use crate::storage::Bytestream;

/// What stands for itself in a name (RFC 5987, section 3.2.1: `attr-char`).
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Whatever is in it, a browser shows it on no page and carries nothing of it out.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Gives a file to whoever may see it.
pub(super) async fn get<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
) -> HttpResponse {
    match find(&door, &request).await {
        Ok((file, content)) => give(&file, content),
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            answer(refusal, &request)
        }
    }
}

/// The file, once it is known to be whole: until then it takes one of the places.
async fn find<A: Application>(
    door: &Door<A>,
    request: &HttpRequest,
) -> Result<(EvidenceFile, Bytestream), Refusal> {
    let settings = &door.settings;
    let caller = somebody(door, request)?;
    let _place = door.transfer()?;
    let id = request.match_info().get("id").unwrap_or_default();
    let found = AssertUnwindSafe(door.application.file_download(caller, id)).catch_unwind();
    match tokio::time::timeout(settings.transfer_timeout, found).await {
        Ok(Ok(Ok(Some((file, Content::Whole(content)))))) => Ok((file, content)),
        Ok(Ok(Ok(Some((_, Content::Damaged))))) => Err(damaged()),
        Ok(Ok(Ok(None))) => Err(no_such_file()),
        Ok(Ok(Err(failure))) => Err(Refusal::from_failure(failure, settings.retry_after)),
        Ok(Err(_)) => {
            tracing::error!("giving a file out panicked");
            Err(Refusal::internal())
        }
        Err(_) => Err(Refusal::unavailable(settings.retry_after)),
    }
}

fn give(file: &EvidenceFile, content: Bytestream) -> HttpResponse {
    // The connection breaks, so that a part of a file is not taken for the whole.
    let content = content.map(|part| part.map_err(|_| io::Error::other("the storage broke off")));
    let name = utf8_percent_encode(&file.name, NAME);
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.kind.as_str()))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((ETAG, format!("\"{}\"", file.sha256)))
        .body(SizedStream::new(file.size, content))
}

fn no_such_file() -> Refusal {
    Refusal::bad_request(
        "There is no such file, or you may not see it.",
        "没有这个文件，或您无权查看。",
    )
    .with_status(StatusCode::NOT_FOUND)
}

/// What cannot be given as it came in is not given at all, and said so.
fn damaged() -> Refusal {
    let (english, chinese) = (
        "The file is damaged in the storage. Whoever runs the server can restore it from a backup.",
        "该文件在存储中已损坏，请联系系统管理员从备份中恢复。",
    );
    Refusal::broken(english, chinese)
}
