//! What many fields of one request need of evidence files.

use crate::attachments;
use crate::evidence::{self, Record};
use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::EvidenceFileId;

/// The loaders of one request.
pub(crate) struct EvidenceLoaders {
    pub(crate) files: BatchLoader<EvidenceFileId, evidence::EvidenceFile>,
    pub(crate) of_records: BatchLoader<Record, Vec<evidence::EvidenceFile>>,
}

impl EvidenceLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            files: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = attachments::files_by_id(&context, ids).await?;
                    Ok(index(found, |file| file.id))
                })
            }),
            of_records: batch(batches, |context, records| {
                Box::pin(async move {
                    let found = evidence::files_of(&context, records).await?;
                    let attached = found
                        .into_iter()
                        .filter_map(|file| file.record.map(|record| (record, file)));
                    Ok(group(attached.collect(), |pair| pair))
                })
            }),
        }
    }
}
