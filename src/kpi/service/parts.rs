//! Who took part in what an appeal is about, and may therefore not decide it.

use std::collections::{HashMap, HashSet};

use super::hand::Hand;
use crate::access::{self, OpContext, Scope};
use crate::audit;
use crate::cycles::{self, AssignmentState};
use crate::database::Handle;
use crate::kernel::ids::{AccountId, AppealId, EmployeeId, KpiSheetId, ScoreId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{Appeal, Disputed};
use crate::kpi::{error, store};
use crate::scoring;

/// The part that the actor took in what some appeals are about.
pub(super) struct Parts {
    taken: HashSet<AppealId>,
    actor: Option<EmployeeId>,
}

impl Parts {
    /// The actor's part in what these appeals are about.
    pub(super) async fn of(
        context: &OpContext,
        handle: &impl Handle,
        appeals: &[Appeal],
    ) -> Outcome<Self> {
        let (mut sheets, mut scores) = (Vec::new(), Vec::new());
        for appeal in appeals {
            match appeal.disputed {
                Disputed::Sheet(sheet) => sheets.push(sheet),
                Disputed::Score(score) => scores.push(score),
            }
        }
        let of_sheets = store::parts_of(handle, sheets).await?;
        let of_scores = score_parts(context, handle, scores).await?;
        let named = of_sheets.iter().map(|(_, account)| *account);
        let named = named.chain(of_scores.iter().map(|(_, account)| *account));
        let own = own_among(context, handle, named.collect()).await?;
        let sheets: HashSet<KpiSheetId> = own_of(&of_sheets, &own);
        let scores: HashSet<ScoreId> = own_of(&of_scores, &own);
        let taken = appeals.iter().filter(|appeal| match appeal.disputed {
            Disputed::Sheet(sheet) => sheets.contains(&sheet),
            Disputed::Score(score) => scores.contains(&score),
        });
        Ok(Self {
            taken: taken.map(|appeal| appeal.id).collect(),
            actor: context.signed_in()?.employee_id,
        })
    }

    /// Refuses whoever asked, whose own it is, and whoever took part.
    pub(super) fn check(
        &self,
        hand: &Hand,
        decides: &Scope,
        appeal: &Appeal,
    ) -> Result<(), Problem> {
        if Some(appeal.asked_by) == hand.account {
            return Err(error::own_request());
        }
        let of_the_person = appeal.employee_id.is_some() && appeal.employee_id == self.actor;
        let of_the_department =
            appeal.employee_id.is_none() && hand.belongs_to(appeal.department_id);
        if of_the_person || of_the_department {
            return Err(error::own_sheet());
        }
        if !decides.covers(appeal.department_id) {
            return Err(error::somebody_elses_step());
        }
        match self.taken.contains(&appeal.id) {
            true => Err(error::took_part()),
            false => Ok(()),
        }
    }
}

/// What one of the own accounts had a part in.
fn own_of<K: Copy + Eq + std::hash::Hash>(
    parts: &[(K, AccountId)],
    own: &HashSet<AccountId>,
) -> HashSet<K> {
    let taken = parts.iter().filter(|(_, account)| own.contains(account));
    taken.map(|(what, _)| *what).collect()
}

/// Those of the accounts that are the actor's, by the account or by the person.
async fn own_among(
    context: &OpContext,
    handle: &impl Handle,
    accounts: HashSet<AccountId>,
) -> Outcome<HashSet<AccountId>> {
    let actor = context.signed_in()?;
    let mut own = HashSet::from([actor.account_id]);
    let Some(person) = actor.employee_id else {
        return Ok(own);
    };
    let found = access::accounts_named(handle, accounts.into_iter().collect()).await?;
    let of_the_person = found.iter().filter(|it| it.employee_id == Some(person));
    own.extend(of_the_person.map(|account| account.id));
    Ok(own)
}

/// Who took part in scores: whoever moved their cycles or scored or published them, and the
/// actor where the actor assessed the department.
async fn score_parts(
    context: &OpContext,
    handle: &impl Handle,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, AccountId)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let system = context
        .platform
        .system_context("kpi", &context.request_id)
        .await?;
    let wanted: HashSet<ScoreId> = ids.into_iter().collect();
    let scores = scoring::scores_by_id(&system, wanted.iter().copied().collect()).await?;
    if scores.len() != wanted.len() {
        return Err(Failure::internal("an appeal about a score that is gone"));
    }
    let cycles: HashSet<String> = scores.iter().map(|it| it.cycle_id.to_string()).collect();
    let mut movers: HashMap<String, Vec<AccountId>> = HashMap::new();
    for (cycle, account) in audit::actors(handle, cycles.into_iter().collect()).await? {
        movers.entry(cycle).or_default().push(account);
    }
    let actor = context.signed_in()?;
    let assignments = match actor.employee_id {
        Some(person) => cycles::assignments_of_person(handle, person).await?,
        None => Vec::new(),
    };
    let mut parts = Vec::new();
    for score in &scores {
        let of_cycle = movers.get(&score.cycle_id.to_string());
        let of_cycle = of_cycle.into_iter().flatten();
        parts.extend(of_cycle.map(|account| (score.id, *account)));
        let assessed = assignments.iter().any(|it| {
            it.cycle_id == score.cycle_id
                && it.assessed == score.department_id
                && it.state == AssignmentState::Submitted
        });
        if assessed {
            parts.push((score.id, actor.account_id));
        }
    }
    Ok(parts)
}
