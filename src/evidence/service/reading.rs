//! Reading files. Who may is decided by those who know the records.

use futures_util::StreamExt as _;

use super::key;
use crate::access::OpContext;
use crate::database::Handle;
use crate::evidence::model::{Digest, EvidenceFile, Record};
use crate::evidence::store;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EvidenceFileId};
use crate::storage::Bytestream;

/// The files of these records, which the actor may see, in the order in which they came in.
pub async fn files_of(context: &OpContext, records: Vec<Record>) -> Outcome<Vec<EvidenceFile>> {
    store::files_of(context.database(), &records).await
}

/// The files of these records, in the order in which they came in. The caller has authorised.
pub async fn kept_files_of(handle: &impl Handle, records: &[Record]) -> Outcome<Vec<EvidenceFile>> {
    store::files_of(handle, records).await
}

/// The files with these ids, whoever may see them.
pub async fn files_by_id(
    handle: &impl Handle,
    ids: Vec<EvidenceFileId>,
) -> Outcome<Vec<EvidenceFile>> {
    store::files_by_id(handle, ids).await
}

/// The files that an account has uploaded, the oldest first. The caller has authorised.
pub async fn files_uploaded_by(
    handle: &impl Handle,
    account: AccountId,
) -> Outcome<Vec<EvidenceFile>> {
    store::files_uploaded_by(handle, account).await
}

/// What is in the storage for a file.
pub enum Content {
    /// The bytes that came in.
    Whole(Bytestream),
    /// Others, or none.
    Damaged,
}

/// The bytes of a file that the actor may see, once it is known that they are those that
/// came in; of a file that is damaged or gone none are given. Read twice, and never held
/// whole.
pub async fn open(context: &OpContext, file: &EvidenceFile) -> Outcome<Content> {
    let key = key(file.id);
    if is_whole(context, file, &key).await?
        && let Some(content) = context.platform.storage.read(&key).await?
    {
        return Ok(Content::Whole(content));
    }
    tracing::error!(file = %file.id, "an evidence file is damaged or missing in the storage");
    Ok(Content::Damaged)
}

async fn is_whole(context: &OpContext, file: &EvidenceFile, key: &str) -> Outcome<bool> {
    let Some(mut content) = context.platform.storage.read(key).await? else {
        return Ok(false);
    };
    let mut digest = Digest::default();
    while let Some(bytes) = content.next().await {
        digest.add(&bytes?);
    }
    let found = digest.finish();
    Ok(found.size == file.size && found.sha256 == file.sha256)
}
