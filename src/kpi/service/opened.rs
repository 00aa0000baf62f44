//! Sheets as they are worked on: locked, with their lines, scheme and adjustments.

use std::collections::HashMap;
use std::sync::Arc;

use crate::access::{OpContext, Scope};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{KpiSchemeVersionId, KpiSheetId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{Adjusted, Line, SchemeVersion, ScoringTree, Sheet, adjusted, compute};
use crate::kpi::{error, store};

/// A version of a scheme that is ready to compute.
pub(super) struct Ready {
    pub(super) version: SchemeVersion,
    pub(super) tree: ScoringTree,
}

impl Ready {
    pub(super) fn of(version: SchemeVersion) -> Outcome<Self> {
        let tree = ScoringTree::of(&version.content).map_err(broken)?;
        Ok(Self { version, tree })
    }
}

/// A stored scheme that the rules would refuse is our bug, not the caller's.
fn broken(problem: Problem) -> Failure {
    Failure::internal(problem.message.english)
}

/// A sheet that is being worked on.
pub(super) struct Opened {
    pub(super) sheet: Sheet,
    pub(super) lines: Vec<Line>,
    pub(super) scheme: Arc<Ready>,
    pub(super) adjusted: Adjusted,
    /// Whether something about it waits for a decision.
    pub(super) waits: bool,
}

impl Opened {
    /// Computes what comes of the lines as they are now.
    pub(super) fn recompute(&mut self) {
        self.sheet.result = compute(
            &self.scheme.version.content,
            &self.scheme.tree,
            &mut self.lines,
            &self.adjusted,
            &self.sheet.result,
        );
    }

    /// Reads anew which adjustments count.
    pub(super) async fn read_adjustments(&mut self, transaction: &Transaction) -> Outcome<()> {
        let id = self.sheet.id;
        let found = store::approved_adjustments(transaction, vec![id]).await?;
        self.adjusted = adjusted(found.get(&id).into_iter().flatten());
        Ok(())
    }

    /// Writes the sheet as its next version.
    pub(super) async fn save(&mut self, transaction: &Transaction) -> Outcome<()> {
        self.sheet.version += 1;
        store::update_sheet(transaction, &self.sheet, Some(&self.lines)).await
    }

    /// Refuses a version that is not the present one.
    pub(super) fn check_version(&self, expected: i32) -> Result<(), Problem> {
        match self.sheet.version == expected {
            true => Ok(()),
            false => Err(Problem::version_conflict(self.sheet.version)),
        }
    }
}

/// The sheets with these ids that the scope reaches, in the order of the ids, locked.
pub(super) async fn open_all(
    transaction: &Transaction,
    scope: &Scope,
    ids: &[KpiSheetId],
) -> Outcome<Vec<Opened>> {
    let sheets = store::lock_sheets(transaction, scope, ids.to_vec()).await?;
    let mut sheets: HashMap<KpiSheetId, Sheet> =
        sheets.into_iter().map(|sheet| (sheet.id, sheet)).collect();
    let ordered: Vec<Sheet> = ids.iter().filter_map(|id| sheets.remove(id)).collect();
    with_lines(transaction, ordered).await
}

/// The sheet that the argument `field` names, locked.
pub(super) async fn open(
    transaction: &Transaction,
    scope: &Scope,
    id: KpiSheetId,
    field: &str,
) -> Outcome<Opened> {
    let found = open_all(transaction, scope, &[id]).await?;
    let opened = found.into_iter().next();
    Ok(opened.ok_or_else(|| error::sheet_not_found(field))?)
}

/// Locked sheets with everything that belongs to them.
pub(super) async fn with_lines(handle: &impl Handle, sheets: Vec<Sheet>) -> Outcome<Vec<Opened>> {
    let ids: Vec<KpiSheetId> = sheets.iter().map(|sheet| sheet.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let schemes = ready(handle, sheets.iter().map(|it| it.scheme_version_id)).await?;
    let mut lines = store::lines_of(handle, &sheets.iter().collect::<Vec<_>>()).await?;
    let adjustments = store::approved_adjustments(handle, ids.clone()).await?;
    let waiting = store::sheets_with_pending(handle, ids).await?;
    let opened = sheets.into_iter().map(|sheet| {
        let scheme = schemes
            .get(&sheet.scheme_version_id)
            .ok_or_else(|| Failure::internal("a sheet without its scheme"))?;
        let lines = lines
            .remove(&sheet.id)
            .ok_or_else(|| Failure::internal("a sheet without its lines"))?;
        Ok(Opened {
            adjusted: adjusted(adjustments.get(&sheet.id).into_iter().flatten()),
            lines,
            scheme: Arc::clone(scheme),
            waits: waiting.contains(&sheet.id),
            sheet,
        })
    });
    opened.collect()
}

/// These versions, ready to compute.
pub(super) async fn ready(
    handle: &impl Handle,
    ids: impl Iterator<Item = KpiSchemeVersionId>,
) -> Outcome<HashMap<KpiSchemeVersionId, Arc<Ready>>> {
    let mut ids: Vec<KpiSchemeVersionId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let versions = store::versions_by_id(handle, ids).await?;
    let ready = versions.into_iter().map(|version| {
        let id = version.id;
        Ok((id, Arc::new(Ready::of(version)?)))
    });
    ready.collect()
}

/// Notes that the actor took part in these sheets; the system never does.
pub(super) async fn note_part(
    context: &OpContext,
    transaction: &Transaction,
    sheets: &[KpiSheetId],
) -> Outcome<()> {
    match context.signed_in() {
        Ok(account) => {
            store::note_parts(transaction, sheets, account.account_id, context.now()).await
        }
        Err(_) => Ok(()),
    }
}
