//! Finding out whether a plan worked: by data where there are data, else by a person.

use super::measuring::{observed, window_end};
use super::people::{Actor, People};
use super::work::{Work, current_plan};
use crate::access::{Action, OpContext, Scope};
use crate::database::Transaction;
use crate::kernel::ids::{EmployeeId, IssueId};
use crate::kernel::{Failure, Outcome};
use crate::rectification::model::{
    Basis, Happening, Issue, IssueState, Measure, Verification, VerificationDecision,
    VerificationOutcome, after, judge, may_close,
};
use crate::rectification::{error, store};

/// Finds out whether the plan of an issue worked. Once the observation has ended, data decide
/// where there are some; where there are none, a person may, saying why. Before it has ended
/// a person may find that it does not work, and nothing else.
pub async fn issue_verify(
    context: &OpContext,
    id: IssueId,
    decision: Option<VerificationDecision>,
) -> Outcome<(Verification, Issue)> {
    context.authorize(Action::IssueDecide).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let actor = Actor::of(context).await?;
    let transaction = context.begin().await?;
    let work = Work::open(context, &transaction, &reads, id, "id").await?;
    if work.issue.state != IssueState::Verifying {
        after(work.issue.state, Happening::Closed).map_err(|problem| problem.at(["id"]))?;
    }
    let (measure, owners) = measured(&transaction, &work.issue).await?;
    let people = People::of(context, &transaction).await?;
    let standing = people.standing(&actor, work.issue.department_id);
    may_close(&standing, &owners).map_err(|problem| problem.at(["id"]))?;
    people.note(context, &actor, standing.right(), work.issue.department_id);
    let by = Some(actor.account);
    let end = window_end(context, &work.issue, &measure)?;
    let mut verification = blank(context, &work.issue, &measure, by);
    if context.now() < end {
        let given_up = decision.filter(|decision| !decision.effective);
        let Some(decision) = given_up else {
            let last = end - chrono::TimeDelta::seconds(1);
            let last = last.with_timezone(&context.time_zone).date_naive();
            return Err(error::too_early(last).at(["id"]).into());
        };
        verification.decided(decision);
    } else {
        let (figure, score) = observed(context, &transaction, &work.issue, &measure).await?;
        let (outcome, gain) = judge(&measure, figure.as_ref());
        match (outcome, decision) {
            (VerificationOutcome::InsufficientData, Some(decision)) => {
                verification.decided(decision);
            }
            (VerificationOutcome::InsufficientData, None) => {}
            (_, Some(_)) => return Err(error::data_decide().at(["decision"]).into()),
            (outcome, None) => {
                verification.outcome = outcome;
                (verification.observed, verification.gain) = (figure, gain);
                verification.score_id = score;
            }
        }
    }
    let issue = settle(&transaction, work, &verification).await?;
    transaction.commit().await?;
    Ok((verification, issue))
}

/// By the clock: settles the issues whose observation has ended and that have data; the others
/// wait for a person, and it is noted once that data are missing.
pub async fn verification_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    for issue in store::verifying(&transaction).await? {
        let work = Work::open(context, &transaction, &Scope::company(), issue.id, "id").await?;
        if work.issue.state != IssueState::Verifying {
            continue;
        }
        let (measure, _) = measured(&transaction, &work.issue).await?;
        if context.now() < window_end(context, &work.issue, &measure)? {
            continue;
        }
        let (figure, score) = observed(context, &transaction, &work.issue, &measure).await?;
        let (outcome, gain) = judge(&measure, figure.as_ref());
        if outcome == VerificationOutcome::InsufficientData
            && is_noted(&transaction, &issue).await?
        {
            continue;
        }
        let verification = Verification {
            outcome,
            score_id: score,
            observed: figure,
            gain,
            ..blank(context, &work.issue, &measure, None)
        };
        settle(&transaction, work, &verification).await?;
    }
    Ok(transaction)
}

/// Whether it stands already that data are missing for this round.
async fn is_noted(transaction: &Transaction, issue: &Issue) -> Outcome<bool> {
    let found = store::verifications_of(transaction, vec![issue.id]).await?;
    Ok(found.iter().any(|it| it.round == issue.round))
}

/// By what the present round is measured, and who did what in it.
async fn measured(transaction: &Transaction, issue: &Issue) -> Outcome<(Measure, Vec<EmployeeId>)> {
    let plan = current_plan(transaction, issue).await?;
    let (plan, actions) = plan.ok_or_else(|| Failure::internal("observed without a plan"))?;
    let owners = actions.iter().map(|action| action.owner_id).collect();
    Ok((plan.measure, owners))
}

fn blank(
    context: &OpContext,
    issue: &Issue,
    measure: &Measure,
    by: Option<crate::kernel::ids::AccountId>,
) -> Verification {
    Verification {
        id: context.id(),
        issue_id: issue.id,
        round: issue.round,
        outcome: VerificationOutcome::InsufficientData,
        basis: Basis::Data,
        score_id: None,
        baseline: measure.baseline.clone(),
        observed: None,
        gain: None,
        reason: None,
        at: context.now(),
        by,
    }
}

impl Verification {
    /// Found by a person.
    fn decided(&mut self, decision: VerificationDecision) {
        self.basis = Basis::Person;
        self.outcome = match decision.effective {
            true => VerificationOutcome::Effective,
            false => VerificationOutcome::NotEffective,
        };
        self.reason = Some(decision.reason.into_string());
    }
}

/// Writes down what was found, and moves the issue accordingly.
async fn settle(
    transaction: &Transaction,
    mut work: Work<'_>,
    verification: &Verification,
) -> Outcome<Issue> {
    let (happening, action) = match verification.outcome {
        VerificationOutcome::Effective => (Happening::Closed, "issue.closed"),
        VerificationOutcome::NotEffective => (Happening::Reopened, "issue.reopened"),
        VerificationOutcome::InsufficientData => (Happening::DataMissing, "issue.data_missing"),
    };
    if happening == Happening::DataMissing && is_noted(transaction, &work.issue).await? {
        return Ok(work.issue);
    }
    store::insert_verification(transaction, verification).await?;
    work.happen(happening, verification.reason.clone(), "id")?;
    work.save(action).await
}
