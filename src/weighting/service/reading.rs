//! Reading studies: officers read all of them, an expert those in which the expert is
//! asked. Weights that were given are read by nobody but whoever gave them.

use std::collections::HashMap;

use crate::access::{Action, OpContext};
use crate::database::Handle;
use crate::kernel::ids::{DelphiStudyId, EmployeeId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::weighting::model::{Expert, GivenWeights, Round, Study, StudyState, Turnout};
use crate::weighting::store;

/// Studies, the newest first; those in `state`, or all.
pub async fn studies(
    context: &OpContext,
    state: Option<StudyState>,
    page: PageRequest<DelphiStudyId>,
) -> Outcome<Page<Study>> {
    let scope = context.authorize(Action::DelphiRead).await?;
    store::list_studies(context.database(), &scope, state, &page).await
}

/// How many studies there are.
pub async fn study_count(context: &OpContext, state: Option<StudyState>) -> Outcome<u64> {
    let scope = context.authorize(Action::DelphiRead).await?;
    store::count_studies(context.database(), &scope, state).await
}

/// The studies with these ids, in any order. Those that are unknown or hidden are missing.
pub async fn studies_by_id(context: &OpContext, ids: Vec<DelphiStudyId>) -> Outcome<Vec<Study>> {
    let scope = context.scope(Action::DelphiRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::studies_by_id(context.database(), &scope, ids).await
}

/// The rounds of these studies, the newest first.
pub async fn rounds_of(context: &OpContext, ids: Vec<DelphiStudyId>) -> Outcome<Vec<Round>> {
    let scope = context.scope(Action::DelphiRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::rounds_of(context.database(), &scope, ids).await
}

/// Who is asked in these studies. For officers: experts do not know each other.
pub async fn experts_of(context: &OpContext, ids: Vec<DelphiStudyId>) -> Outcome<Vec<Expert>> {
    if !context.scope(Action::DelphiRead).await?.company {
        return Ok(Vec::new());
    }
    store::experts_of(context.database(), ids).await
}

/// How many are asked in these studies, and how many gave weights in the round that runs
/// or ran last.
pub async fn turnouts_of(
    context: &OpContext,
    ids: Vec<DelphiStudyId>,
) -> Outcome<HashMap<DelphiStudyId, Turnout>> {
    let visible = studies_by_id(context, ids).await?;
    let ids = visible.into_iter().map(|study| study.id).collect();
    let mut turnouts: HashMap<DelphiStudyId, Turnout> = HashMap::new();
    for expert in store::experts_of(context.database(), ids).await? {
        let turnout = turnouts.entry(expert.study_id).or_default();
        turnout.asked += 1;
        turnout.answered += u32::from(expert.answered);
    }
    Ok(turnouts)
}

/// What the actor gave in these studies, the newest round first.
pub async fn own_weights_of(
    context: &OpContext,
    ids: Vec<DelphiStudyId>,
) -> Outcome<Vec<GivenWeights>> {
    let scope = context.scope(Action::DelphiAnswer).await?;
    match scope.employee {
        Some(person) => store::weights_given_by(context.database(), person, Some(ids)).await,
        None => Ok(Vec::new()),
    }
}

/// Everything that a person gave, for the person's own copy of what is kept. The caller
/// has authorised.
pub async fn weights_of_person(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Vec<GivenWeights>> {
    store::weights_given_by(handle, person, None).await
}
