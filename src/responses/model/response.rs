//! Submissions, responses and drafts as values.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AnswerForm, AnswerSheet};
use crate::kernel::ids::{AssignmentId, PairId, ResponseId};
use crate::kernel::text::IdempotencyKey;

/// Answers that are to count.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Which duty they fulfil.
    pub assignment_id: AssignmentId,
    /// Names this submission, so that sending it again is no second one.
    pub key: IdempotencyKey,
    /// The answers as they were sent.
    pub answers: Vec<AnswerForm>,
}

/// One submitted sheet, as its evaluator may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Its id; in an anonymous cycle that of the receipt, which leads to no sheet.
    pub id: ResponseId,
    /// Which duty it fulfils.
    pub assignment_id: AssignmentId,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Since when it counts no longer, because the assignment was reopened.
    pub superseded_at: Option<DateTime<Utc>>,
    /// What was answered; `None` where the cycle promised anonymity.
    pub sheet: Option<AnswerSheet>,
}

/// Answers that were saved and not submitted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// For which duty.
    pub assignment_id: AssignmentId,
    /// What was answered so far.
    pub sheet: AnswerSheet,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
}

/// A sheet that counts, as scoring reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedSheet {
    /// Who assessed whom.
    pub pair_id: PairId,
    /// The canonical document; [`super::read_ratings`] reads it.
    pub document: String,
}

/// A sheet that counts, as those read it who may read raw answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSheet {
    /// Where it stands in a list.
    pub key: RawKey,
    /// What was answered.
    pub sheet: AnswerSheet,
    /// The canonical document of the answers.
    pub document: String,
    /// The duty that it fulfils and when it was submitted; `None` where the cycle
    /// promised anonymity.
    pub author: Option<(AssignmentId, DateTime<Utc>)>,
}

/// What raw sheets are sorted by. An anonymous sheet has a random id, so that its place
/// tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawKey {
    /// Who assessed whom.
    pub pair: PairId,
    /// The sheet.
    pub id: ResponseId,
}

/// How many sheets a cycle has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetCount {
    /// Sheets ever submitted.
    pub submitted: u64,
    /// Sheets that count now.
    pub counted: u64,
}
