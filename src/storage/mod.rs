//! Where the bytes of files are: a folder of this machine, or a bucket of a server that
//! speaks S3. What the files mean, and who may have them, is known above.
//!
//! Invariants: nothing is there under its key before all of it is; a key is made of an id
//! and never of what somebody called a file; nothing of this is called within a
//! transaction, for a bucket may be slow.

mod open;
#[cfg(test)]
mod tests;

pub use open::UnfitStorage;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::path::Path;
use object_store::{Error, MultipartUpload, ObjectStore, ObjectStoreExt as _};

use crate::kernel::{Failure, Outcome};

/// Under what everything is, so that a bucket may hold other things too.
const ROOM: &str = "evidence";

/// Where the bytes of files are. Clones share it.
#[derive(Clone)]
pub struct Storage {
    objects: Arc<dyn ObjectStore>,
    /// How many bytes are handed over at once; as many are held in memory for each file
    /// that is written.
    part: usize,
    /// How long a file may be.
    longest: u64,
}

/// The bytes of a file, part by part.
pub type Bytestream = BoxStream<'static, Outcome<Bytes>>;

impl Storage {
    /// How many bytes a file may have.
    pub fn longest(&self) -> u64 {
        self.longest
    }

    /// Begins to write what will be there under `key` once it is finished.
    pub async fn begin(&self, key: &str) -> Outcome<Writing> {
        let begun = self.objects.put_multipart(&place(key)).await;
        Ok(Writing {
            upload: begun.map_err(failed)?,
            held: BytesMut::new(),
            part: self.part,
        })
    }

    /// What is there under `key`; `None` if nothing is.
    pub async fn read(&self, key: &str) -> Outcome<Option<Bytestream>> {
        match self.objects.get(&place(key)).await {
            Ok(found) => {
                let parts = found.into_stream().map(|part| part.map_err(failed));
                Ok(Some(parts.boxed()))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes what is there under `key`, if anything is.
    pub async fn remove(&self, key: &str) -> Outcome<()> {
        match self.objects.delete(&place(key)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// A file that is written and not there yet. Dropped, it never will be.
pub struct Writing {
    upload: Box<dyn MultipartUpload>,
    held: BytesMut,
    part: usize,
}

impl Writing {
    /// Writes what comes next.
    pub async fn write(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.held.extend_from_slice(bytes);
        while self.held.len() >= self.part {
            let part = self.held.split_to(self.part).freeze();
            self.hand_over(part).await?;
        }
        Ok(())
    }

    /// Makes everything that was written be there, durably.
    pub async fn finish(mut self) -> Outcome<()> {
        if !self.held.is_empty() {
            let rest = self.held.split().freeze();
            self.hand_over(rest).await?;
        }
        self.upload.complete().await.map(drop).map_err(failed)
    }

    /// Leaves nothing of what was written. A bucket that does not answer keeps the parts
    /// until its own rules clear them away.
    pub async fn give_up(mut self) {
        if let Err(error) = self.upload.abort().await {
            tracing::warn!(cause = %error, "what was written of a file could not be cleared away");
        }
    }

    async fn hand_over(&mut self, part: Bytes) -> Outcome<()> {
        self.upload.put_part(part.into()).await.map_err(failed)
    }
}

fn place(key: &str) -> Path {
    Path::from_iter([ROOM, key])
}

/// A full disk and a bucket that does not answer are the same to whoever asks: later it
/// may work. What exactly went wrong is in the log.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where errors are turned into failures"
)]
fn failed(error: Error) -> Failure {
    tracing::error!(cause = %error, "the storage of files failed");
    Failure::Unavailable
}
