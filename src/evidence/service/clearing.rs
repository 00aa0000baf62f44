//! Removing what belongs to nothing: files that nobody attached, and what broken uploads and
//! removed files leave in the storage.

use crate::access::OpContext;
use crate::audit::Entry;
use crate::database::Transaction;
use crate::evidence::model::{REMOVED_AFTER, Record};
use crate::evidence::store;
use crate::kernel::Outcome;
use crate::kernel::ids::EvidenceFileId;

/// How many are removed in one transaction, so that none is long.
const BATCH: u64 = 200;

/// Removes files that waited too long for being attached, and bytes that nobody needs. The
/// caller commits the last transaction. The bytes go first: a row without them is found
/// again, bytes without a row never would be.
pub async fn clear(context: &OpContext) -> Outcome<Transaction> {
    loop {
        let (database, now) = (context.database(), context.now());
        let files = store::unattached_before(database, now - REMOVED_AFTER, BATCH).await?;
        let leftovers = store::leftovers_due(database, now, BATCH).await?;
        for id in files.iter().chain(&leftovers) {
            context.platform.storage.remove(&super::key(*id)).await?;
        }
        let is_last = files.len() as u64 != BATCH && leftovers.len() as u64 != BATCH;
        let transaction = context.begin().await?;
        note_removed(context, &transaction, &files).await?;
        store::remove_unattached(&transaction, files).await?;
        store::remove_leftovers(&transaction, leftovers).await?;
        if is_last {
            return Ok(transaction);
        }
        transaction.commit().await?;
    }
}

/// Removes the files of these records as part of `transaction`; their bytes go by the next
/// clearing. The caller has authorised.
pub async fn remove_files_of(
    context: &OpContext,
    transaction: &Transaction,
    records: &[Record],
) -> Outcome<()> {
    let found = store::files_of(transaction, records).await?;
    let ids: Vec<EvidenceFileId> = found.iter().map(|file| file.id).collect();
    store::insert_leftovers(transaction, None, context.now(), &ids).await?;
    note_removed(context, transaction, &ids).await?;
    store::remove_files(transaction, ids).await
}

async fn note_removed(
    context: &OpContext,
    transaction: &Transaction,
    ids: &[EvidenceFileId],
) -> Outcome<()> {
    for id in ids {
        let entry = Entry::new("evidence.removed", id);
        context.record(transaction, entry).await?;
    }
    Ok(())
}
