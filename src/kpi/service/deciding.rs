//! Deciding about appeals: by somebody who took no part.

use super::appeals::tell;
use super::entering::{entry, put_actual};
use super::hand::Hand;
use super::opened::{Opened, open};
use super::parts::Parts;
use super::pulling::pull_open;
use crate::access::{Action, OpContext, Scope};
use crate::database::Transaction;
use crate::kernel::ids::{AppealId, KpiRequestId, KpiSheetId};
use crate::kernel::text::LongText;
use crate::kernel::{Exact, Outcome, Parse, Problem};
use crate::kpi::model::{
    Appeal, AppealState, Decision, Disputed, Entering, GradeSource, Origin, Request, RequestState,
    SchemeContent, SheetResult, TypedFigure, grade_of, read_figures,
};
use crate::kpi::{error, store};

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
    let appeals = std::slice::from_ref(&before);
    Parts::of(context, &transaction, appeals)
        .await?
        .check(&hand, &decides, &before)
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
