//! What a complaint is.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{
    ComplaintState, Confidentiality, Deadline, Deadlines, Event, Happening, KeptNote, after,
};
use crate::closed_set;
use crate::deadlines::BySeverity;
use crate::kernel::ids::{
    AccountId, ComplaintEventId, ComplaintId, ContactId, CustomerId, DepartmentId, SurveyPlanId,
};
use crate::kernel::text::LongText;
use crate::kernel::{Problem, RunningNumber};

closed_set! {
    /// How a complaint came in.
    pub enum ComplaintChannel {
        /// On the phone.
        Phone = "PHONE",
        /// By mail.
        Email = "EMAIL",
        /// Through a website.
        Web = "WEB",
        /// At a visit.
        Visit = "VISIT",
        /// In the answer to a survey.
        Survey = "SURVEY",
        /// By letter.
        Letter = "LETTER",
        /// Otherwise.
        Other = "OTHER",
    }
}

closed_set! {
    /// How much is at stake.
    pub enum Severity {
        /// Little.
        Low = "LOW",
        /// As usual.
        Medium = "MEDIUM",
        /// Much: more people decide.
        High = "HIGH",
    }
}

impl Severity {
    /// The one of these numbers that is for this severity.
    pub fn of(self, days: &BySeverity) -> u32 {
        match self {
            Self::Low => days.low,
            Self::Medium => days.medium,
            Self::High => days.high,
        }
    }
}

/// The readable number of a complaint, such as `C2026-000123`, of the year in which it was
/// received. Lists are sorted by it: an id tells no order where anonymity was promised.
pub type ComplaintNumber = RunningNumber<'C'>;

/// Somebody who complains, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Who {
    /// The customer.
    pub customer_id: Option<CustomerId>,
    /// Who there; a contact of that customer.
    pub contact_id: Option<ContactId>,
}

/// Who complains, and what they were promised. Nobody can be named where that is anonymity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Complainant {
    /// Somebody to whom nothing was promised.
    Attributed(Who),
    /// Somebody of whom only those are told who may read answer sheets.
    Confidential(Who),
    /// Somebody of whom nobody knows.
    Anonymous,
}

impl Complainant {
    /// Who it is, as far as that is known.
    pub fn who(self) -> Who {
        match self {
            Self::Attributed(who) | Self::Confidential(who) => who,
            Self::Anonymous => Who::default(),
        }
    }

    /// What was promised.
    pub fn confidentiality(self) -> Confidentiality {
        match self {
            Self::Attributed(_) => Confidentiality::Attributed,
            Self::Confidential(_) => Confidentiality::Confidential,
            Self::Anonymous => Confidentiality::Anonymous,
        }
    }
}

/// A complaint to be written down.
#[derive(Clone, Debug)]
pub struct NewComplaint {
    /// How it came in.
    pub channel: ComplaintChannel,
    /// How much is at stake.
    pub severity: Severity,
    /// Who complains.
    pub complainant: Complainant,
    /// Whom it is about, if that is known.
    pub department_id: Option<DepartmentId>,
    /// The survey in which it was written.
    pub plan_id: Option<SurveyPlanId>,
    /// What is complained about.
    pub summary: LongText,
    /// What would put it right for whoever complains.
    pub remedy_sought: Option<LongText>,
}

impl NewComplaint {
    /// Everything that it says, to be compared.
    pub(in crate::complaints) fn content(&self) -> impl Serialize {
        (
            (self.channel, self.severity, self.complainant),
            (self.department_id, self.plan_id),
            self.summary.as_str(),
            self.remedy_sought.as_ref().map(LongText::as_str),
        )
    }
}

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// Its readable number.
    pub number: ComplaintNumber,
    /// How it came in.
    pub channel: ComplaintChannel,
    /// Where it stands.
    pub state: ComplaintState,
    /// How much is at stake.
    pub severity: Severity,
    /// What was promised to whoever complains.
    pub confidentiality: Confidentiality,
    /// Whose it is, if that is known.
    pub customer_id: Option<CustomerId>,
    /// Who there complains; `None` also for somebody who was erased.
    pub contact_id: Option<ContactId>,
    /// Whom it is about, if that is known.
    pub department_id: Option<DepartmentId>,
    /// The survey in which it was written.
    pub plan_id: Option<SurveyPlanId>,
    /// What is complained about.
    pub summary: String,
    /// What would put it right for whoever complains.
    pub remedy_sought: Option<String>,
    /// When it was written down; where anonymity was promised, the beginning of that day.
    pub received_at: DateTime<Utc>,
    /// Who wrote it down; `None` when whoever complains did so.
    pub recorded_by: Option<AccountId>,
    /// The last days for hearing something; `None` in one that an earlier release has written
    /// down, until the clock sets them.
    pub deadlines: Option<Deadlines>,
    /// When whoever complained was told that it came in.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// What was found.
    pub finding: Option<String>,
    /// The last answer; that of before, while it is looked into once more.
    pub answer: Option<String>,
    /// What is done to put it right.
    pub remedy: Option<String>,
    /// When it was answered; `None` while it is looked into once more.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether whoever complained was satisfied in the end, if anybody knows.
    pub satisfied: Option<bool>,
    /// Counts the changes that people make.
    pub version: i32,
}

impl Complaint {
    /// Moves the complaint; what happened is for its history. The problem says where it
    /// stands and what is possible.
    pub fn happen(
        &mut self,
        happening: Happening,
        (id, at, actor): (ComplaintEventId, DateTime<Utc>, Option<AccountId>),
        reason: Option<String>,
    ) -> Result<Event, Problem> {
        let from = self.state;
        let to = after(from, happening)?;
        self.state = to;
        match happening {
            Happening::Acknowledged => self.acknowledged_at = Some(at),
            Happening::Answered => self.answered_at = Some(at),
            Happening::Closed => self.closed_at = Some(at),
            Happening::Reopened => {
                self.answered_at = None;
                self.closed_at = None;
                self.satisfied = None;
            }
            _ => {}
        }
        // The clock reads over nobody's shoulder: what people edit stays as they read it.
        if happening != Happening::Reminded {
            self.version += 1;
        }
        Ok(Event {
            id,
            happening,
            from,
            to,
            reason,
            at,
            actor,
        })
    }

    /// What should have been done before `today`, with the day.
    pub fn missed(&self, today: NaiveDate) -> Vec<(Deadline, NaiveDate)> {
        let Some(deadlines) = self.deadlines else {
            return Vec::new();
        };
        let acknowledge = (
            self.state == ComplaintState::Received,
            (Deadline::Acknowledge, deadlines.acknowledge_by),
        );
        let answer = (
            self.state.waits_for_answer(),
            (Deadline::Answer, deadlines.answer_by),
        );
        let due = [acknowledge, answer].into_iter();
        due.filter(|(waits, (_, day))| *waits && *day < today)
            .map(|(_, missed)| missed)
            .collect()
    }
}

/// Which complaints a list shall have: those that meet every condition given.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComplaintFilter {
    /// That stand so.
    pub state: Option<ComplaintState>,
    /// About this department.
    pub department_id: Option<DepartmentId>,
    /// Of this customer.
    pub customer_id: Option<CustomerId>,
    /// That are late today, if it is `true`; that are not, if `false`.
    pub overdue: Option<bool>,
}

/// A complaint as it is told to whoever made it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptComplaint {
    /// Its readable number.
    pub number: String,
    /// How it came in.
    pub channel: ComplaintChannel,
    /// Where it stands.
    pub state: ComplaintState,
    /// What is complained about.
    pub summary: String,
    /// What would put it right.
    pub remedy_sought: Option<String>,
    /// When it was written down.
    pub received_at: DateTime<Utc>,
    /// The last answer.
    pub answer: Option<String>,
    /// What is done to put it right.
    pub remedy: Option<String>,
    /// What was said with them, oldest first.
    pub contact_log: Vec<KeptNote>,
}

impl KeptComplaint {
    /// The complaint with what was said about it.
    pub(in crate::complaints) fn of(complaint: Complaint, contact_log: Vec<KeptNote>) -> Self {
        Self {
            number: complaint.number.to_string(),
            channel: complaint.channel,
            state: complaint.state,
            summary: complaint.summary,
            remedy_sought: complaint.remedy_sought,
            received_at: complaint.received_at,
            answer: complaint.answer,
            remedy: complaint.remedy,
            contact_log,
        }
    }
}
