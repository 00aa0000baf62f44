//! Keeping what somebody has answered so far.

use super::{open_to_holder, plan_of};
use crate::access::OpContext;
use crate::cycles;
use crate::invitations::model::Token;
use crate::invitations::{error, store};
use crate::kernel::Outcome;
use crate::questionnaires::published_content;
use crate::responses::{AnswerForm, AnswerSheet};

/// Keeps answers that may still be few, instead of those kept before. The author's own note:
/// nobody else reads it, and it leaves no trace in the trail.
pub async fn invitation_draft_save(
    context: &OpContext,
    token: &Token,
    answers: Vec<AnswerForm>,
) -> Outcome<AnswerSheet> {
    let transaction = context.begin().await?;
    let found = store::lock_by_token(&transaction, &token.sha256()).await?;
    let open = open_to_holder(context, &transaction, found).await?;
    let invitation = open.ok_or_else(error::no_token)?;
    let plan = plan_of(&transaction, invitation.plan_id).await?;
    let cycle = cycles::cycle_kept_open(&transaction, plan.cycle_id).await?;
    if !cycle.state.hears_customers() {
        return Err(error::no_token().into());
    }
    let content = published_content(&transaction, invitation.questionnaire_version_id).await?;
    let sheet = AnswerSheet::draft(&content, answers)?;
    store::put_draft(&transaction, invitation.id, &sheet, context.now()).await?;
    transaction.commit().await?;
    Ok(sheet)
}
