//! Files through the door: the form, and what is refused before anybody is asked.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};

use super::support::{Knock, Reply, Stub};
use crate::evidence::{Content, EvidenceFile, Kind, Stopped};
use crate::http::application::Application as _;
use crate::http::caller::Caller;

/// How long a file may be that the application behind the door takes.
pub(super) const LONGEST_FILE: u64 = 1_000;

fn file(name: &str, size: u64) -> EvidenceFile {
    EvidenceFile {
        id: uuid::Uuid::nil().into(),
        name: name.to_owned(),
        kind: Kind::Text,
        size,
        sha256: "0".repeat(64),
        uploaded_at: chrono::DateTime::UNIX_EPOCH,
        uploaded_by: uuid::Uuid::nil().into(),
        record: None,
    }
}

/// Counts the bytes of a file.
pub(super) async fn upload<E>(
    stub: &Stub,
    caller: &Caller,
    name: &str,
    mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<EvidenceFile, Stopped<E>> {
    stub.identify(caller).await?;
    let mut size = 0;
    while let Some(bytes) = content.next().await {
        size += bytes.map_err(Stopped::OnTheWay)?.len() as u64;
    }
    stub.touched
        .fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    Ok(file(name, size))
}

/// A file called `whole`, and one that breaks off on the way.
pub(super) fn download(id: &str) -> Option<(EvidenceFile, Content)> {
    let part = || Ok(Bytes::from_static(b"plumb"));
    let content = match id {
        "whole" => Content::Whole(stream::iter([part(), part()]).boxed()),
        "damaged" => Content::Damaged,
        _ => return None,
    };
    Some((file("清单 \"一\";\r.txt", 10), content))
}

const BOUNDARY: &str = "----a-boundary";

fn part(head: &str, content: &str) -> String {
    format!("--{BOUNDARY}\r\n{head}\r\n\r\n{content}\r\n")
}

fn named(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"file\"; {name}\r\nContent-Type: text/html")
}

async fn send(knock: &Knock, body: String) -> Reply {
    let request = TestRequest::post()
        .uri("/files")
        .insert_header(("authorization", "Bearer somebody"))
        .insert_header((
            "content-type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        ))
        .insert_header(("content-length", body.len().to_string()))
        .set_payload(body);
    knock.send(request).await
}

fn end() -> String {
    format!("--{BOUNDARY}--\r\n")
}

#[actix_web::test]
async fn a_form_with_a_file_is_taken_with_the_name_that_it_has() {
    for (head, name) in [
        ("filename=\"a.txt\"", "a.txt"),
        ("filename=\"三月 清单.txt\"", "三月 清单.txt"),
        ("filename=\"a\\\"b.txt\"", "a\"b.txt"),
        (
            "filename=\"x.txt\"; filename*=UTF-8''%E6%B8%85%E5%8D%95.txt",
            "清单.txt",
        ),
    ] {
        let knock = Knock::new();
        let reply = send(&knock, part(&named(head), "plumb") + &end()).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let json = reply.json();
        assert_eq!(json["name"], name);
        assert_eq!(json["size"], 5);
        assert_eq!(json["mediaType"], "text/plain");
        assert_eq!(json["id"], "fil_00000000000000000000000000000000");
        assert_eq!(knock.touched(), 1);
    }
}

#[actix_web::test]
async fn what_is_no_such_form_is_refused_and_nothing_is_kept() {
    let field = "Content-Disposition: form-data; name=\"other\"";
    let other = field.replace("other", "file");
    let long = format!("{}: {}", "X-Long", "a".repeat(100_000));
    for body in [
        String::new(),
        end(),
        part(field, "a") + &end(),
        part(&other, "a") + &end(),
        part(&named("filename=\"a.txt\""), "a") + &part(field, "b") + &end(),
        part(&named("filename=\"a.txt\""), "a"),
        format!("--{BOUNDARY}\r\n{long}\r\n\r\n{}", end()),
        "junk".repeat(50),
    ] {
        let knock = Knock::new();
        let start: String = body.chars().take(60).collect();
        let reply = send(&knock, body).await;
        // One of them is too long before it is no form.
        assert!(
            [400, 413].contains(&reply.status.as_u16()),
            "{start}: {}",
            reply.text()
        );
        assert_eq!(reply.code(), "BAD_REQUEST", "{start}");
        assert_eq!(knock.touched(), 0, "{start}");
    }
    let knock = Knock::new();
    let request = TestRequest::post()
        .uri("/files")
        .insert_header(("authorization", "Bearer somebody"))
        .insert_header(("content-type", "application/json"))
        .set_payload("{}");
    let reply = knock.send(request).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "BAD_REQUEST")
    );
}

#[actix_web::test]
async fn nobody_sends_and_gets_nothing() {
    let knock = Knock::new();
    for request in [
        TestRequest::post().uri("/files"),
        TestRequest::get().uri("/files/whole"),
        TestRequest::get().uri("/files/nothing"),
        TestRequest::get()
            .uri("/files/whole")
            .insert_header(("authorization", "Bearer bad")),
        TestRequest::post()
            .uri("/files")
            .insert_header(("authorization", "Bearer bad")),
    ] {
        let reply = knock.send(request).await;
        assert_eq!(reply.status, 401);
        assert_eq!(reply.code(), "UNAUTHENTICATED");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    }
    assert_eq!(knock.touched(), 0);
}

#[actix_web::test]
async fn too_long_is_known_from_the_head() {
    let knock = Knock::new();
    let body = part(&named("filename=\"a.txt\""), &"a".repeat(20_000)) + &end();
    let reply = send(&knock, body).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (413, "BAD_REQUEST")
    );
    assert_eq!(knock.touched(), 0);
}

#[actix_web::test]
async fn only_so_many_files_are_on_their_way_at_one_time() {
    let knock = Knock::with(|settings| settings.transfers = 0);
    let body = part(&named("filename=\"a.txt\""), "a") + &end();
    let reply = send(&knock, body).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (503, "UNAVAILABLE")
    );
    assert_eq!(reply.header("retry-after"), Some("2"));
}

#[actix_web::test]
async fn a_file_goes_out_to_be_saved_and_not_shown() {
    let knock = Knock::new();
    let get = |id: &str| {
        TestRequest::get()
            .uri(&format!("/files/{id}"))
            .insert_header(("authorization", "Bearer somebody"))
    };
    let reply = knock.send(get("whole")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.text(), "plumbplumb");
    for (header, value) in [
        ("content-type", "text/plain"),
        (
            "content-disposition",
            "attachment; filename*=UTF-8''%E6%B8%85%E5%8D%95%20%22%E4%B8%80%22%3B%0D.txt",
        ),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        ("cache-control", "private, no-store"),
        ("etag", &format!("\"{}\"", "0".repeat(64))),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(reply.header(header), Some(value), "{header}");
    }
    let reply = knock.send(get("nothing")).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (404, "BAD_REQUEST")
    );
    let reply = knock.send(get("damaged")).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (500, "INTERNAL")
    );
    assert!(reply.text().contains("damaged"), "{}", reply.text());
}

#[actix_web::test]
async fn what_is_behind_a_link_can_be_asked_without_the_file() {
    let knock = Knock::new();
    let whole = || {
        TestRequest::default()
            .uri("/files/whole")
            .insert_header(("authorization", "Bearer somebody"))
    };
    let file = knock.send(whole()).await;
    let head = knock.send(whole().method(Method::HEAD)).await;
    assert_eq!(head.status, 200);
    for name in ["content-type", "content-disposition", "etag"] {
        assert!(head.header(name).is_some(), "{name}");
        assert_eq!(head.header(name), file.header(name), "{name}");
    }
}

#[actix_web::test]
async fn other_methods_are_told_which_are_right() {
    let knock = Knock::new();
    for (request, allowed) in [
        (TestRequest::get().uri("/files"), "POST"),
        (TestRequest::delete().uri("/files/whole"), "GET, HEAD"),
        (TestRequest::post().uri("/files/whole"), "GET, HEAD"),
    ] {
        let reply = knock.send(request).await;
        assert_eq!(reply.status, 405);
        assert_eq!(reply.header("allow"), Some(allowed));
    }
}

#[actix_web::test]
async fn what_does_not_answer_is_told_as_such() {
    let knock = Knock::new();
    knock
        .stub
        .broken
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let body = part(&named("filename=\"a.txt\""), "a") + &end();
    let reply = send(&knock, body).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (503, "UNAVAILABLE")
    );
}
