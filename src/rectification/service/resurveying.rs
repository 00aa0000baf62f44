//! Asking those who assessed the department again, while the effect is observed.

use serde_json::json;

use super::work::Work;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::{self, Again, Cycle};
use crate::kernel::ids::IssueId;
use crate::kernel::text::{Code, Name, required};
use crate::kernel::{Failure, Outcome};
use crate::rectification::model::{Issue, IssueState, NewResurvey, Resurvey};
use crate::rectification::{error, store};

/// Starts a cycle that asks the assessors of the department once more; its published score is
/// what the measure of the plan looks at. Once in a round, while its effect is observed.
pub async fn issue_resurvey(context: &OpContext, new: NewResurvey) -> Outcome<(Issue, Cycle)> {
    context.authorize_company(Action::CycleWrite).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let issue = Work::open(context, &transaction, &reads, new.issue_id, "id").await?;
    let issue = issue.issue;
    if issue.state != IssueState::Verifying {
        return Err(error::not_observed(issue.state).at(["id"]).into());
    }
    let asked = new.cycle_id.or(issue.evidence.cycle_id);
    let asked = asked.ok_or_else(|| required().at(["cycleId"]))?;
    let again = Again {
        of: asked,
        department: issue.department_id,
        code: named(&format!("{}-{}", issue.number, issue.round), Code::parse)?,
        name: named(&format!("复评 {} Follow-up", issue.number), Name::parse)?,
        closes_at: new.closes_at,
    };
    let known = store::resurveys_of(&transaction, vec![issue.id]).await?;
    if known.iter().any(|known| known.round == issue.round) {
        return Err(error::asked_again_already().at(["id"]).into());
    }
    let cycle = cycles::cycle_ask_again(context, &transaction, again).await?;
    let resurvey = Resurvey {
        issue_id: issue.id,
        round: issue.round,
        cycle_id: cycle.id,
        started_at: context.now(),
        started_by: context.signed_in()?.account_id,
    };
    store::insert_resurvey(&transaction, &resurvey).await?;
    let told = json!({ "cycle": cycle.id, "of": asked, "round": issue.round });
    let entry = Entry::new("issue.resurveyed", issue.id).after(told.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "issue.resurveyed", issue.id, &told)
        .await?;
    transaction.commit().await?;
    Ok((issue, cycle))
}

/// The resurveys of these issues, which the actor may see, by their rounds.
pub async fn resurveys_of(context: &OpContext, ids: Vec<IssueId>) -> Outcome<Vec<Resurvey>> {
    store::resurveys_of(context.database(), ids).await
}

fn named<T, P: std::fmt::Debug>(text: &str, parse: fn(&str) -> Result<T, P>) -> Outcome<T> {
    parse(text).map_err(|wrong| Failure::internal(format!("{wrong:?}")))
}
