//! Reading responses and drafts, and the sheets that count.

use std::collections::{BTreeMap, HashMap, HashSet};

use futures_util::Stream;
use futures_util::future::Either;
use serde_json::json;

use super::raw::is_anonymous;
use crate::access::OpContext;
use crate::audit::Entry;
use crate::cycles::{self, Assignment, Confidentiality, Cycle};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AssignmentId, CycleId, DepartmentId, ResponseId};
use crate::responses::model::{CountedSheet, Draft, Response, SheetCount};
use crate::responses::store;

/// The responses with these ids that the actor may read, in any order: the own ones,
/// and those of others as far as right and promise reach.
pub async fn responses_by_id(context: &OpContext, ids: Vec<ResponseId>) -> Outcome<Vec<Response>> {
    let found = store::responses_by_id(context.database(), ids).await?;
    let assignments = found.iter().map(|response| response.assignment_id);
    let readable = Readable::of(context, assignments.collect()).await?;
    readable.only(context, found).await
}

/// The responses to these assignments that count and that the actor may read, in any
/// order.
pub async fn responses_of(
    context: &OpContext,
    assignments: Vec<AssignmentId>,
) -> Outcome<Vec<Response>> {
    let readable = Readable::of(context, assignments).await?;
    let found = store::counted_responses(context.database(), readable.all()).await?;
    readable.only(context, found).await
}

/// The actor's own drafts for these assignments, in any order.
pub async fn drafts_of(context: &OpContext, assignments: Vec<AssignmentId>) -> Outcome<Vec<Draft>> {
    let readable = Readable::of(context, assignments).await?;
    store::drafts_of(context.database(), readable.own.into_iter().collect()).await
}

/// How many sheets the cycle has. Two equal counts mean that no sheet came in or was
/// superseded in between: neither number ever falls.
pub async fn sheet_count(handle: &impl Handle, cycle: &Cycle) -> Outcome<SheetCount> {
    if is_anonymous(cycle) {
        store::anonymous_count(handle, cycle.id).await
    } else {
        store::sheet_count(handle, cycle.id).await
    }
}

/// The sheets of the cycle that count, pair by pair, a few in memory at a time. For
/// scoring: whoever calls it has asked whether the actor may.
pub async fn stream_sheets<H: Handle>(
    handle: &H,
    cycle: &Cycle,
) -> Outcome<impl Stream<Item = Outcome<CountedSheet>>> {
    Ok(if is_anonymous(cycle) {
        Either::Left(store::stream_anonymous(handle, cycle.id).await?)
    } else {
        Either::Right(store::stream_sheets(handle, cycle.id).await?)
    })
}

/// The assignments whose responses the actor may read.
#[derive(Default)]
struct Readable {
    /// Those that the actor has to answer.
    own: HashSet<AssignmentId>,
    /// Those of other people, with what a reading of them is noted by.
    others: HashMap<AssignmentId, (CycleId, DepartmentId)>,
}

impl Readable {
    async fn of(context: &OpContext, assignments: Vec<AssignmentId>) -> Outcome<Self> {
        let employee = context.signed_in()?.employee_id;
        let sheets = context.sheet_scope().await?;
        if assignments.is_empty() || (employee.is_none() && sheets.granted.is_empty()) {
            return Ok(Self::default());
        }
        let visible = cycles::assignments_by_id(context, assignments).await?;
        let (own, others): (Vec<Assignment>, Vec<Assignment>) = visible
            .into_iter()
            .partition(|assignment| employee == Some(assignment.evaluator));
        let mut readable = Self {
            own: own.iter().map(|assignment| assignment.id).collect(),
            others: HashMap::new(),
        };
        if others.is_empty() || sheets.granted.is_empty() {
            return Ok(readable);
        }
        let named = others.iter().map(|assignment| assignment.cycle_id);
        let named: HashSet<CycleId> = named.collect();
        let cycles = cycles::cycles_by_id(context, named.into_iter().collect()).await?;
        let cycles: HashMap<CycleId, Cycle> =
            cycles.into_iter().map(|cycle| (cycle.id, cycle)).collect();
        let shown = |assignment: &&Assignment| {
            cycles.get(&assignment.cycle_id).is_some_and(|cycle| {
                cycle.settings.confidentiality != Confidentiality::Anonymous
                    && sheets.covers(assignment.assessed, cycle.published_at.is_some())
            })
        };
        let shown = others.iter().filter(shown);
        let noted = |it: &Assignment| (it.id, (it.cycle_id, it.assessed));
        readable.others = shown.map(noted).collect();
        Ok(readable)
    }

    fn all(&self) -> Vec<AssignmentId> {
        self.own.iter().chain(self.others.keys()).copied().collect()
    }

    /// Those of `found` that may be read. Reading what others answered leaves a trace.
    async fn only(&self, context: &OpContext, mut found: Vec<Response>) -> Outcome<Vec<Response>> {
        found.retain(|response| {
            self.own.contains(&response.assignment_id)
                || self.others.contains_key(&response.assignment_id)
        });
        let mut read = BTreeMap::new();
        for response in &found {
            if let Some(about) = self.others.get(&response.assignment_id) {
                *read.entry(*about).or_default() += 1;
            }
        }
        note_reading(context, read).await?;
        Ok(found)
    }
}

/// Notes that the actor read raw sheets: about which departments in which cycle, and how
/// many.
pub async fn note_reading(
    context: &OpContext,
    read: BTreeMap<(CycleId, DepartmentId), u32>,
) -> Outcome<()> {
    if read.is_empty() {
        return Ok(());
    }
    let transaction = context.begin().await?;
    for ((cycle, department), sheets) in read {
        let what = json!({ "department": department, "sheets": sheets });
        let entry = Entry::new("responses.read", cycle).after(what);
        context.record(&transaction, entry).await?;
    }
    transaction.commit().await
}
