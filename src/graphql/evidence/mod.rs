//! Evidence files in the API: named, listed and attached here; their bytes come and go by
//! `/files`.

mod inputs;
mod loaders;
mod mutations;
mod types;

pub(crate) use inputs::{file_ids, file_ids_of};
pub(crate) use loaders::EvidenceLoaders;
pub(crate) use mutations::EvidenceMutations;
pub(crate) use types::{EvidenceFile, evidence_of};
