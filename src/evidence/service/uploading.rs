//! Taking a file in: looked at while it goes to the storage, so that it is never held whole.

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::{Stream, StreamExt as _};
use serde_json::json;

use super::key;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::evidence::model::{EvidenceFile, FileName, Found, Inspection};
use crate::evidence::{error, store};
use crate::kernel::ids::{AccountId, EvidenceFileId};
use crate::kernel::{Failure, Outcome, Problem};

/// How many files of one account may wait for being attached, uploads under way included.
const MOST_UNATTACHED: u64 = 40;

/// When the bytes of an upload that broke off are removed: no upload takes so long.
const OVER_AFTER: TimeDelta = TimeDelta::hours(1);

/// Uploads are counted one after the other.
const UPLOAD_TURN: i64 = 0x706c_756d_6265_7669;

/// Why there is no file.
#[derive(Debug)]
pub enum Stopped<E> {
    /// Its bytes ended too early, or came too slowly.
    OnTheWay(E),
    /// It is not taken, or cannot be.
    Here(Failure),
}

impl<E> From<Failure> for Stopped<E> {
    fn from(failure: Failure) -> Self {
        Self::Here(failure)
    }
}

impl<E> From<Problem> for Stopped<E> {
    fn from(problem: Problem) -> Self {
        Self::Here(problem.into())
    }
}

/// Takes in a file that is called `name`: from now on it belongs to whoever sent it, for a
/// day, and to what it is attached to afterwards.
pub async fn file_upload<E>(
    context: &OpContext,
    name: &str,
    content: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<EvidenceFile, Stopped<E>> {
    context.authorize(Action::EvidenceUpload).await?;
    let account = context.signed_in()?.account_id;
    let name = FileName::parse(name)?;
    let id = context.id();
    begin(context, account, id).await?;
    let found = match receive(context, id, &name, content).await {
        Ok(found) => found,
        Err(stopped) => {
            // Where that fails, the upload is found to be over in an hour.
            let _ = forget(context, id).await;
            return Err(stopped);
        }
    };
    let file = EvidenceFile {
        id,
        kind: name.kind(),
        name: name.into_string(),
        size: found.size,
        sha256: found.sha256,
        uploaded_at: context.now(),
        uploaded_by: account,
        record: None,
    };
    keep(context, &file).await?;
    Ok(file)
}

/// Notes that something will be in the storage, before it is.
async fn begin(context: &OpContext, account: AccountId, id: EvidenceFileId) -> Outcome<()> {
    let transaction = context.begin().await?;
    transaction.take_turn(UPLOAD_TURN).await?;
    if store::count_unattached(&transaction, account).await? >= MOST_UNATTACHED {
        return Err(error::too_many_unattached(MOST_UNATTACHED).into());
    }
    let due = context.now() + OVER_AFTER;
    store::insert_leftovers(&transaction, Some(account), due, &[id]).await?;
    transaction.commit().await
}

/// Brings the bytes into the storage, where they are only once all is well with them.
async fn receive<E>(
    context: &OpContext,
    id: EvidenceFileId,
    name: &FileName,
    mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<Found, Stopped<E>> {
    let storage = &context.platform.storage;
    let mut inspection = Inspection::of(name.kind(), storage.longest());
    let mut writing = storage.begin(&key(id)).await?;
    let written = async {
        while let Some(bytes) = content.next().await {
            let bytes = bytes.map_err(Stopped::OnTheWay)?;
            inspection.add(&bytes)?;
            writing.write(&bytes).await?;
        }
        Ok::<_, Stopped<E>>(inspection.finish()?)
    };
    match written.await {
        Ok(found) => {
            writing.finish().await?;
            Ok(found)
        }
        Err(stopped) => {
            writing.give_up().await;
            Err(stopped)
        }
    }
}

/// Nothing came of an upload.
async fn forget(context: &OpContext, id: EvidenceFileId) -> Outcome<()> {
    let transaction = context.begin().await?;
    store::remove_leftovers(&transaction, vec![id]).await?;
    transaction.commit().await
}

/// The bytes are there: the file is kept. The trail gets no name, which may be a person's.
async fn keep(context: &OpContext, file: &EvidenceFile) -> Outcome<()> {
    let transaction = context.begin().await?;
    store::insert_file(&transaction, file).await?;
    store::remove_leftovers(&transaction, vec![file.id]).await?;
    let told = json!({ "mediaType": file.kind, "size": file.size, "sha256": file.sha256 });
    let entry = Entry::new("evidence.uploaded", file.id).after(told);
    context.record(&transaction, entry).await?;
    transaction.commit().await
}
