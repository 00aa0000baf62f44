//! Submitting a sheet, once however often it is sent.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::{self, AnswerableAssignment, AssignmentState, Confidentiality};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{AssignmentId, ResponseId};
use crate::kernel::{Outcome, Problem};
use crate::questionnaires::{Document, published_content};
use crate::responses::model::{AnswerSheet, Response, Submission};
use crate::responses::store::{Author, NewReceipt, NewSheet};
use crate::responses::{error, store};

/// Submits the answers to one of the actor's own assignments.
///
/// What was submitted with the same key before is answered first, because a retry
/// must get its response whatever happened since: other answers under that key are
/// a conflict. Then the state of the assignment counts, and the answers last.
pub async fn response_submit(context: &OpContext, submission: Submission) -> Outcome<Response> {
    context.authorize(Action::AssignmentAnswer).await?;
    let transaction = context.begin().await?;
    let id = submission.assignment_id;
    let assignment = cycles::assignment_to_answer(context, &transaction, id).await?;
    let content = published_content(&transaction, assignment.questionnaire_version_id).await?;
    let sheet = AnswerSheet::submission(&content, submission.answers.clone());
    let attempt = Attempt {
        submission,
        sheet,
        anonymous: assignment.confidentiality == Confidentiality::Anonymous,
    };
    if assignment.state != AssignmentState::Pending || !assignment.takes_answers {
        let earlier = attempt.earlier(&transaction).await?;
        let refusal = match assignment.state {
            AssignmentState::Submitted => error::already_submitted(),
            _ => error::cycle_not_open(),
        };
        return Ok(earlier.ok_or(refusal)?);
    }
    match attempt.store(context, &transaction, &assignment).await? {
        Some(response) => {
            transaction.commit().await?;
            Ok(response)
        }
        // The key belongs to the sheet from before a reopening. The insertion that
        // found this out has spoilt the transaction.
        None => {
            transaction.rollback().await?;
            let earlier = attempt.earlier(context.database()).await?;
            Ok(earlier.ok_or_else(error::idempotency_conflict)?)
        }
    }
}

/// A submission and what became of reading it.
struct Attempt {
    submission: Submission,
    sheet: Result<AnswerSheet, Vec<Problem>>,
    anonymous: bool,
}

impl Attempt {
    /// What was submitted under the same key before.
    async fn earlier(&self, handle: &impl Handle) -> Outcome<Option<Response>> {
        let Submission {
            assignment_id, key, ..
        } = &self.submission;
        if self.anonymous {
            let key = fingerprint(*assignment_id, key.as_str());
            return store::receipt_of_key(handle, *assignment_id, &key).await;
        }
        let kept = store::response_of_key(handle, *assignment_id, key.as_str()).await?;
        let Some((response, sha256)) = kept else {
            return Ok(None);
        };
        let document = self.sheet.as_ref().ok().map(AnswerSheet::document);
        let document = document.transpose()?;
        if document.is_some_and(|document| document.sha256 == sha256) {
            Ok(Some(response))
        } else {
            Err(error::idempotency_conflict().into())
        }
    }

    /// Stores the sheet, and all that goes with it; `None` if the key was used.
    async fn store(
        &self,
        context: &OpContext,
        transaction: &Transaction,
        assignment: &AnswerableAssignment,
    ) -> Outcome<Option<Response>> {
        let sheet = self.sheet.clone()?;
        let document = sheet.document()?;
        let (id, at) = if self.anonymous {
            // Nothing tells the hour: not the id of the receipt either.
            let id = ResponseId(context.platform.ids.unlinkable());
            (id, context.beginning_of_today())
        } else {
            (context.id(), context.now())
        };
        let response = Response {
            id,
            assignment_id: assignment.id,
            submitted_at: at,
            superseded_at: None,
            sheet: (!self.anonymous).then_some(sheet),
        };
        if !self
            .insert(context, transaction, assignment, &response, document)
            .await?
        {
            return Ok(None);
        }
        cycles::mark_submitted(context, transaction, assignment.id, at).await?;
        // Of an anonymous response neither names anything but the assignment.
        let named = (!self.anonymous).then_some(response.id);
        let entry = Entry::new("response.submitted", assignment.id)
            .after(json!({ "state": AssignmentState::Submitted, "response": named }));
        context.record(transaction, entry).await?;
        let told = json!({
            "assignment": assignment.id,
            "cycle": assignment.cycle_id,
            "pair": assignment.pair_id,
            "response": named,
        });
        context
            .publish(transaction, "response.submitted", assignment.id, &told)
            .await?;
        Ok(Some(response))
    }

    /// Writes the sheet and removes the draft; `false` if the key was used.
    async fn insert(
        &self,
        context: &OpContext,
        transaction: &Transaction,
        assignment: &AnswerableAssignment,
        response: &Response,
        document: Document,
    ) -> Outcome<bool> {
        let key = self.submission.key.as_str();
        let mut sheet = NewSheet {
            id: response.id,
            cycle_id: assignment.cycle_id,
            pair_id: assignment.pair_id,
            json: document.json,
        };
        if self.anonymous {
            sheet.id = ResponseId(context.platform.ids.unlinkable());
            let receipt = NewReceipt {
                id: response.id,
                assignment_id: assignment.id,
                key_sha256: fingerprint(assignment.id, key),
                submitted_at: response.submitted_at,
            };
            store::insert_receipt(transaction, receipt).await?;
            store::insert_anonymous_sheet(transaction, assignment.id, sheet).await?;
            return Ok(true);
        }
        let author = Author {
            assignment_id: assignment.id,
            idempotency_key: key.to_owned(),
            content_sha256: document.sha256,
            submitted_at: response.submitted_at,
        };
        store::insert_sheet(transaction, sheet, author).await
    }
}

/// What is kept of a key beside a person: enough to know it again. Mixed with the
/// assignment, so that equal keys of two people do not look equal.
fn fingerprint(assignment: AssignmentId, key: &str) -> String {
    hex::encode(Sha256::digest(format!("{assignment} {key}").as_bytes()))
}
