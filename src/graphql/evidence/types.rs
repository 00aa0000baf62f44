//! Evidence files as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::EvidenceLoaders;
use crate::evidence::{self, Record};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::Moment;

/// A file that shows something (证据文件). For whoever sees the record that it is attached to;
/// before it is attached, for its uploader alone.
#[derive(Clone)]
pub(crate) struct EvidenceFile(pub(super) evidence::EvidenceFile);

impl From<evidence::EvidenceFile> for EvidenceFile {
    fn from(file: evidence::EvidenceFile) -> Self {
        Self(file)
    }
}

/// The files of a record that the viewer sees, in the order in which they came in.
pub(crate) async fn evidence_of(
    context: &Context<'_>,
    record: Record,
) -> Result<Vec<EvidenceFile>> {
    let loaders = context.data::<EvidenceLoaders>()?;
    let found = loaders.of_records.one(context, record).await?;
    Ok(found
        .unwrap_or_default()
        .into_iter()
        .map(EvidenceFile)
        .collect())
}

/// A file that shows something (证据文件). For whoever sees the record that it is attached to;
/// before it is attached, for its uploader alone.
#[Object]
impl EvidenceFile {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What the uploader calls it, with its ending, 1 to 200 characters.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is, such as `application/pdf`, found by its content.
    async fn media_type(&self) -> &str {
        self.0.kind.as_str()
    }

    /// How long it is, in bytes.
    async fn size(&self) -> u64 {
        self.0.size
    }

    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// Who sent it.
    async fn uploaded_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.uploaded_by)).await
    }

    /// When it came in.
    async fn uploaded_at(&self) -> Moment {
        self.0.uploaded_at.into()
    }

    /// Where its bytes are, on the server that answers this: by `GET`, with the same
    /// `Authorization`.
    async fn url(&self) -> String {
        format!("/files/{}", self.0.id)
    }
}
