//! Giving weights, closing rounds, ending studies.

use serde_json::json;

use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::DelphiStudyId;
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Parse};
use crate::weighting::model::{
    FEWEST_EXPERTS, GivenWeights, RoundResult, Sheet, Step, Study, StudyState, TypedGroup,
};
use crate::weighting::{error, store};

/// Gives the actor's weights in the running round, which is `round`; until it closes they
/// may be given anew.
pub async fn weights_give(
    context: &OpContext,
    id: DelphiStudyId,
    round: i32,
    typed: Vec<TypedGroup>,
) -> Outcome<Study> {
    let scope = context.authorize(Action::DelphiAnswer).await?;
    let expert = scope.employee.ok_or_else(error::study_not_found)?;
    let transaction = context.begin().await?;
    let study = store::lock_study(&transaction, &scope, id).await?;
    let study = study.ok_or_else(error::study_not_found)?;
    study.state.allow(Step::Give)?;
    if study.round != round {
        return Err(error::another_round(study.round).into());
    }
    let mut parse = Parse::arguments();
    let sheet = Sheet::read(&mut parse, &study.subject.groups, typed);
    let given = GivenWeights {
        study_id: id,
        round,
        given_at: context.now(),
        sheet: parse.finish(sheet)?,
    };
    store::put_weights(&transaction, expert, &given).await?;
    // What was given stays between the expert and the table.
    let entry = Entry::new("delphi.weights_given", id).after(json!({ "round": round }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(study)
}

/// Closes the running round: what it found becomes visible, and the next one begins unless
/// the experts agree.
pub async fn round_close(context: &OpContext, id: DelphiStudyId) -> Outcome<Study> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let transaction = context.begin().await?;
    let (before, _) = locked(context, &transaction, id).await?;
    before.state.allow(Step::CloseRound)?;
    let sheets = store::sheets_of_round(&transaction, id, before.round).await?;
    if sheets.len() < FEWEST_EXPERTS {
        return Err(error::too_few_answers(sheets.len()).into());
    }
    let result = RoundResult::of(&before.subject.groups, &sheets);
    let now = context.now();
    let after = before.after_round(&result, now);
    store::close_round(&transaction, &before, &result, now).await?;
    store::update_study(&transaction, &after).await?;
    let spreads: Vec<_> = result.groups.iter().map(|group| &group.spread).collect();
    let entry = Entry::new("delphi.round_closed", id).after(json!({
        "round": before.round,
        "answered": result.answered,
        "spreads": spreads,
        "state": after.state,
    }));
    context.record(&transaction, entry).await?;
    if after.state == StudyState::Open {
        store::insert_round(&transaction, &after, now).await?;
        tell(context, &transaction, "delphi.round_opened", &after).await?;
    } else {
        tell(context, &transaction, "delphi.ended", &after).await?;
    }
    transaction.commit().await?;
    Ok(after)
}

/// Ends a study whose experts will not agree. What was given in the running round counts
/// nowhere and is removed.
pub async fn study_end(context: &OpContext, id: DelphiStudyId, reason: LongText) -> Outcome<Study> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let transaction = context.begin().await?;
    let (before, _) = locked(context, &transaction, id).await?;
    before.state.allow(Step::End)?;
    let after = before.after_end(context.now());
    store::delete_weights(&transaction, id, before.round).await?;
    store::delete_round(&transaction, id, before.round).await?;
    store::update_study(&transaction, &after).await?;
    let entry = Entry::new("delphi.ended", id)
        .after(json!({ "round": after.round }))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    tell(context, &transaction, "delphi.ended", &after).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The study, kept from others until the end of the transaction, and how far the actor
/// reads studies.
pub(super) async fn locked(
    context: &OpContext,
    transaction: &Transaction,
    id: DelphiStudyId,
) -> Outcome<(Study, Scope)> {
    let scope = context.scope(Action::DelphiRead).await?;
    let study = store::lock_study(transaction, &scope, id).await?;
    Ok((study.ok_or_else(error::study_not_found)?, scope))
}

/// Tells whoever waits for it where the study stands.
pub(super) async fn tell(
    context: &OpContext,
    transaction: &Transaction,
    kind: &str,
    study: &Study,
) -> Outcome<()> {
    let told = json!({ "study": study.id, "round": study.round, "state": study.state });
    context.publish(transaction, kind, study.id, &told).await
}
