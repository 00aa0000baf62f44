//! Attaching files.

use async_graphql::{Context, ID, Object, Result};

use super::file_ids;
use super::types::EvidenceFile;
use crate::attachments;
use crate::evidence;
use crate::graphql::base::{answer, payload, signed_in};
use crate::kernel::Parse;

payload! {
    /// The answer of `evidenceAttach`.
    EvidenceAttachPayload from files: Vec<evidence::EvidenceFile> {
        /// All files of the record, in the order in which they came in.
        files: Vec<EvidenceFile> = files.into_iter().map(EvidenceFile).collect(),
    }
}

#[derive(Default)]
pub(crate) struct EvidenceMutations;

#[Object]
impl EvidenceMutations {
    /// Attaches files that one has uploaded by `POST /files`, where they stay from then on.
    /// To an issue that is open: HR, EXECUTIVE, MANAGER of the own subtree. To an action of
    /// one: its owner, or whoever plans for the department. To an appeal or a request to leave
    /// a contact out that nobody has decided: whoever asked. A record has 20 files at most.
    /// NOT_FOUND for files of others and those that waited for more than a day, INVALID_STATE
    /// for those that are attached already.
    async fn evidence_attach(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "An issue, an action, an appeal, or a request to leave a contact out.")]
        subject_id: ID,
        #[graphql(desc = "The files, 1 to 20.")] file_ids: Vec<ID>,
    ) -> Result<EvidenceAttachPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let subject = parse.id("subjectId", &subject_id, "record", "记录");
        let files = self::file_ids(&mut parse, "fileIds", file_ids);
        let done = async {
            let (subject, files) = parse.finish(subject.zip(files))?;
            attachments::evidence_attach(operation, subject, files).await
        };
        answer(context, done.await)
    }
}
