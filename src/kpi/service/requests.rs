//! Adjustments and changed targets: asking, deciding, reading.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::hand::Hand;
use super::opened::{note_part, open};
use crate::access::{Action, OpContext, Parties, Scope};
use crate::audit::Entry;
use crate::kernel::ids::{KpiRequestId, KpiSheetId};
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, Page, PageRequest, Problem};
use crate::kpi::model::{
    Adjusted, Decision, NewAdjustment, Request, RequestFilter, RequestKind, RequestState, Sheet,
    SheetState, adjusted,
};
use crate::kpi::{error, store};
use crate::org::{self, DepartmentTree};

/// Asks for an adjustment. By those who decide about adjustments, and not about their own
/// sheet, it counts at once.
pub async fn sheet_adjust(
    context: &OpContext,
    id: KpiSheetId,
    new: NewAdjustment,
) -> Outcome<Sheet> {
    let asks = context.authorize(Action::KpiAdjust).await?;
    let decides = context.scope(Action::KpiAdjustDecide).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let mut opened = open(&transaction, &hand.sees, id, "sheetId").await?;
    if !asks.covers(opened.sheet.department_id) {
        return Err(error::sheet_not_found("sheetId").into());
    }
    stands_open(&opened.sheet).map_err(|problem| problem.at(["sheetId"]))?;
    let account = context.signed_in()?.account_id;
    let at_once = decides.covers(opened.sheet.department_id) && !hand.is_own(&opened.sheet);
    let request = Request {
        id: context.id(),
        sheet_id: id,
        kind: new.kind,
        path: None,
        old_target: None,
        new_target: None,
        points: new.points,
        reason: new.reason.into_string(),
        evidence: new.evidence.map(LongText::into_string),
        state: match at_once {
            true => RequestState::Approved,
            false => RequestState::Pending,
        },
        requested_at: context.now(),
        requested_by: account,
        decision: at_once.then(|| Decision {
            at: context.now(),
            by: account,
            reason: None,
        }),
    };
    store::insert_requests(&transaction, std::slice::from_ref(&request)).await?;
    if at_once {
        add(&mut opened.adjusted, &request);
        opened.recompute();
    }
    opened.save(&transaction).await?;
    note_part(context, &transaction, &[id]).await?;
    let entry = Entry::new("kpi_sheet.adjusted", id)
        .after(describe(&request))
        .reason(request.reason.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(
            &transaction,
            "kpi_request.made",
            request.id,
            &describe(&request),
        )
        .await?;
    transaction.commit().await?;
    Ok(opened.sheet)
}

fn add(to: &mut Adjusted, request: &Request) {
    let one = adjusted([request]);
    to.bonus += &one.bonus;
    to.penalty += &one.penalty;
    to.veto |= one.veto;
}

/// Refuses a sheet that was confirmed or published.
fn stands_open(sheet: &Sheet) -> Result<(), Problem> {
    match sheet.state {
        SheetState::Confirmed | SheetState::Published => Err(error::not_in_state(sheet.state)),
        _ => Ok(()),
    }
}

/// Decides about an adjustment or a changed target; never about what one asked for, and
/// never about the own sheet. An adjustment that counts is taken back the same way, as long
/// as the sheet is not confirmed.
pub async fn request_decide(
    context: &OpContext,
    id: KpiRequestId,
    approve: bool,
    reason: Option<LongText>,
) -> Outcome<Request> {
    let decider = Decider::of(context).await?;
    let sees = &decider.hand.sees;
    let transaction = context.begin().await?;
    let found = store::lock_request(&transaction, sees, id).await?;
    let before = found.ok_or_else(error::request_not_found)?;
    let mut opened = open(&transaction, sees, before.sheet_id, "id").await?;
    let parties = Parties::of(context, &transaction, &ASKING, vec![before.requested_by]).await?;
    decider
        .check(&before, approve, &opened.sheet, &parties)
        .map_err(|problem| problem.at(["id"]))?;
    let is_taken_back = before.state == RequestState::Approved;
    if approve || is_taken_back {
        stands_open(&opened.sheet).map_err(|problem| problem.at(["id"]))?;
    }
    let after = Request {
        state: match approve {
            true => RequestState::Approved,
            false => RequestState::Rejected,
        },
        decision: Some(Decision {
            at: context.now(),
            by: context.signed_in()?.account_id,
            reason: reason.map(LongText::into_string),
        }),
        ..before.clone()
    };
    store::update_request(&transaction, &after).await?;
    let line = after.path.as_ref().and_then(|path| {
        let mut lines = opened.lines.iter_mut();
        lines.find(|line| line.path == *path)
    });
    if let Some(line) = line {
        line.proposed_target = None;
        if approve {
            line.target.clone_from(&after.new_target);
            line.target_is_sum = false;
        }
    }
    if is_taken_back {
        opened.read_adjustments(&transaction).await?;
        opened.recompute();
    } else if approve {
        add(&mut opened.adjusted, &after);
        opened.recompute();
    }
    opened.save(&transaction).await?;
    note_part(context, &transaction, &[after.sheet_id]).await?;
    let entry = Entry::new("kpi_request.decided", id)
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "kpi_request.decided", id, &describe(&after))
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Whoever decides about requests.
pub(super) struct Decider {
    pub(super) hand: Hand,
    targets: Scope,
    adjustments: Scope,
    tree: DepartmentTree,
}

/// By what somebody asks.
pub(super) const ASKING: [Action; 2] = [Action::KpiSheetWrite, Action::KpiAdjust];

/// By what somebody decides about requests. Managers of a department without any below decide
/// about their people.
const DECIDING: [Action; 4] = [
    Action::KpiAdjustDecide,
    Action::KpiTargetDecide,
    Action::KpiTargetDecideBelow,
    Action::KpiAdjust,
];

impl Decider {
    /// Whoever decides about anything; FORBIDDEN for others.
    async fn of(context: &OpContext) -> Outcome<Self> {
        for action in DECIDING {
            if !context.scope(action).await?.is_empty() {
                context.authorize(action).await?;
                return Self::with(context).await;
            }
        }
        context.require_second_factor()?;
        Err(Failure::Forbidden)
    }

    /// Whoever only looks what there is to decide; `None` for those who decide nothing.
    pub(super) async fn looking(context: &OpContext) -> Outcome<Option<Self>> {
        for action in DECIDING {
            if !context.scope(action).await?.is_empty() {
                return Self::with(context).await.map(Some);
            }
        }
        Ok(None)
    }

    async fn with(context: &OpContext) -> Outcome<Self> {
        Ok(Self {
            hand: Hand::of(context).await?,
            targets: context.scope(Action::KpiTargetDecide).await?,
            adjustments: context.scope(Action::KpiAdjustDecide).await?,
            tree: org::department_tree(context.database()).await?,
        })
    }

    /// Refuses whoever asked, whose own it is, what is somebody else's to decide, and what
    /// does not wait any more.
    pub(super) fn check(
        &self,
        request: &Request,
        approve: bool,
        sheet: &Sheet,
        parties: &Parties,
    ) -> Result<(), Problem> {
        let asked = (request.requested_by, request.requested_at);
        let chain = self.tree.chain(sheet.department_id);
        if self.hand.was(parties, asked, &chain) {
            return Err(error::own_request());
        }
        if self.hand.is_own(sheet) {
            return Err(error::own_sheet());
        }
        let department = sheet.department_id;
        let decides = match request.kind {
            RequestKind::TargetChange => {
                self.targets.covers(department) || self.hand.is_above(sheet)
            }
            _ => self.adjustments.covers(department),
        };
        if !decides {
            return Err(error::somebody_elses_step());
        }
        match request.state {
            RequestState::Pending => Ok(()),
            RequestState::Approved if !approve && request.kind != RequestKind::TargetChange => {
                Ok(())
            }
            other => Err(error::decided_already(other)),
        }
    }
}

/// Requests, the latest first.
pub async fn requests(
    context: &OpContext,
    filter: &RequestFilter,
    page: PageRequest<KpiRequestId>,
) -> Outcome<Page<Request>> {
    let scope = context.authorize(Action::KpiSheetRead).await?;
    store::list_requests(context.database(), &scope, filter, &page).await
}

/// How many requests that list has.
pub async fn request_count(context: &OpContext, filter: &RequestFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::KpiSheetRead).await?;
    store::count_requests(context.database(), &scope, filter).await
}

/// The requests with these ids, in any order; those that may not be seen are missing.
pub async fn requests_by_id(context: &OpContext, ids: Vec<KpiRequestId>) -> Outcome<Vec<Request>> {
    let scope = context.scope(Action::KpiSheetRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::requests_by_id(context.database(), &scope, ids).await
}

/// The adjustments of these sheets, the oldest first.
pub async fn adjustments_of(
    context: &OpContext,
    ids: Vec<KpiSheetId>,
) -> Outcome<HashMap<KpiSheetId, Vec<Request>>> {
    let scope = context.scope(Action::KpiSheetRead).await?;
    if scope.is_empty() {
        return Ok(HashMap::new());
    }
    store::adjustments_of(context.database(), &scope, ids).await
}

fn describe(request: &Request) -> Value {
    json!({
        "sheet": request.sheet_id,
        "request": request.id,
        "kind": request.kind,
        "path": request.path,
        "points": request.points,
        "state": request.state,
    })
}
