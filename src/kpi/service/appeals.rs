//! Appealing against published scores and sheets, and taking it back.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::hand::Hand;
use super::opened::open;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::evidence::{self, Record};
use crate::kernel::ids::{AppealId, DepartmentId, EmployeeId, EvidenceFileId, KpiSheetId, ScoreId};
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, Page, PageRequest, Problem};
use crate::kpi::model::{Appeal, AppealState, Disputed, SheetState};
use crate::kpi::{error, store};
use crate::org;
use crate::scoring;

/// Working days to appeal against a score, and to decide about it.
const DAYS_FOR_SCORES: u32 = 7;

/// Where the files stand that an appeal is made with.
const FILES: [&str; 2] = ["input", "evidenceIds"];

/// What an appeal is about, found and judged.
struct Matter {
    disputed: Disputed,
    revision: i32,
    department: DepartmentId,
    employee: Option<EmployeeId>,
    published_at: DateTime<Utc>,
    appeal_days: u32,
    decision_days: u32,
}

/// What is said for an appeal.
pub struct Grounds {
    /// Why.
    pub grounds: LongText,
    /// What shows it, in words.
    pub evidence: Option<LongText>,
    /// Files that show it.
    pub files: Vec<EvidenceFileId>,
}

/// Appeals against what has this id, a sheet or a score, within its notice period.
pub async fn appeal_create(context: &OpContext, subject: &str, said: Grounds) -> Outcome<Appeal> {
    context.authorize(Action::AppealAsk).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let matter = if let Ok(sheet) = subject.parse::<KpiSheetId>() {
        sheet_matter(&transaction, &hand, sheet).await?
    } else if let Ok(score) = subject.parse::<ScoreId>() {
        score_matter(context, &hand, score).await?
    } else {
        return Err(at_subject(Problem::not_found("score or sheet", "得分或考核表")).into());
    };
    let published = day_of(context, matter.published_at);
    let calendar = org::working_calendar(&transaction, published).await?;
    let last = calendar.after(published, matter.appeal_days);
    if context.today() > last {
        return Err(at_subject(error::too_late(last)).into());
    }
    let calendar = org::working_calendar(&transaction, context.today()).await?;
    let appeal = Appeal {
        id: context.id(),
        disputed: matter.disputed,
        revision: matter.revision,
        department_id: matter.department,
        employee_id: matter.employee,
        grounds: said.grounds.into_string(),
        evidence: said.evidence.map(LongText::into_string),
        state: AppealState::Open,
        asked_at: context.now(),
        asked_by: context.signed_in()?.account_id,
        decide_by: calendar.after(context.today(), matter.decision_days),
        decision: None,
        new_revision: None,
    };
    store::insert_appeal(&transaction, &appeal).await?;
    let record = Record::Appeal(appeal.id);
    evidence::attach(context, &transaction, record, &said.files, &FILES).await?;
    tell(context, &transaction, "appeal.asked", &appeal).await?;
    transaction.commit().await?;
    Ok(appeal)
}

fn at_subject(problem: Problem) -> Problem {
    problem.at(["input", "subjectId"])
}

/// The day where the company is.
fn day_of(context: &OpContext, moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&context.time_zone).date_naive()
}

async fn sheet_matter(transaction: &Transaction, hand: &Hand, id: KpiSheetId) -> Outcome<Matter> {
    let opened = open(transaction, &hand.sees, id, "subjectId").await;
    let opened = opened.map_err(|failure| match failure {
        Failure::Problems(problems) => {
            Failure::Problems(problems.into_iter().map(at_subject).collect())
        }
        other => other,
    })?;
    let sheet = &opened.sheet;
    if !hand.is_subject(sheet) {
        return Err(at_subject(error::not_the_subject()).into());
    }
    let published_at = sheet
        .published_at
        .filter(|_| sheet.state == SheetState::Published)
        .ok_or_else(|| at_subject(error::not_published()))?;
    let content = &opened.scheme.version.content;
    Ok(Matter {
        disputed: Disputed::Sheet(id),
        revision: sheet.revision,
        department: sheet.department_id,
        employee: sheet.employee(),
        published_at,
        appeal_days: content.appeal_working_days,
        decision_days: content.decision_working_days,
    })
}

async fn score_matter(context: &OpContext, hand: &Hand, id: ScoreId) -> Outcome<Matter> {
    let found = scoring::scores_by_id(context, vec![id]).await?;
    let unknown = || at_subject(Problem::not_found("score", "得分"));
    let score = found.into_iter().next().ok_or_else(unknown)?;
    if !hand.manages_itself(score.department_id) {
        return Err(at_subject(error::not_the_subject()).into());
    }
    if score.superseded_at.is_some() {
        return Err(at_subject(error::superseded()).into());
    }
    let published_at = score
        .published_at
        .ok_or_else(|| at_subject(error::not_published()))?;
    Ok(Matter {
        disputed: Disputed::Score(id),
        revision: score.revision,
        department: score.department_id,
        employee: None,
        published_at,
        appeal_days: DAYS_FOR_SCORES,
        decision_days: DAYS_FOR_SCORES,
    })
}

/// Takes an appeal back that nobody decided yet.
pub async fn appeal_withdraw(context: &OpContext, id: AppealId) -> Outcome<Appeal> {
    context.authorize(Action::AppealAsk).await?;
    let scope = context.scope(Action::AppealRead).await?;
    let transaction = context.begin().await?;
    let found = store::lock_appeal(&transaction, &scope, id).await?;
    let before = found.ok_or_else(error::appeal_not_found)?;
    if before.asked_by != context.signed_in()?.account_id {
        return Err(error::not_the_subject().at(["id"]).into());
    }
    if before.state != AppealState::Open {
        return Err(error::appeal_is_closed().at(["id"]).into());
    }
    let after = Appeal {
        state: AppealState::Withdrawn,
        ..before
    };
    store::update_appeal(&transaction, &after).await?;
    tell(context, &transaction, "appeal.withdrawn", &after).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Adds files to an appeal that nobody has decided yet; whoever asked.
pub async fn appeal_attach(
    context: &OpContext,
    id: AppealId,
    files: &[EvidenceFileId],
) -> Outcome<()> {
    context.authorize(Action::AppealAsk).await?;
    let scope = context.scope(Action::AppealRead).await?;
    let transaction = context.begin().await?;
    let found = store::lock_appeal(&transaction, &scope, id).await?;
    let appeal = found.ok_or_else(|| error::appeal_not_found().at(["subjectId"]))?;
    if appeal.asked_by != context.signed_in()?.account_id {
        return Err(error::not_the_subject().at(["subjectId"]).into());
    }
    if appeal.state != AppealState::Open {
        return Err(error::appeal_is_closed().at(["subjectId"]).into());
    }
    evidence::add(context, &transaction, Record::Appeal(id), files).await?;
    transaction.commit().await
}

/// Appeals, the latest first: those in one state, and those that are overdue.
pub async fn appeals(
    context: &OpContext,
    state: Option<AppealState>,
    overdue: bool,
    page: PageRequest<AppealId>,
) -> Outcome<Page<Appeal>> {
    let scope = context.authorize(Action::AppealRead).await?;
    let filter = (state, overdue.then(|| context.today()));
    store::list_appeals(context.database(), &scope, filter, &page).await
}

/// How many appeals that list has.
pub async fn appeal_count(
    context: &OpContext,
    state: Option<AppealState>,
    overdue: bool,
) -> Outcome<u64> {
    let scope = context.authorize(Action::AppealRead).await?;
    let filter = (state, overdue.then(|| context.today()));
    store::count_appeals(context.database(), &scope, filter).await
}

/// The appeals with these ids, in any order; those that may not be seen are missing.
pub async fn appeals_by_id(context: &OpContext, ids: Vec<AppealId>) -> Outcome<Vec<Appeal>> {
    let scope = context.scope(Action::AppealRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::appeals_by_id(context.database(), &scope, ids).await
}

/// Tells the trail and whoever waits for it where an appeal stands.
pub(super) async fn tell(
    context: &OpContext,
    transaction: &Transaction,
    kind: &'static str,
    appeal: &Appeal,
) -> Outcome<()> {
    let entry = Entry::new(kind, appeal.id).after(describe(appeal));
    context.record(transaction, entry).await?;
    context
        .publish(transaction, kind, appeal.id, &describe(appeal))
        .await
}

fn describe(appeal: &Appeal) -> Value {
    let (sheet, score) = match appeal.disputed {
        Disputed::Sheet(sheet) => (Some(sheet), None),
        Disputed::Score(score) => (None, Some(score)),
    };
    json!({
        "sheet": sheet,
        "score": score,
        "revision": appeal.revision,
        "state": appeal.state,
        "decideBy": appeal.decide_by,
        "newRevision": appeal.new_revision,
    })
}
