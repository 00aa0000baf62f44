//! A bucket as the storage: a small server of these tests that speaks as much of S3 as is
//! needed, and insists on signatures.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use plumbline::config::{BucketSettings, FilePlace, FileSettings, Secret};
use plumbline::storage::{Storage, UnfitStorage};

use super::*;
use crate::support::{Door, each_database};

/// What is in the bucket: objects by their paths, and parts of those that are not finished.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<String, Vec<u8>>,
    is_closed: bool,
}

/// Does what S3 does (its reference of operations: CreateMultipartUpload, UploadPart,
/// CompleteMultipartUpload, AbortMultipartUpload, PutObject, GetObject, DeleteObject).
async fn answer(bucket: web::Data<Bucket>, request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let mut contents = bucket.0.lock().unwrap();
    let signature = request.headers().get("authorization");
    let signature = signature
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let is_ours = signature.starts_with("AWS4-HMAC-SHA256 Credential=plumbline/");
    if !is_ours || contents.is_closed {
        let denied = "<Error><Code>AccessDenied</Code></Error>";
        return HttpResponse::build(StatusCode::FORBIDDEN).body(denied);
    }
    let path = request.path().to_owned();
    let query = request.query_string();
    match (request.method().as_str(), query) {
        ("POST", query) if query.starts_with("uploads") => {
            contents.parts.insert(path, Vec::new());
            HttpResponse::Ok().body("<InitiateMultipartUploadResult><Bucket>evidence</Bucket><Key>k</Key><UploadId>1</UploadId></InitiateMultipartUploadResult>")
        }
        ("POST", _) => {
            let Some(whole) = contents.parts.remove(&path) else {
                return HttpResponse::NotFound().finish();
            };
            contents.objects.insert(path, whole);
            HttpResponse::Ok().body(
                "<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>",
            )
        }
        ("PUT", query) if query.contains("partNumber") => {
            contents.parts.entry(path).or_default().extend(&body);
            HttpResponse::Ok().insert_header(("etag", "\"1\"")).finish()
        }
        ("PUT", _) => {
            contents.objects.insert(path, body.to_vec());
            HttpResponse::Ok().insert_header(("etag", "\"1\"")).finish()
        }
        ("GET", _) => match contents.objects.get(&path) {
            Some(object) => HttpResponse::Ok()
                .insert_header(("etag", "\"1\""))
                .insert_header(("last-modified", "Mon, 06 Apr 2026 02:00:00 GMT"))
                .body(object.clone()),
            None => HttpResponse::NotFound().body("<Error><Code>NoSuchKey</Code></Error>"),
        },
        ("DELETE", query) => {
            match query.contains("uploadId") {
                true => contents.parts.remove(&path),
                false => contents.objects.remove(&path),
            };
            HttpResponse::NoContent().finish()
        }
        _ => HttpResponse::MethodNotAllowed().finish(),
    }
}

impl Bucket {
    /// A server with a bucket, and how it is reached.
    fn open() -> (Self, FileSettings) {
        let bucket = Self::default();
        let data = web::Data::new(bucket.clone());
        let limit = web::PayloadConfig::new(20_000_000);
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .app_data(limit.clone())
                .default_service(web::to(answer))
        })
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
        let address = format!("http://{}", server.addrs()[0]);
        tokio::spawn(server.run());
        let settings = BucketSettings {
            bucket: "evidence".to_owned(),
            endpoint: Some(address.parse().unwrap()),
            region: "cn-hangzhou".to_owned(),
            access_key: "plumbline".to_owned(),
            secret_key: Secret::from("hush".to_owned()),
            path_style: true,
            allow_http: true,
        };
        let settings = FileSettings {
            place: FilePlace::Bucket(settings),
            longest: 12_000_000,
        };
        (bucket, settings)
    }

    fn objects(&self) -> Vec<(String, usize)> {
        let contents = self.0.lock().unwrap();
        let objects = contents.objects.iter();
        objects
            .map(|(path, bytes)| (path.clone(), bytes.len()))
            .collect()
    }
}

#[tokio::test]
async fn files_go_to_a_bucket_and_come_back() {
    each_database(async |mut app| {
        let (bucket, settings) = Bucket::open();
        app.platform.storage = Storage::open(&settings).unwrap();
        assert_eq!(app.platform.storage.check().await, Ok(()));
        assert_eq!(bucket.objects(), []);
        let door = Door::of(&app);
        let hr = app.hr().await;
        // More than what is handed over at once.
        let long = [PDF, &[7; 6_000_000]].concat();
        let file = door.upload(&hr, "长.pdf", &long).await;
        assert_eq!(
            bucket.objects(),
            [(format!("/evidence/evidence/{file}"), long.len())]
        );
        let got = door.download(&hr, &file).await;
        assert_eq!((got.status, got.body == long), (200, true));
        assert_eq!(stored(&app), 0, "nothing is in the folder");

        let refused = door.try_upload(&hr, "a.png", &long).await;
        assert_eq!(refused.status, 415);
        assert_eq!(bucket.objects().len(), 1);
        assert!(bucket.0.lock().unwrap().parts.is_empty());

        app.pass(chrono::TimeDelta::hours(26));
        app.run_due_jobs().await;
        assert_eq!(bucket.objects(), []);
    })
    .await;
}

#[tokio::test]
async fn a_bucket_that_keeps_us_out_is_told() {
    let (bucket, settings) = Bucket::open();
    let storage = Storage::open(&settings).unwrap();
    bucket.0.lock().unwrap().is_closed = true;
    let checked = storage.check().await;
    assert!(
        matches!(&checked, Err(UnfitStorage::Wrong(what)) if what.contains("evidence") && !what.contains("hush")),
        "{checked:?}"
    );
    // Where nobody listens, it may be so for a while only.
    let FilePlace::Bucket(mut place) = settings.place.clone() else {
        unreachable!("it is a bucket")
    };
    place.endpoint = Some("http://127.0.0.1:9".parse().unwrap());
    let settings = FileSettings {
        place: FilePlace::Bucket(place),
        ..settings
    };
    let checked = Storage::open(&settings).unwrap().check().await;
    assert!(
        matches!(checked, Err(UnfitStorage::Silent(_))),
        "{checked:?}"
    );
}

#[tokio::test]
async fn a_bucket_that_is_away_is_no_loss() {
    each_database(async |mut app| {
        let (bucket, settings) = Bucket::open();
        app.platform.storage = Storage::open(&settings).unwrap();
        let door = Door::of(&app);
        let hr = app.hr().await;
        let file = door.upload(&hr, "a.pdf", PDF).await;
        bucket.0.lock().unwrap().is_closed = true;
        for reply in [
            door.download(&hr, &file).await,
            door.try_upload(&hr, "b.pdf", PDF).await,
        ] {
            assert_eq!(reply.status, 503);
            assert_eq!(
                reply.json()["errors"][0]["extensions"]["code"],
                "UNAVAILABLE"
            );
            assert_eq!(reply.header("retry-after"), Some("2"));
        }
        bucket.0.lock().unwrap().is_closed = false;
        assert_eq!(door.download(&hr, &file).await.status, 200);
        assert_eq!(kept(&app).await, ["a.pdf -"]);
    })
    .await;
}
