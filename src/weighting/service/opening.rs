//! Opening a study, and putting what it found into the questionnaire.

use serde_json::json;

use super::rounds::{locked, tell};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::kernel::ids::DelphiStudyId;
use crate::kernel::{Decimal, Outcome, Problem};
use crate::org;
use crate::questionnaires::{self, QuestionnaireContent};
use crate::weighting::model::{
    GroupResult, NewStudy, RoundResult, Step, Study, StudyState, TypedStudy,
};
use crate::weighting::{error, store};

/// Opens a study with its first round.
pub async fn study_open(context: &OpContext, typed: TypedStudy) -> Outcome<Study> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let new = NewStudy::read(typed)?;
    let id = new.questionnaire_id;
    let content = questionnaires::newest_content(context.database(), id).await?;
    let unknown = || Problem::not_found("questionnaire", "问卷").at(["input", "questionnaireId"]);
    let content = content.ok_or_else(unknown)?;
    check_experts(context, &new).await?;
    let study = Study {
        id: context.id(),
        questionnaire_id: id,
        subject: new.subject(&content)?,
        bound: new.bound.clone(),
        state: StudyState::Open,
        round: 1,
        opened_at: context.now(),
        ended_at: None,
    };
    let transaction = context.begin().await?;
    store::insert_study(&transaction, &study, &new.experts).await?;
    let entry = Entry::new("delphi.opened", study.id).after(json!({
        "questionnaire": id,
        "experts": new.experts,
        "bound": study.bound,
    }));
    context.record(&transaction, entry).await?;
    tell(context, &transaction, "delphi.round_opened", &study).await?;
    transaction.commit().await?;
    Ok(study)
}

/// Whoever is asked works for the company.
async fn check_experts(context: &OpContext, new: &NewStudy) -> Outcome<()> {
    let found = org::employees_by_id(context, new.experts.clone()).await?;
    let today = context.today();
    let works = |id| {
        let mut found = found.iter();
        found.any(|it| it.id == id && it.left_on.is_none_or(|last| last >= today))
    };
    let missing = new
        .experts
        .iter()
        .enumerate()
        .filter(|(_, id)| !works(**id));
    let problems: Vec<Problem> = missing
        .map(|(position, _)| error::no_such_expert(position))
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(problems.into()),
    }
}

/// Puts the weights of the last closed round into the questionnaire: into its draft, or
/// into a new one. Once.
pub async fn study_apply(context: &OpContext, id: DelphiStudyId) -> Outcome<Study> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let transaction = context.begin().await?;
    let (before, scope) = locked(context, &transaction, id).await?;
    before.state.allow(Step::Apply)?;
    let rounds = store::rounds_of(&transaction, &scope, vec![id]).await?;
    let mut closed = rounds.into_iter().filter_map(|round| round.closed);
    let (_, result) = closed.next().ok_or_else(error::nothing_found)?;
    let put = |content: &mut QuestionnaireContent| put_weights(&before, &result, content);
    questionnaires::content_change(context, &transaction, before.questionnaire_id, put).await?;
    let after = Study {
        state: StudyState::Applied,
        ..before
    };
    store::update_study(&transaction, &after).await?;
    let questionnaire = json!({ "questionnaire": after.questionnaire_id });
    let entry = Entry::new("delphi.applied", id).after(questionnaire);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

fn put_weights(
    study: &Study,
    result: &RoundResult,
    content: &mut QuestionnaireContent,
) -> Result<(), Problem> {
    let found = |it: &GroupResult| -> Vec<Decimal> {
        it.members.iter().map(|it| it.weight.clone()).collect()
    };
    for (group, result) in study.subject.groups.iter().zip(&result.groups) {
        group
            .put_into(content, &found(result))
            .map_err(|_| error::questionnaire_has_changed())?;
    }
    Ok(())
}
