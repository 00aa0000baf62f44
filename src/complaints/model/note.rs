//! What was said with whoever complained.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::ComplaintChannel;
use crate::closed_set;
use crate::complaints::error;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, ComplaintId, ComplaintNoteId};
use crate::kernel::text::LongText;

closed_set! {
    /// Who turned to whom.
    pub enum Direction {
        /// Whoever complained to the company.
        Incoming = "INCOMING",
        /// The company to whoever complained.
        Outgoing = "OUTGOING",
    }
}

/// What somebody notes of a contact with whoever complained.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// When it was; now where left out.
    pub at: Option<DateTime<Utc>>,
    /// By which way.
    pub channel: ComplaintChannel,
    /// Who turned to whom.
    pub direction: Direction,
    /// What was said.
    pub said: LongText,
}

impl NewNote {
    /// Refuses what has not happened yet.
    pub(in crate::complaints) fn check(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        match self.at {
            Some(at) if at > now => Err(error::not_yet().at(["input", "at"])),
            _ => Ok(()),
        }
    }

    /// Everything that it says, to be compared.
    pub(in crate::complaints) fn content(&self, complaint: ComplaintId) -> impl Serialize {
        let said = self.said.as_str();
        (complaint, self.at, self.channel, self.direction, said)
    }
}

/// A contact with whoever complained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id; ids are in the order in which they were noted.
    pub id: ComplaintNoteId,
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// When it was.
    pub at: DateTime<Utc>,
    /// By which way.
    pub channel: ComplaintChannel,
    /// Who turned to whom.
    pub direction: Direction,
    /// What was said; `None` once whoever complained was erased.
    pub said: Option<String>,
    /// When it was noted.
    pub recorded_at: DateTime<Utc>,
    /// Who spoke with them, and noted it.
    pub recorded_by: AccountId,
}

/// A contact as it is told to whoever complained.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptNote {
    at: DateTime<Utc>,
    channel: ComplaintChannel,
    direction: Direction,
    said: Option<String>,
}

impl From<Note> for KeptNote {
    fn from(note: Note) -> Self {
        Self {
            at: note.at,
            channel: note.channel,
            direction: note.direction,
            said: note.said,
        }
    }
}
