//! Changed targets and adjustments.

use std::collections::{HashMap, HashSet};

use entity::kpi_request::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::{ROWS_PER_INSERT, decision, sheets_within, value};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{KpiRequestId, KpiSheetId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{Request, RequestFilter, RequestKind, RequestState};

pub(in crate::kpi) async fn insert_requests(
    transaction: &Transaction,
    requests: &[Request],
) -> Outcome<()> {
    for some in requests.chunks(ROWS_PER_INSERT) {
        Entity::insert_many(some.iter().map(row))
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Writes a request that was locked before.
pub(in crate::kpi) async fn update_request(
    transaction: &Transaction,
    request: &Request,
) -> Outcome<()> {
    Entity::update(row(request))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The request, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_request(
    transaction: &Transaction,
    scope: &Scope,
    id: KpiRequestId,
) -> Outcome<Option<Request>> {
    let row = visible(scope)
        .filter(Column::Id.eq(id))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(request).transpose()
}

pub(in crate::kpi) async fn requests_by_id(
    database: &Database,
    scope: &Scope,
    ids: Vec<KpiRequestId>,
) -> Outcome<Vec<Request>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    rows.into_iter().map(request).collect()
}

/// Requests, the latest first.
pub(in crate::kpi) async fn list_requests(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
    page: &PageRequest<KpiRequestId>,
) -> Outcome<Page<Request>> {
    let mut query = visible(scope)
        .filter(chosen(filter))
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let requests: Outcome<Vec<Request>> = rows.into_iter().map(request).collect();
    Ok(page.page(requests?))
}

pub(in crate::kpi) async fn count_requests(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
) -> Outcome<u64> {
    let found = visible(scope).filter(chosen(filter));
    Ok(found.count(database.connection()).await?)
}

/// The requests about sheets in scope that wait for a decision.
pub(in crate::kpi) async fn pending_requests(
    handle: &impl Handle,
    scope: &Scope,
) -> Outcome<Vec<Request>> {
    let filter = RequestFilter {
        state: Some(RequestState::Pending),
        ..RequestFilter::default()
    };
    let rows = visible(scope)
        .filter(chosen(&filter))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(request).collect()
}

/// The adjustments of these sheets, whatever became of them, the oldest first.
pub(in crate::kpi) async fn adjustments_of(
    handle: &impl Handle,
    scope: &Scope,
    sheets: Vec<KpiSheetId>,
) -> Outcome<HashMap<KpiSheetId, Vec<Request>>> {
    let rows = visible(scope)
        .filter(Column::SheetId.is_in(sheets))
        .filter(Column::Kind.ne(RequestKind::TargetChange.as_str()))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    let mut of: HashMap<KpiSheetId, Vec<Request>> = HashMap::new();
    for row in rows {
        of.entry(row.sheet_id).or_default().push(request(row)?);
    }
    Ok(of)
}

/// The approved adjustments of these sheets, for those who compute.
pub(in crate::kpi) async fn approved_adjustments(
    handle: &impl Handle,
    sheets: Vec<KpiSheetId>,
) -> Outcome<HashMap<KpiSheetId, Vec<Request>>> {
    let mut of = adjustments_of(handle, &Scope::company(), sheets).await?;
    for requests in of.values_mut() {
        requests.retain(|request| request.state == RequestState::Approved);
    }
    Ok(of)
}

/// Those of the sheets about which something waits for a decision.
pub(in crate::kpi) async fn sheets_with_pending(
    handle: &impl Handle,
    sheets: Vec<KpiSheetId>,
) -> Outcome<HashSet<KpiSheetId>> {
    let ids: Vec<KpiSheetId> = Entity::find()
        .select_only()
        .column(Column::SheetId)
        .filter(Column::SheetId.is_in(sheets))
        .filter(Column::State.eq(RequestState::Pending.as_str()))
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(ids.into_iter().collect())
}

fn visible(scope: &Scope) -> Select<Entity> {
    let sheets = sheets_within(scope);
    Entity::find().filter(
        Condition::all().add_option(sheets.map(|sheets| Column::SheetId.in_subquery(sheets))),
    )
}

fn chosen(filter: &RequestFilter) -> Condition {
    Condition::all()
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.as_str())))
        .add_option(filter.sheet.map(|sheet| Column::SheetId.eq(sheet)))
}

fn row(it: &Request) -> ActiveModel {
    let decision = it.decision.as_ref();
    ActiveModel {
        id: Set(it.id),
        sheet_id: Set(it.sheet_id),
        kind: Set(it.kind.to_string()),
        path: Set(it.path.clone()),
        old_target: Set(it.old_target.clone()),
        new_target: Set(it.new_target.clone()),
        points: Set(it.points.clone()),
        reason: Set(it.reason.clone()),
        evidence: Set(it.evidence.clone()),
        state: Set(it.state.to_string()),
        requested_at: Set(it.requested_at),
        requested_by: Set(it.requested_by),
        decided_at: Set(decision.map(|it| it.at)),
        decided_by: Set(decision.map(|it| it.by)),
        decision_reason: Set(decision.and_then(|it| it.reason.clone())),
    }
}

fn request(row: Model) -> Outcome<Request> {
    Ok(Request {
        id: row.id,
        sheet_id: row.sheet_id,
        kind: value(&row.kind)?,
        path: row.path,
        old_target: row.old_target,
        new_target: row.new_target,
        points: row.points,
        reason: row.reason,
        evidence: row.evidence,
        state: value(&row.state)?,
        requested_at: row.requested_at,
        requested_by: row.requested_by,
        decision: decision(row.decided_at, row.decided_by, row.decision_reason),
    })
}
