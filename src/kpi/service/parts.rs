//! Who took part in what an appeal is about, and may therefore not decide it.

use std::collections::{HashMap, HashSet};

use super::hand::Hand;
use crate::access::{self, Action, OpContext, Parties, Party, Scope};
use crate::audit;
use crate::cycles::{self, AssignmentState};
use crate::database::Handle;
use crate::kernel::ids::{AccountId, AppealId, KpiSheetId, ScoreId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{Appeal, Disputed};
use crate::kpi::{error, store};
use crate::org::{self, DepartmentTree};
use crate::scoring;

/// The part that the actor took in what some appeals are about.
pub(super) struct Parts {
    taken: HashSet<AppealId>,
    party: Party,
    asked: Parties,
    tree: DepartmentTree,
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
        let party = context.party().await?;
        let of_scores = score_parts(context, handle, &party, scores).await?;
        let named = of_sheets.iter().map(|(_, account)| *account);
        let named = named.chain(of_scores.iter().map(|(_, account)| *account));
        let own = own_among(handle, &party, named.collect()).await?;
        let sheets: HashSet<KpiSheetId> = own_of(&of_sheets, &own);
        let scores: HashSet<ScoreId> = own_of(&of_scores, &own);
        let taken = appeals.iter().filter(|appeal| match appeal.disputed {
            Disputed::Sheet(sheet) => sheets.contains(&sheet),
            Disputed::Score(score) => scores.contains(&score),
        });
        let asked = appeals.iter().map(|it| it.asked_by);
        Ok(Self {
            taken: taken.map(|appeal| appeal.id).collect(),
            party,
            asked: Parties::of(context, handle, &[Action::AppealAsk], asked.collect()).await?,
            tree: org::department_tree(handle).await?,
        })
    }

    /// Refuses whoever asked, whose own it is, and whoever took part.
    pub(super) fn check(
        &self,
        hand: &Hand,
        decides: &Scope,
        appeal: &Appeal,
    ) -> Result<(), Problem> {
        let asked = (appeal.asked_by, appeal.asked_at);
        let chain = self.tree.chain(appeal.department_id);
        if hand.was(&self.asked, asked, &chain) {
            return Err(error::own_request());
        }
        let person = appeal.employee_id;
        let of_the_person = person.is_some_and(|person| self.party.includes(person));
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

/// Those of the accounts that are of the party, by the account or by the person.
async fn own_among(
    handle: &impl Handle,
    party: &Party,
    accounts: HashSet<AccountId>,
) -> Outcome<HashSet<AccountId>> {
    let found = access::accounts_named(handle, accounts.into_iter().collect()).await?;
    let own = found.iter().filter(|account| {
        let person = account.employee_id;
        party.acts_as(account.id) || person.is_some_and(|person| party.includes(person))
    });
    Ok(own.map(|account| account.id).collect())
}

/// Who took part in scores: whoever moved their cycles or scored or published them, and the
/// actor where somebody of the party assessed the department.
async fn score_parts(
    context: &OpContext,
    handle: &impl Handle,
    party: &Party,
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
    let mut assignments = Vec::new();
    for person in party.people() {
        assignments.extend(cycles::assignments_of_person(handle, person).await?);
    }
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
