//! Reading complaints, each as far as it is told to the actor.

use chrono::{DateTime, Utc};

use crate::access::{Action, OpContext};
use crate::complaints::model::{Complaint, ComplaintFilter, ComplaintNumber, Discretion};
use crate::complaints::store;
use crate::customers;
use crate::database::Handle;
use crate::kernel::ids::{ComplaintId, DepartmentId};
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
    let wanted = (filter, &discretion);
    let found = store::list(context.database(), &scope, wanted, &page).await?;
    Ok(found.map(|complaint| discretion.told(complaint)))
}

/// How many complaints that list has.
pub async fn complaint_count(context: &OpContext, filter: &ComplaintFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::ComplaintRead).await?;
    if !may_ask(context, filter).await? {
        return Ok(0);
    }
    let discretion = discretion(context).await?;
    store::count(context.database(), &scope, (filter, &discretion)).await
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

/// Whether the actor may ask by this customer: whom they may not see they learn nothing of,
/// not even that there are complaints.
async fn may_ask(context: &OpContext, filter: &ComplaintFilter) -> Outcome<bool> {
    let Some(customer) = filter.customer_id else {
        return Ok(true);
    };
    let found = customers::customers_by_id(context, vec![customer]).await?;
    Ok(!found.is_empty())
}
