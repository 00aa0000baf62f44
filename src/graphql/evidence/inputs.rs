//! Files in inputs.

use async_graphql::ID;

use crate::evidence::MOST_FILES;
use crate::kernel::Parse;
use crate::kernel::ids::EvidenceFileId;

/// The files named in the list `field`; each that is none is told with its place.
pub(crate) fn file_ids(
    parse: &mut Parse,
    field: &str,
    ids: Vec<ID>,
) -> Option<Vec<EvidenceFileId>> {
    parse.list(field, ids, MOST_FILES, |parse, id| {
        parse.entry_id(&id, "evidence file", "证据文件")
    })
}

/// The files named in the list `evidenceIds`, which may be left out.
pub(crate) fn file_ids_of(parse: &mut Parse, ids: Option<Vec<ID>>) -> Option<Vec<EvidenceFileId>> {
    file_ids(parse, "evidenceIds", ids.unwrap_or_default())
}
