//! Noting what was said with whoever complained.

use serde_json::json;

use super::reading::standing;
use super::work::Work;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::complaints::model::{NewNote, Note, Step};
use crate::complaints::store::Sent;
use crate::complaints::{error, store};
use crate::kernel::ids::ComplaintId;
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Failure, Outcome, fingerprint};

/// Notes a contact with whoever made a complaint, by those who work on it and are told who it
/// was. What the account sent with the same key before is answered again.
pub async fn complaint_note(
    context: &OpContext,
    id: ComplaintId,
    new: NewNote,
    key: Option<IdempotencyKey>,
) -> Outcome<Note> {
    let scope = context.authorize(Action::ComplaintHandle).await?;
    let standing = standing(context).await?;
    let now = context.now();
    new.check(now)?;
    let content_sha256 = fingerprint(&new.content(id))?;
    let transaction = context.begin().await?;
    let work = Work::open(context, &transaction, &scope, id).await?;
    let refused = standing.check(Step::Note, &work.complaint);
    refused.map_err(|problem| problem.at(["id"]))?;
    let note = Note {
        id: context.id(),
        complaint_id: id,
        at: new.at.unwrap_or(now),
        channel: new.channel,
        direction: new.direction,
        said: Some(new.said.into_string()),
        recorded_at: now,
        recorded_by: context.signed_in()?.account_id,
    };
    let sent = key.map(|key| Sent {
        key,
        content_sha256,
    });
    if !store::insert_note(&transaction, &note, sent.as_ref()).await? {
        let sent = sent.ok_or_else(|| Failure::internal("a note without a key was there"))?;
        let before = store::noted_before(&transaction, note.recorded_by, &sent.key).await?;
        return match before {
            Some((note, before)) if before.as_ref() == Some(&sent.content_sha256) => Ok(note),
            _ => Err(error::note_conflict().into()),
        };
    }
    let entry = Entry::new("complaint.noted", id).after(json!({
        "number": work.complaint.number.to_string(),
        "channel": note.channel,
        "direction": note.direction,
        "at": note.at,
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(note)
}
