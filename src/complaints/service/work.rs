//! A complaint that is worked on: locked, moved, and written back with its history, the trail
//! and the event in one transaction.

use serde_json::{Value, json};

use crate::access::{OpContext, Scope};
use crate::audit::Entry;
use crate::complaints::model::{Complaint, Event, Happening};
use crate::complaints::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::ComplaintId;
use crate::kernel::{Outcome, Problem};

/// A complaint that is worked on.
pub(super) struct Work<'a> {
    context: &'a OpContext,
    transaction: &'a Transaction,
    before: Value,
    pub(super) complaint: Complaint,
    events: Vec<Event>,
}

impl<'a> Work<'a> {
    /// The complaint in the argument `id`, kept from others until the end of the transaction.
    pub(super) async fn open(
        context: &'a OpContext,
        transaction: &'a Transaction,
        scope: &Scope,
        id: ComplaintId,
    ) -> Outcome<Self> {
        let found = store::lock(transaction, scope, id).await?;
        let complaint = found.ok_or_else(|| error::no_complaint().at(["id"]))?;
        Ok(Self::on(context, transaction, complaint))
    }

    /// Work on a complaint that is locked already.
    pub(super) fn on(
        context: &'a OpContext,
        transaction: &'a Transaction,
        complaint: Complaint,
    ) -> Self {
        Self {
            context,
            transaction,
            before: describe(&complaint),
            complaint,
            events: Vec::new(),
        }
    }

    /// Refuses to write over what somebody else has changed.
    pub(super) fn check_version(&self, expected: Option<i32>) -> Result<(), Problem> {
        let current = self.complaint.version;
        match expected {
            Some(expected) if expected != current => {
                Err(Problem::version_conflict(current).at(["expectedVersion"]))
            }
            _ => Ok(()),
        }
    }

    /// Moves the complaint along the table.
    pub(super) fn happen(&mut self, happening: Happening, reason: Option<String>) -> Outcome<()> {
        let context = self.context;
        let actor = context.signed_in().ok().map(|account| account.account_id);
        let stamp = (context.id(), context.now(), actor);
        let event = self.complaint.happen(happening, stamp, reason);
        self.events
            .push(event.map_err(|problem| problem.at(["id"]))?);
        Ok(())
    }

    /// Writes everything; the trail calls it `action`.
    pub(super) async fn save(self, action: &'static str) -> Outcome<Complaint> {
        let Self {
            context,
            transaction,
            before,
            complaint,
            events,
        } = self;
        store::update(transaction, &complaint).await?;
        store::insert_events(transaction, complaint.id, &events).await?;
        let after = describe(&complaint);
        context
            .publish(transaction, action, complaint.id, &after)
            .await?;
        let entry = Entry::new(action, complaint.id).before(before).after(after);
        context.record(transaction, entry).await?;
        Ok(complaint)
    }
}

/// What the trail and the events keep: no text of anybody, and nobody who complained.
fn describe(complaint: &Complaint) -> Value {
    json!({
        "number": complaint.number.to_string(),
        "state": complaint.state,
        "severity": complaint.severity,
        "department": complaint.department_id,
        "answerBy": complaint.deadlines.map(|it| it.answer_by),
        "satisfied": complaint.satisfied,
        "version": complaint.version,
    })
}
