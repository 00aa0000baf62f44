//! Reading complaints, each as far as it is told to the actor.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::access::{Action, OpContext};
use crate::complaints::model::{
    Complaint, ComplaintFilter, ComplaintNumber, Discretion, Event, Note, Standing, Step,
};
use crate::complaints::store::{self, Wanted};
use crate::customers;
use crate::database::Handle;
use crate::kernel::ids::{ComplaintId, ComplaintNoteId, DepartmentId};
use crate::kernel::{Outcome, Page, PageRequest};

/// Complaints, the newest first.
pub async fn complaints(
    context: &OpContext,
    filter: &ComplaintFilter,
    page: PageRequest<ComplaintNumber>,
) -> Outcome<Page<Complaint>> {
    let scope = context.authorize(Action::ComplaintRead).await?;
    if !may_ask(context, filter).await? {
        return Ok(page.page(Vec::new()));
    }
    let discretion = discretion(context).await?;
    let wanted = wanted(context, filter, &discretion);
    let found = store::list(context.database(), &scope, &wanted, &page).await?;
    Ok(found.map(|complaint| discretion.told(complaint)))
}

/// How many complaints that list has.
pub async fn complaint_count(context: &OpContext, filter: &ComplaintFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::ComplaintRead).await?;
    if !may_ask(context, filter).await? {
        return Ok(0);
    }
    let discretion = discretion(context).await?;
    let wanted = wanted(context, filter, &discretion);
    store::count(context.database(), &scope, &wanted).await
}

/// The complaints with these ids that the actor may see, in any order.
pub async fn complaints_by_id(
    context: &OpContext,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<Complaint>> {
    let scope = context.scope(Action::ComplaintRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let discretion = discretion(context).await?;
    let found = store::by_id(context.database(), &scope, ids).await?;
    let told = found.into_iter().map(|it| discretion.told(it));
    Ok(told.collect())
}

/// What happened to these complaints, which the actor may see, in its order.
pub async fn events_of(
    context: &OpContext,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<(ComplaintId, Event)>> {
    store::events_of(context.database(), ids).await
}

/// What the actor can do next with each of these complaints, in the order of the steps.
pub async fn allowed_steps(
    context: &OpContext,
    ids: Vec<ComplaintId>,
) -> Outcome<HashMap<ComplaintId, Vec<Step>>> {
    let complaints = complaints_by_id(context, ids).await?;
    let standing = standing(context).await?;
    let steps = |complaint: &Complaint| {
        let steps = Step::ALL.iter().copied();
        let can = steps.filter(|step| standing.can(*step, complaint));
        (complaint.id, can.collect())
    };
    Ok(complaints.iter().map(steps).collect())
}

/// What was said with whoever made a complaint that the actor may see, the newest first; empty
/// for those who are not told who it is.
pub async fn notes_of(
    context: &OpContext,
    complaint: &Complaint,
    page: PageRequest<ComplaintNoteId>,
) -> Outcome<Page<Note>> {
    if !discretion(context).await?.tells(complaint) {
        return Ok(page.page(Vec::new()));
    }
    store::list_notes(context.database(), complaint.id, &page).await
}

/// How many notes that list has.
pub async fn note_count(context: &OpContext, complaint: &Complaint) -> Outcome<u64> {
    match discretion(context).await?.tells(complaint) {
        true => store::count_notes(context.database(), complaint.id).await,
        false => Ok(0),
    }
}

/// How many complaints about a department came in from one moment to another. The caller has
/// authorised.
pub async fn complaints_about(
    handle: &impl Handle,
    department: DepartmentId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Outcome<u64> {
    store::count_about(handle, department, from, until).await
}

/// The complaint with this id, with all that is known. The caller has authorised.
pub async fn complaint_named(handle: &impl Handle, id: ComplaintId) -> Outcome<Option<Complaint>> {
    store::by_id_of_anybody(handle, id).await
}

/// What the actor is told of whoever complained.
pub(super) async fn discretion(context: &OpContext) -> Outcome<Discretion> {
    Ok(Discretion::new(context.sheet_scope().await?))
}

/// How the actor stands to complaints.
pub(super) async fn standing(context: &OpContext) -> Outcome<Standing> {
    let party = context.party().await?;
    Ok(Standing {
        handles: context.scope(Action::ComplaintHandle).await?,
        assigns: context.scope(Action::ComplaintAssign).await?,
        closes_severe: context.scope(Action::ComplaintCloseSevere).await?,
        posts: context.posts(&party).await?,
        discretion: discretion(context).await?,
    })
}

fn wanted<'a>(
    context: &OpContext,
    filter: &'a ComplaintFilter,
    discretion: &'a Discretion,
) -> Wanted<'a> {
    Wanted {
        filter,
        discretion,
        today: context.today(),
    }
}

/// Whether the actor may ask by this customer: whom they may not see they learn nothing of,
/// not even that there are complaints.
async fn may_ask(context: &OpContext, filter: &ComplaintFilter) -> Outcome<bool> {
    let Some(customer) = filter.customer_id else {
        return Ok(true);
    };
    let found = customers::customers_by_id(context, vec![customer]).await?;
    Ok(!found.is_empty())
}
