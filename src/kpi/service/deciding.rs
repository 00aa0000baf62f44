//! Deciding about appeals: by somebody who took no part.

use super::appeals::tell;
use super::entering::{entry, put_actual};
use super::hand::Hand;
use super::opened::{Opened, open};
use super::pulling::pull_open;
use crate::access::{self, Action, OpContext, Scope};
use crate::audit::{self, EntryFilter};
use crate::cycles::{self, AssignmentState};
use crate::database::Transaction;
use crate::kernel::ids::{AccountId, AppealId, CycleId, KpiRequestId, KpiSheetId, ScoreId};
use crate::kernel::text::LongText;
use crate::kernel::{Exact, Failure, Outcome, PageRequest, Parse, Problem};
use crate::kpi::model::{
    Appeal, AppealState, Decision, Disputed, Entering, GradeSource, Origin, Request, RequestState,
    SchemeContent, SheetResult, TypedFigure, grade_of, read_figures,
};
use crate::kpi::{error, store};
use crate::scoring;

/// How many entries of the trail are read at once.
const ENTRIES_AT_ONCE: u32 = 1_000;

/// What is put right in a sheet whose appeal is granted.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// Figures of its lines.
    pub figures: Vec<TypedFigure>,
    /// Adjustments that count no more: points, or a veto that was wrong.
    pub lifted: Vec<KpiRequestId>,
}

impl Corrections {
    fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.lifted.is_empty()
    }
}

/// Decides about an appeal: `uphold`, and the original stands; else the appeal is granted,
/// and corrections make the next revision of a sheet.
pub async fn appeal_decide(
    context: &OpContext,
    id: AppealId,
    uphold: bool,
    reason: LongText,
    corrections: Corrections,
) -> Outcome<Appeal> {
    let decides = context.authorize(Action::AppealDecide).await?;
    let reads = context.scope(Action::AppealRead).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let found = store::lock_appeal(&transaction, &reads, id).await?;
    let before = found.ok_or_else(error::appeal_not_found)?;
    check_decider(context, &transaction, &hand, &decides, &before)
        .await?
        .map_err(|problem| problem.at(["id"]))?;
    if before.state != AppealState::Open {
        return Err(error::appeal_is_closed().at(["id"]).into());
    }
    let new_revision = match (uphold, before.disputed) {
        (true, _) if !corrections.is_empty() => {
            return Err(error::upheld_is_not_corrected().at(["corrections"]).into());
        }
        (true, _) => None,
        (false, Disputed::Score(_)) if !corrections.is_empty() => {
            return Err(error::scores_are_rescored().at(["corrections"]).into());
        }
        (false, Disputed::Score(_)) => None,
        (false, Disputed::Sheet(sheet)) => {
            Some(correct(context, &transaction, &before, sheet, &reason, corrections).await?)
        }
    };
    let after = Appeal {
        state: match uphold {
            true => AppealState::Upheld,
            false => AppealState::Granted,
        },
        decision: Some(Decision {
            at: context.now(),
            by: context.signed_in()?.account_id,
            reason: Some(reason.into_string()),
        }),
        new_revision,
        ..before
    };
    store::update_appeal(&transaction, &after).await?;
    tell(context, &transaction, "appeal.decided", &after).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Makes the next revision of a sheet; its number.
async fn correct(
    context: &OpContext,
    transaction: &Transaction,
    appeal: &Appeal,
    sheet: KpiSheetId,
    reason: &LongText,
    corrections: Corrections,
) -> Outcome<i32> {
    if corrections.is_empty() {
        return Err(error::corrections_required().at(["corrections"]).into());
    }
    let mut opened = open(transaction, &Scope::company(), sheet, "id").await?;
    if opened.sheet.revision != appeal.revision {
        return Err(error::superseded().at(["id"]).into());
    }
    let figures = match corrections.figures.is_empty() {
        true => Vec::new(),
        false => {
            let mut parse = Parse::arguments();
            let content = &opened.scheme.version.content;
            let (field, typed) = ("corrections", corrections.figures);
            let read = read_figures(&mut parse, field, content, typed, Entering::Correction);
            parse.finish(read)?
        }
    };
    lift(
        context,
        transaction,
        &mut opened,
        reason,
        &corrections.lifted,
    )
    .await?;
    opened.sheet.revision += 1;
    let (mut entries, mut again) = (Vec::new(), Vec::new());
    for mut figure in figures {
        figure
            .reason
            .get_or_insert_with(|| reason.as_str().to_owned());
        if figure.actual.is_none() && figure.target.is_none() {
            again.push(figure.position);
            continue;
        }
        entries.push(entry(context, &opened, &figure, Origin::Appeal));
        if let Some(line) = opened.lines.get_mut(figure.position) {
            if let Some(target) = figure.target.clone() {
                line.target = Some(target);
                line.target_is_sum = false;
                line.proposed_target = None;
            }
            put_actual(context, line, figure, Origin::Appeal);
        }
    }
    if !again.is_empty() {
        entries.extend(pull_open(context, &mut opened, &again).await?);
    }
    write(context, transaction, opened, &entries, reason).await
}

async fn write(
    context: &OpContext,
    transaction: &Transaction,
    mut opened: Opened,
    entries: &[crate::kpi::model::EnteredFigure],
    reason: &LongText,
) -> Outcome<i32> {
    let before = opened.sheet.result.clone();
    opened.recompute();
    let content = &opened.scheme.version.content;
    keep_grade(content, &before, &mut opened.sheet.result);
    let now = context.now();
    opened.sheet.version += 1;
    opened.sheet.published_at = Some(now);
    let (sheet, lines) = (&opened.sheet, &opened.lines);
    store::insert_revision(transaction, sheet, lines, reason.as_str(), now).await?;
    store::insert_entries(transaction, entries).await?;
    // Whoever corrected has a part in what was corrected.
    let account = context.signed_in()?.account_id;
    store::note_parts(transaction, &[sheet.id], account, now).await?;
    Ok(sheet.revision)
}

/// Takes adjustments back that count: a veto that was wrong, points that were not deserved.
async fn lift(
    context: &OpContext,
    transaction: &Transaction,
    opened: &mut Opened,
    reason: &LongText,
    lifted: &[KpiRequestId],
) -> Outcome<()> {
    if lifted.is_empty() {
        return Ok(());
    }
    let id = opened.sheet.id;
    let found = store::approved_adjustments(transaction, vec![id]).await?;
    let counting: Vec<&Request> = found.get(&id).into_iter().flatten().collect();
    for (index, wanted) in lifted.iter().enumerate() {
        let at = |problem: Problem| problem.at(["liftedRequestIds", index.to_string().as_str()]);
        let request = counting.iter().find(|it| it.id == *wanted);
        let request = request.ok_or_else(|| at(error::no_such_adjustment()))?;
        let after = Request {
            state: RequestState::Rejected,
            decision: Some(Decision {
                at: context.now(),
                by: context.signed_in()?.account_id,
                reason: Some(reason.as_str().to_owned()),
            }),
            ..(*request).clone()
        };
        store::update_request(transaction, &after).await?;
    }
    opened.read_adjustments(transaction).await
}

/// A grade that was compared with others does not fall because an appeal was granted: it stays
/// where the new total has the same band, and else rises with it, but never falls.
fn keep_grade(content: &SchemeContent, before: &SheetResult, after: &mut SheetResult) {
    let compared = before.grade.clone();
    let compared = compared.filter(|grade| grade.source != GradeSource::Band && !before.vetoed);
    let (Some(given), Some(total)) = (compared, &after.total) else {
        return;
    };
    if after.vetoed || before.total.as_ref().is_some_and(|before| total < before) {
        return;
    }
    let place = |code: &str| content.grades.iter().position(|grade| grade.code == code);
    let band = |total: Option<&Exact>| {
        let grade = grade_of(&content.grades, total?)?;
        place(&grade.code)
    };
    let (was, is) = (band(before.total.as_ref()), band(after.total.as_ref()));
    // The best grade stands first.
    if was == is || place(&given.code) <= is {
        after.grade = Some(given);
    }
}

/// Refuses whoever asked, whose own it is, and whoever took part.
async fn check_decider(
    context: &OpContext,
    transaction: &Transaction,
    hand: &Hand,
    decides: &Scope,
    appeal: &Appeal,
) -> Outcome<Result<(), Problem>> {
    if Some(appeal.asked_by) == hand.account {
        return Ok(Err(error::own_request()));
    }
    let employee = context.signed_in()?.employee_id;
    let of_the_person = appeal.employee_id.is_some() && appeal.employee_id == employee;
    let of_the_department = appeal.employee_id.is_none() && hand.belongs_to(appeal.department_id);
    if of_the_person || of_the_department {
        return Ok(Err(error::own_sheet()));
    }
    if !decides.covers(appeal.department_id) {
        return Ok(Err(error::somebody_elses_step()));
    }
    let parts = match appeal.disputed {
        Disputed::Sheet(sheet) => store::parts_of(transaction, sheet).await?,
        Disputed::Score(score) => score_parts(context, transaction, score).await?,
    };
    Ok(match is_among(context, transaction, parts).await? {
        true => Err(error::took_part()),
        false => Ok(()),
    })
}

/// Whether the actor is among these accounts, by the account or by the person.
async fn is_among(
    context: &OpContext,
    transaction: &Transaction,
    accounts: Vec<AccountId>,
) -> Outcome<bool> {
    let actor = context.signed_in()?;
    if accounts.contains(&actor.account_id) {
        return Ok(true);
    }
    let Some(person) = actor.employee_id else {
        return Ok(false);
    };
    let found = access::accounts_named(transaction, accounts).await?;
    Ok(found
        .iter()
        .any(|account| account.employee_id == Some(person)))
}

/// Who took part in a score: whoever moved its cycle or scored or published it, and the
/// actor if the actor assessed the department in it.
async fn score_parts(
    context: &OpContext,
    transaction: &Transaction,
    score: ScoreId,
) -> Outcome<Vec<AccountId>> {
    let system = context
        .platform
        .system_context("kpi", &context.request_id)
        .await?;
    let found = scoring::scores_by_id(&system, vec![score]).await?;
    let score = found
        .into_iter()
        .next()
        .ok_or_else(|| Failure::internal("an appeal about a score that is gone"))?;
    let mut parts = movers(transaction, score.cycle_id).await?;
    let actor = context.signed_in()?;
    if let Some(person) = actor.employee_id {
        let assignments = cycles::assignments_of_person(transaction, person).await?;
        let assessed = assignments.iter().any(|it| {
            it.cycle_id == score.cycle_id
                && it.assessed == score.department_id
                && it.state == AssignmentState::Submitted
        });
        if assessed {
            parts.push(actor.account_id);
        }
    }
    Ok(parts)
}

/// The accounts that the trail names with a cycle.
async fn movers(transaction: &Transaction, cycle: CycleId) -> Outcome<Vec<AccountId>> {
    let filter = EntryFilter {
        subject: Some(cycle.to_string()),
        ..EntryFilter::default()
    };
    let (mut accounts, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest {
            first: ENTRIES_AT_ONCE,
            after,
        };
        let found = audit::list(transaction, &filter, &page).await?;
        let named = found.items.iter();
        accounts.extend(named.filter_map(|listed| listed.entry.actor_account_id));
        match found.items.last().filter(|_| found.has_next) {
            Some(last) => after = Some(last.key()),
            None => return Ok(accounts),
        }
    }
}
