//! Working the phone list.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::answering::{Entered, enter, open_to_staff};
use super::complaining::complain;
use super::{is_anonymous, plan_of};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::complaints::ComplaintChannel;
use crate::invitations::model::{Call, CallKey, Disposition, Invitation};
use crate::invitations::store;
use crate::kernel::ids::InvitationId;
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::responses::AnswerForm;
use crate::surveys::{self, Channel, Plan};

/// What somebody notes of a call.
#[derive(Clone, Debug)]
pub struct NotedCall {
    /// What came of it.
    pub disposition: Disposition,
    /// When to call again.
    pub call_back_at: Option<DateTime<Utc>>,
    /// What the contact answered.
    pub answers: Option<Vec<AnswerForm>>,
    /// What the contact complained about.
    pub complaint: Option<LongText>,
}

/// Notes a call, with the answers where the contact gave some. Not for plans that promised
/// anonymity.
pub async fn call_record(
    context: &OpContext,
    id: InvitationId,
    noted: NotedCall,
) -> Outcome<Invitation> {
    context.authorize_company(Action::SurveyWrite).await?;
    let now = context.now();
    let has_answers = noted.answers.is_some();
    let call = Call::new(noted.disposition, noted.call_back_at, has_answers, now)?;
    let transaction = context.begin().await?;
    let before = open_to_staff(context, &transaction, id).await?;
    let settings = surveys::settings_for_asking(&transaction).await?;
    let called = call.noted(before.clone(), settings.call_attempts, now);
    let after = match noted.answers {
        Some(answers) => {
            let entered = Entered {
                channel: Channel::Phone,
                answers,
                complaint: noted.complaint,
            };
            enter(context, &transaction, called, entered).await?
        }
        None => {
            store::update_invitation(&transaction, &called).await?;
            if let Some(text) = noted.complaint {
                let plan = plan_of(&transaction, called.plan_id).await?;
                let complaint = (ComplaintChannel::Phone, text);
                complain(context, &transaction, &plan, &called, complaint).await?;
            }
            called
        }
    };
    let entry = Entry::new("call.recorded", id)
        .before(json!({ "state": before.state, "attempts": before.attempts }))
        .after(json!({
            "state": after.state,
            "attempts": after.attempts,
            "disposition": noted.disposition,
            "callBackAt": after.call_back_at,
        }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Who is to be called for a plan: agreed times first. Whose customer is suspended waits; a
/// plan that promised anonymity has nobody on the list.
pub async fn call_list(
    context: &OpContext,
    plan: &Plan,
    page: PageRequest<CallKey>,
) -> Outcome<Page<Invitation>> {
    context.authorize_company(Action::SurveyDrawRead).await?;
    if is_anonymous(plan) {
        return Ok(page.page(Vec::new()));
    }
    let database = context.database();
    let paused = surveys::suspended_contacts(context, database, plan.id).await?;
    store::list_calls(database, plan.id, paused, context.now(), &page).await
}

/// How many that list has.
pub async fn call_count(context: &OpContext, plan: &Plan) -> Outcome<u64> {
    context.authorize_company(Action::SurveyDrawRead).await?;
    if is_anonymous(plan) {
        return Ok(0);
    }
    let database = context.database();
    let paused = surveys::suspended_contacts(context, database, plan.id).await?;
    store::count_calls(database, plan.id, paused, context.now()).await
}
