//! Raw sheets and comments as they are shown.

use chrono::{DateTime, Utc};

use crate::kernel::ids::{AssignmentId, DepartmentId};
use crate::responses::{AnswerSheet, RawKey};

/// One answer sheet, as those read it who may read raw answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedSheet {
    /// Where it stands in the list.
    pub key: RawKey,
    /// Who is assessed.
    pub assessed: DepartmentId,
    /// For whom it speaks.
    pub assessing: DepartmentId,
    /// What was answered.
    pub sheet: AnswerSheet,
    /// Why it is counted and not scored; `None` for a valid one.
    pub invalid: Option<&'static str>,
    /// The duty that it fulfils and when it was submitted; `None` where the cycle
    /// promised anonymity.
    pub author: Option<(AssignmentId, DateTime<Utc>)>,
}

/// Something that somebody wrote about a department; who did is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The code of the item.
    pub item: String,
    /// What was written.
    pub text: String,
}

impl Comment {
    /// Everything that was written in `sheets`, by item in the order of `items` and then
    /// by the bytes of the text: an order that tells nothing of who wrote what together.
    pub fn all(sheets: &[AnswerSheet], items: &[&str]) -> Vec<Self> {
        let mut comments: Vec<(usize, Self)> = Vec::new();
        for answer in sheets.iter().flat_map(AnswerSheet::answers) {
            let item = answer.item.as_str();
            let place = items.iter().position(|code| *code == item);
            let place = place.unwrap_or(items.len());
            for text in answer.comment.as_deref().into_iter().chain(answer.text()) {
                let comment = Self {
                    item: item.to_owned(),
                    text: text.to_owned(),
                };
                comments.push((place, comment));
            }
        }
        comments.sort_unstable_by(|(a, left), (b, right)| {
            (a, &left.item, &left.text).cmp(&(b, &right.item, &right.text))
        });
        comments.into_iter().map(|(_, comment)| comment).collect()
    }
}
