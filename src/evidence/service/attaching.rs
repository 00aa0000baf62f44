//! Attaching files to a record, for the capability that owns the record and has found out
//! that the actor may change it.

use std::collections::HashSet;

use serde_json::json;

use crate::access::OpContext;
use crate::audit::Entry;
use crate::database::Transaction;
use crate::evidence::model::{EvidenceFile, MOST_FILES, Record};
use crate::evidence::{error, store};
use crate::kernel::ids::{AccountId, EvidenceFileId};
use crate::kernel::text::required;
use crate::kernel::{Outcome, Problem};

/// What keeps these files from being attached by the actor; each problem is blamed on its
/// place in the list at `path`. The files are kept from others until the end of the
/// transaction. For whoever has other problems to tell at the same time.
pub async fn problems_of(
    context: &OpContext,
    transaction: &Transaction,
    files: &[EvidenceFileId],
    path: &[&str],
) -> Outcome<Vec<Problem>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let account = context.signed_in()?.account_id;
    let found = store::lock_files(transaction, files.to_vec()).await?;
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    for (index, id) in files.iter().enumerate() {
        let file = found.iter().find(|file| file.id == *id);
        let problem = match seen.insert(id) {
            true => problem_of(context, account, file),
            false => Some(error::named_twice()),
        };
        let index = index.to_string();
        let place = path.iter().copied().chain([index.as_str()]);
        problems.extend(problem.map(|problem| problem.at(place)));
    }
    Ok(problems)
}

fn problem_of(
    context: &OpContext,
    account: AccountId,
    file: Option<&EvidenceFile>,
) -> Option<Problem> {
    match file {
        Some(file) if file.waits_for(account, context.now()) => None,
        Some(file) if file.uploaded_by == account && file.record.is_some() => {
            Some(error::is_attached())
        }
        _ => Some(error::no_file()),
    }
}

/// Like [`attach`], for a record that was there before, where the files are all that is asked
/// for: none is too few.
pub async fn add(
    context: &OpContext,
    transaction: &Transaction,
    record: Record,
    files: &[EvidenceFileId],
) -> Outcome<()> {
    if files.is_empty() {
        return Err(required().at(["fileIds"]).into());
    }
    attach(context, transaction, record, files, &["fileIds"]).await
}

/// Attaches files that the actor has uploaded to a record, which is kept from others until
/// the end of the transaction.
pub async fn attach(
    context: &OpContext,
    transaction: &Transaction,
    record: Record,
    files: &[EvidenceFileId],
    path: &[&str],
) -> Outcome<()> {
    if files.is_empty() {
        return Ok(());
    }
    let problems = problems_of(context, transaction, files, path).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let already = store::files_of(transaction, &[record]).await?.len();
    if already + files.len() > MOST_FILES {
        let problem = error::too_many_of_record(MOST_FILES);
        return Err(problem.at(path.iter().copied()).into());
    }
    store::attach(transaction, record, files.to_vec(), context.now()).await?;
    let entry = Entry::new("evidence.attached", record).after(json!({ "files": files }));
    context.record(transaction, entry).await
}
