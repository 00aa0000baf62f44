//! Writing to people because an issue is late. A mail is sent outside any transaction: after
//! a crash before its being sent is noted it may come twice, with the same key both times.

use serde::{Deserialize, Serialize};

use crate::access::{self, OpContext, Scope};
use crate::database::{Handle, Transaction};
use crate::jobs::{Job, NewJob};
use crate::kernel::ids::{AccountId, IssueId};
use crate::kernel::{Failure, Outcome};
use crate::org;
use crate::outgoing::{Mail, MailAddress, MessageKey, Subject, Undelivered};
use crate::rectification::model::{EscalationStep, Issue, Notice, written_languages};
use crate::rectification::store;

/// What writes to one person.
const MAILING: &str = "rectification.mail";

/// What the event of an escalation tells.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Escalated {
    pub(super) step: EscalationStep,
    pub(super) due_on: chrono::NaiveDate,
    pub(super) accounts: Vec<AccountId>,
}

/// A mail to one person.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mailing {
    issue: IssueId,
    step: EscalationStep,
    due_on: chrono::NaiveDate,
    account: AccountId,
}

/// Gives each person whom an escalation concerns a mail of their own, so that one who cannot be
/// reached keeps nobody else from it. For events.
pub async fn escalation_told(context: &OpContext, job: &Job) -> Outcome<Transaction> {
    let told = job.event::<Escalated>()?;
    let issue: IssueId = job
        .subject
        .parse()
        .map_err(|_| Failure::internal("an escalation of no issue"))?;
    let escalated = told.payload;
    let transaction = context.begin().await?;
    for account in escalated.accounts {
        let mailing = Mailing {
            issue,
            step: escalated.step,
            due_on: escalated.due_on,
            account,
        };
        let effect = format!("{}:{account}", job.effect_key);
        let mail = NewJob::new(MAILING, effect, &mailing)?;
        context.platform.queue.enqueue(&transaction, mail).await?;
    }
    Ok(transaction)
}

/// Writes to one person. Whoever has no address gets nothing, and nobody does for what was put
/// right or given more time meanwhile.
pub async fn escalation_mail(context: &OpContext, job: &Job) -> Outcome<Transaction> {
    let mailing: Mailing = job.payload()?;
    let database = context.database();
    let company = Scope::company();
    let found = store::issues_by_id(database, &company, vec![mailing.issue]).await?;
    let late = |issue: &Issue| issue.due_on == mailing.due_on && issue.is_overdue(context.today());
    let issue = found.into_iter().find(late);
    let to = address(context, database, mailing.account).await?;
    if let (Some(issue), Some(to), Some(mailer)) = (issue, to, &context.platform.couriers.mail) {
        let languages = written_languages(&org::company(context).await?.languages);
        let notice = Notice {
            step: mailing.step,
            number: issue.number,
            title: &issue.title,
            due_on: issue.due_on,
        };
        let mail = Mail {
            to,
            subject: Subject::of(&notice.subject(&languages)),
            text: notice.text(&languages),
            key: MessageKey::of(&job.effect_key),
            at: context.now(),
        };
        match mailer.send(mail).await {
            // Another try would be refused again.
            Ok(()) | Err(Undelivered::Refused) => {}
            Err(failed @ Undelivered::Failed) => return Err(Failure::internal(failed.to_string())),
        }
    }
    context.begin().await
}

/// Where the person behind an account is written to, if they still work here.
async fn address(
    context: &OpContext,
    handle: &impl Handle,
    account: AccountId,
) -> Outcome<Option<MailAddress>> {
    let found = access::accounts_named(handle, vec![account]).await?;
    let enabled = found.into_iter().find(|account| !account.disabled);
    let Some(person) = enabled.and_then(|account| account.employee_id) else {
        return Ok(None);
    };
    let today = context.today();
    let found = org::known_employees(handle, vec![person]).await?;
    let here = found
        .into_iter()
        .find(|person| person.left_on.is_none_or(|last| today <= last));
    let email = here.and_then(|person| person.email);
    Ok(email.as_deref().and_then(MailAddress::parse))
}
