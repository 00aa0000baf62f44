//! Who sees which evidence file, and adds to what: asked of those who own the records.
//!
//! It has no tables. It stands above everything that files are attached to, so that
//! [`evidence`] below needs to know nothing of issues, appeals and requests.
//!
//! Invariants: a file is seen by whoever sees its record, and before it is attached by its
//! uploader alone; a file that may not be seen and one that does not exist are the same;
//! whoever got a file is in the trail before it is given.

use std::collections::HashSet;

use serde_json::json;

use crate::access::{Action, OpContext};
use crate::evidence::{self, Content, EvidenceFile, Record};
use crate::kernel::Outcome;
use crate::kernel::ids::EvidenceFileId;
use crate::{kpi, rectification, surveys};

/// The files with these ids, in any order; those that may not be seen are missing.
pub async fn files_by_id(
    context: &OpContext,
    ids: Vec<EvidenceFileId>,
) -> Outcome<Vec<EvidenceFile>> {
    let found = evidence::files_by_id(context.database(), ids).await?;
    let records: HashSet<Record> = found.iter().filter_map(|file| file.record).collect();
    let seen = seen_records(context, records).await?;
    let uploads = context.scope(Action::EvidenceUpload).await?;
    let is_seen = |file: &EvidenceFile| match file.record {
        Some(record) => seen.contains(&record),
        None => uploads
            .account
            .is_some_and(|account| file.waits_for(account, context.now())),
    };
    Ok(found.into_iter().filter(is_seen).collect())
}

/// A file with its bytes, for whoever may see it; `None` for everybody else. What is given is
/// noted in the audit trail first.
pub async fn file_download(
    context: &OpContext,
    id: EvidenceFileId,
) -> Outcome<Option<(EvidenceFile, Content)>> {
    context.signed_in()?;
    let found = files_by_id(context, vec![id]).await?;
    let Some(file) = found.into_iter().next() else {
        return Ok(None);
    };
    let content = evidence::open(context, &file).await?;
    if let Content::Whole(_) = content {
        let record = file.record.map(|record| record.to_string());
        let details = json!({ "record": record });
        context
            .record_read("evidence.read", file.id, details)
            .await?;
    }
    Ok(Some((file, content)))
}

/// Attaches files that the actor has uploaded to something that the actor may change; all of
/// its files afterwards.
pub async fn evidence_attach(
    context: &OpContext,
    subject: Record,
    files: Vec<EvidenceFileId>,
) -> Outcome<Vec<EvidenceFile>> {
    match subject {
        Record::Issue(id) => rectification::issue_attach(context, id, &files).await?,
        Record::Action(id) => rectification::action_attach(context, id, &files).await?,
        Record::Appeal(id) => kpi::appeal_attach(context, id, &files).await?,
        Record::Exclusion(id) => surveys::exclusion_attach(context, id, &files).await?,
    }
    evidence::files_of(context, vec![subject]).await
}

/// Those of the records that the actor sees.
async fn seen_records(context: &OpContext, records: HashSet<Record>) -> Outcome<HashSet<Record>> {
    let (mut issues, mut actions) = (Vec::new(), Vec::new());
    let (mut appeals, mut exclusions) = (Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Issue(id) => issues.push(id),
            Record::Action(id) => actions.push(id),
            Record::Appeal(id) => appeals.push(id),
            Record::Exclusion(id) => exclusions.push(id),
        }
    }
    let mut seen = HashSet::new();
    if !issues.is_empty() {
        let found = rectification::issues_by_id(context, issues).await?;
        seen.extend(found.into_iter().map(|it| Record::Issue(it.id)));
    }
    if !actions.is_empty() {
        let found = rectification::seen_actions(context, actions).await?;
        seen.extend(found.into_iter().map(Record::Action));
    }
    if !appeals.is_empty() {
        let found = kpi::appeals_by_id(context, appeals).await?;
        seen.extend(found.into_iter().map(|it| Record::Appeal(it.id)));
    }
    if !exclusions.is_empty() {
        let found = surveys::exclusions_by_id(context, exclusions).await?;
        seen.extend(found.into_iter().map(|it| Record::Exclusion(it.id)));
    }
    Ok(seen)
}
