//! Opening the storage that the settings name, and finding out whether it can be used.

use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStoreExt as _, RetryConfig};

use super::{Storage, place};
use crate::config::{BucketSettings, FilePlace, FileSettings};
use crate::kernel::{Clock, Ids};
use crate::outgoing;

/// What is handed over to a folder at once, in bytes.
const FOLDER_PART: usize = 256 * 1024;
/// What is handed over to a bucket at once: the least that S3 takes of a file in parts.
const BUCKET_PART: usize = 5 * 1024 * 1024;
/// How long a bucket has to take a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// How long a bucket has for one part, or for a whole file on its way out.
const ANSWER: Duration = Duration::from_secs(120);
/// How long something is tried again that a bucket could not do at once.
const PATIENCE: Duration = Duration::from_secs(4);
/// What the check writes and removes again: each under a name of its own, for several
/// servers may start at once.
const CHECK: &str = "check";

/// Why a storage cannot be used, in words that name the setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnfitStorage {
    /// Somebody has to change something.
    Wrong(String),
    /// It does not answer; it may do so later.
    Silent(String),
}

impl Storage {
    /// The storage that the settings name. A folder is made if there is none, for nobody
    /// else to read; a bucket is not asked yet.
    pub fn open(settings: &FileSettings) -> Result<Self, UnfitStorage> {
        match &settings.place {
            FilePlace::Folder(path) => Self::folder(path, settings.longest),
            FilePlace::Bucket(bucket) => Self::bucket(bucket, settings.longest),
        }
    }

    fn folder(path: &Folder, longest: u64) -> Result<Self, UnfitStorage> {
        let unfit = |cause: String| {
            let path = path.display();
            UnfitStorage::Wrong(format!("files_dir {path} cannot be used: {cause}"))
        };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .map_err(|error| unfit(error.to_string()))?;
        let folder = LocalFileSystem::new_with_prefix(path);
        let folder = folder.map_err(|error| unfit(error.to_string()))?;
        Ok(Self {
            // What was acknowledged survives a power cut.
            objects: Arc::new(folder.with_fsync(true)),
            part: FOLDER_PART,
            longest,
        })
    }

    fn bucket(settings: &BucketSettings, longest: u64) -> Result<Self, UnfitStorage> {
        outgoing::choose_cryptography();
        let client = ClientOptions::new()
            .with_connect_timeout(CONNECT)
            .with_timeout(ANSWER)
            .with_allow_http(settings.allow_http);
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: 2,
            retry_timeout: PATIENCE,
        };
        let mut builder = AmazonS3Builder::new()
            .with_client_options(client)
            .with_retry(retry)
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(settings.secret_key.reveal())
            .with_virtual_hosted_style_request(!settings.path_style)
            // Files are removed one by one, which every server that speaks S3 can do.
            .with_disable_bulk_delete(true);
        if let Some(endpoint) = settings.address() {
            builder = builder.with_endpoint(endpoint);
        }
        let bucket = builder.build().map_err(|error| {
            UnfitStorage::Wrong(format!("s3_bucket cannot be used: {}", causes(&error)))
        })?;
        Ok(Self {
            objects: Arc::new(bucket),
            part: BUCKET_PART,
            longest,
        })
    }

    /// Finds out whether files can be written, read and removed, by doing so.
    pub async fn check(&self) -> Result<(), UnfitStorage> {
        let own = Ids::new(Clock::system()).unlinkable();
        let place = place(&format!("{CHECK}-{own}"));
        let checked = async {
            self.objects
                .put(&place, CHECK.as_bytes().to_vec().into())
                .await?;
            self.objects.get(&place).await?.bytes().await?;
            self.objects.delete(&place).await
        };
        checked.await.map_err(|error| {
            let said = format!("{}: {}", self.objects, causes(&error));
            match error {
                Error::NotFound { .. }
                | Error::PermissionDenied { .. }
                | Error::Unauthenticated { .. } => UnfitStorage::Wrong(said),
                _ if self.part == FOLDER_PART => UnfitStorage::Wrong(said),
                _ => UnfitStorage::Silent(said),
            }
        })
    }
}

/// An error with what is behind it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text.replace(['\n', '\r'], " ")
}
