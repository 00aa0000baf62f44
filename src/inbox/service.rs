//! Reading the inbox.

use std::collections::HashMap;

use super::model::{Entry, EntryKey};
use crate::access::OpContext;
use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::kernel::{Outcome, Page, PageRequest, Waiting};
use crate::{kpi, org, rectification, surveys};

/// What waits for the viewer's decision, what is due first first; and how much that is.
pub async fn inbox(
    context: &OpContext,
    page: PageRequest<EntryKey>,
) -> Outcome<(Page<Entry>, u64)> {
    let mut waiting = waiting(context).await?;
    let total = waiting.len() as u64;
    waiting.sort_by_cached_key(EntryKey::of);
    let begins = |it: &Waiting| {
        page.after
            .as_ref()
            .is_none_or(|after| EntryKey::of(it) > *after)
    };
    let limit = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    let rows = waiting.into_iter().filter(begins).take(limit).collect();
    Ok((titled(context, page.page(rows)).await?, total))
}

/// Whether something may be decided is asked anew each time: it changes with posts, grants and
/// the day, and no index could hold it. What waits for one person is little.
async fn waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let mut all = rectification::plans_waiting(context).await?;
    all.extend(rectification::extensions_waiting(context).await?);
    all.extend(rectification::verifications_waiting(context).await?);
    all.extend(surveys::exclusions_waiting(context).await?);
    all.extend(surveys::suspensions_waiting(context).await?);
    all.extend(kpi::appeals_waiting(context).await?);
    all.extend(kpi::requests_waiting(context).await?);
    all.extend(kpi::sheets_waiting(context).await?);
    Ok(all)
}

/// The page with the names of whom its entries are about.
async fn titled(context: &OpContext, page: Page<Waiting>) -> Outcome<Page<Entry>> {
    let departments = page.items.iter().map(|it| it.department_id).collect();
    let departments = org::departments_by_id(context, departments).await?;
    let codes: HashMap<DepartmentId, &str> = departments
        .iter()
        .map(|department| (department.id, department.code.as_str()))
        .collect();
    let people = page.items.iter().filter_map(|it| it.employee_id).collect();
    let people = org::employees_by_id(context, people).await?;
    let names: HashMap<EmployeeId, &str> = people
        .iter()
        .map(|person| (person.id, person.name.as_str()))
        .collect();
    let entry = |it: Waiting| {
        let person = it.employee_id.and_then(|id| names.get(&id).copied());
        let department = codes.get(&it.department_id).copied();
        Entry::new(it, person, department)
    };
    Ok(page.map(entry))
}
