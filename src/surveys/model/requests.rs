//! Requests to leave somebody out: of one batch, or of all surveys for a while.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::kernel::ids::{
    AccountId, ContactId, CustomerId, DepartmentId, ExclusionId, SurveyPlanId, SuspensionId,
};
use crate::kernel::text::{LongText, Name};
use crate::kernel::{Parse, Problem, Typed};
use crate::surveys::error;

closed_set! {
    /// Where a request stands.
    pub enum RequestState {
        /// Nobody has decided yet.
        Pending = "PENDING",
        /// Holds.
        Approved = "APPROVED",
        /// Was turned down.
        Rejected = "REJECTED",
        /// The batch or the time is over.
        Expired = "EXPIRED",
    }
}

closed_set! {
    /// Why a contact shall be left out.
    pub enum Ground {
        /// Somebody of public influence (政府官员、媒体人、知名人士).
        PublicFigure = "PUBLIC_FIGURE",
        /// In a lawsuit with the company (诉讼).
        Litigation = "LITIGATION",
        /// A leader of a collective dispute (群诉带头人及主要诉求人).
        CollectiveDispute = "COLLECTIVE_DISPUTE",
        /// Something else, which the note tells.
        Other = "OTHER",
    }
}

impl RequestState {
    /// The state on `today` of a request that was kept in this one and holds until `last`:
    /// what was turned down stays so.
    pub fn on(self, today: NaiveDate, last: NaiveDate) -> Self {
        match self {
            Self::Pending | Self::Approved if last < today => Self::Expired,
            other => other,
        }
    }
}

/// A request to leave a contact out of one batch and stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Its id.
    pub id: ExclusionId,
    /// The batch.
    pub plan_id: SurveyPlanId,
    /// Who.
    pub contact_id: ContactId,
    /// In which stage.
    pub stage: String,
    /// Whose request it is: the assessed department's.
    pub department_id: DepartmentId,
    /// Why.
    pub ground: Ground,
    /// More about it.
    pub note: Option<String>,
    /// Where it stands today.
    pub state: RequestState,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why so.
    pub decision_reason: Option<String>,
}

/// A request to survey a customer no more for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Its id.
    pub id: SuspensionId,
    /// Which customer.
    pub customer_id: CustomerId,
    /// Whose request it is.
    pub department_id: DepartmentId,
    /// The first day without surveys.
    pub starts_on: NaiveDate,
    /// The last one: afterwards surveys go on by themselves.
    pub ends_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it stands today.
    pub state: RequestState,
    /// How many people must approve it.
    pub steps: u32,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The decisions, step by step.
    pub decisions: Vec<Decision>,
    /// Counts the changes.
    pub version: i32,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which step, from 1.
    pub step: u32,
    /// Whether it was approved.
    pub approved: bool,
    /// Why so.
    pub reason: String,
    /// Who decided.
    pub decided_by: AccountId,
    /// When.
    pub decided_at: DateTime<Utc>,
}

impl Suspension {
    /// The suspension after a decision: turned down by one, approved by the last.
    pub fn decided(
        mut self,
        approved: bool,
        reason: String,
        by: AccountId,
        at: DateTime<Utc>,
    ) -> Self {
        let step = u32::try_from(self.decisions.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        self.decisions.push(Decision {
            step,
            approved,
            reason,
            decided_by: by,
            decided_at: at,
        });
        self.state = match approved {
            false => RequestState::Rejected,
            true if step >= self.steps => RequestState::Approved,
            true => RequestState::Pending,
        };
        self.version += 1;
        self
    }
}

/// What a list of requests is sorted by: the latest first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RequestKey<I> {
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Tells two of one moment apart.
    pub id: I,
}

/// Which requests a list shall have.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestFilter {
    /// Those in this state today.
    pub state: Option<RequestState>,
    /// Those of this plan; of exclusions only.
    pub plan: Option<SurveyPlanId>,
    /// Those of this department.
    pub department: Option<DepartmentId>,
}

/// An exclusion to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExclusion {
    /// The batch.
    pub plan_id: SurveyPlanId,
    /// Who.
    pub contact_id: ContactId,
    /// In which stage.
    pub stage: String,
    /// Why.
    pub ground: Ground,
    /// More about it; needed where the ground is OTHER.
    pub note: Option<String>,
}

impl NewExclusion {
    /// Reads what was typed in the argument `input`.
    pub fn read(
        plan: &str,
        contact: &str,
        stage: &str,
        ground: Ground,
        note: Option<&str>,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let plan_id = parse.id("planId", plan, "survey plan", "调查方案");
        let contact_id = parse.id("contactId", contact, "contact", "联系人");
        let stage = parse.field("stage", Name::parse(stage).map(Name::into_string));
        let note = note.filter(|note| !note.trim().is_empty());
        let note = note.map(|note| LongText::parse(note).map(LongText::into_string));
        let note = parse.optional("note", note);
        if ground == Ground::Other && note == Some(None) {
            parse.push("note", error::other_needs_note());
        }
        let parts = plan_id.zip(contact_id).zip(stage).zip(note);
        parse.finish(parts.map(|(((plan_id, contact_id), stage), note)| Self {
            plan_id,
            contact_id,
            stage,
            ground,
            note,
        }))
    }
}

/// A suspension to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSuspension {
    /// Which customer.
    pub customer_id: CustomerId,
    /// Whose request it is; found by itself where left out.
    pub department_id: Option<DepartmentId>,
    /// The first day without surveys.
    pub starts_on: NaiveDate,
    /// The last one.
    pub ends_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// For how long a customer may be left alone before it must be asked for anew.
const LONGEST_SUSPENSION: Months = Months::new(36);

impl NewSuspension {
    /// Reads what was typed in the argument `input` on `today`.
    pub fn read(
        customer: &str,
        department: Option<&str>,
        days: (Typed<NaiveDate>, Typed<NaiveDate>),
        reason: &str,
        today: NaiveDate,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let customer_id = parse.id("customerId", customer, "customer", "客户");
        let department_id = parse.optional_id("departmentId", department, "department", "部门");
        let from = parse.field("from", days.0);
        let until = parse.field("until", days.1);
        if let Some((from, until)) = from.zip(until) {
            if until < from {
                parse.push("until", error::ends_before_start());
            } else if until < today {
                parse.push("until", error::past_already());
            } else if let Some(last) = from.checked_add_months(LONGEST_SUSPENSION)
                && until > last
            {
                parse.push("until", error::suspended_too_long(last));
            }
        }
        let reason = parse.field("reason", LongText::parse(reason).map(LongText::into_string));
        let parts = customer_id
            .zip(department_id)
            .zip(from.zip(until))
            .zip(reason);
        parse.finish(parts.map(
            |(((customer_id, department_id), (starts_on, ends_on)), reason)| Self {
                customer_id,
                department_id,
                starts_on,
                ends_on,
                reason,
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn what_was_granted_or_waits_ends_by_itself() {
        let last = day("2026-04-30");
        for (kept, on_the_last_day, afterwards) in [
            (
                RequestState::Pending,
                RequestState::Pending,
                RequestState::Expired,
            ),
            (
                RequestState::Approved,
                RequestState::Approved,
                RequestState::Expired,
            ),
            (
                RequestState::Rejected,
                RequestState::Rejected,
                RequestState::Rejected,
            ),
        ] {
            assert_eq!(kept.on(last, last), on_the_last_day);
            assert_eq!(kept.on(day("2026-05-01"), last), afterwards);
        }
    }

    #[test]
    fn a_chain_needs_all_its_steps_and_ends_with_one_refusal() {
        let asked = Suspension {
            id: SuspensionId(Uuid::from_u128(1)),
            customer_id: CustomerId(Uuid::from_u128(2)),
            department_id: DepartmentId(Uuid::from_u128(3)),
            starts_on: day("2026-04-01"),
            ends_on: day("2026-04-30"),
            reason: "flood".to_owned(),
            state: RequestState::Pending,
            steps: 2,
            requested_by: account(9),
            requested_at: DateTime::UNIX_EPOCH,
            decisions: Vec::new(),
            version: 1,
        };
        let at = DateTime::UNIX_EPOCH;
        let once = asked.decided(true, "yes".to_owned(), account(1), at);
        assert_eq!(
            (once.state, once.decisions[0].step),
            (RequestState::Pending, 1)
        );
        let twice = once.clone().decided(true, "yes".to_owned(), account(2), at);
        assert_eq!((twice.state, twice.version), (RequestState::Approved, 3));
        let refused = once.decided(false, "no".to_owned(), account(2), at);
        assert_eq!(refused.state, RequestState::Rejected);
    }
}
