//! Reading questionnaires and their versions.

use std::sync::Arc;

use crate::access::{Action, OpContext};
use crate::database::Handle;
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::kernel::text::Code;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::questionnaires::model::{
    PublishedContent, Questionnaire, QuestionnaireVersion, VersionHead,
};
use crate::questionnaires::{cache, store};

/// Questionnaires by code.
pub async fn questionnaires(
    context: &OpContext,
    page: PageRequest<String>,
) -> Outcome<Page<Questionnaire>> {
    context.authorize(Action::QuestionnaireRead).await?;
    store::list_questionnaires(context.database(), &page).await
}

/// How many questionnaires there are.
pub async fn questionnaire_count(context: &OpContext) -> Outcome<u64> {
    context.authorize(Action::QuestionnaireRead).await?;
    store::count_questionnaires(context.database()).await
}

/// The questionnaire that people call `code`.
pub async fn questionnaire_by_code(
    context: &OpContext,
    code: &str,
) -> Outcome<Option<Questionnaire>> {
    context.authorize(Action::QuestionnaireRead).await?;
    match Code::parse(code) {
        Ok(code) => store::questionnaire_by_code(context.database(), code.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The questionnaires with these ids, in any order. Unknown ones are missing; all
/// are, where the actor may see none.
pub async fn questionnaires_by_id(
    context: &OpContext,
    ids: Vec<QuestionnaireId>,
) -> Outcome<Vec<Questionnaire>> {
    if context.scope(Action::QuestionnaireRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    store::questionnaires_by_id(context.database(), ids).await
}

/// The versions of these questionnaires and their drafts, the newest first.
pub async fn version_heads_of(
    context: &OpContext,
    ids: Vec<QuestionnaireId>,
) -> Outcome<Vec<VersionHead>> {
    if context.scope(Action::QuestionnaireRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    store::heads_of(context.database(), ids).await
}

/// The versions and drafts with these ids, in any order. Unknown ones are missing;
/// all are, where the actor may see none.
pub async fn versions_by_id(
    context: &OpContext,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<Arc<QuestionnaireVersion>>> {
    if context.scope(Action::QuestionnaireRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    versions_named(context, ids).await
}

/// The versions with these ids, for a caller that has them from something the
/// actor may see, such as an assignment: whoever is asked may read the questions.
pub async fn versions_named(
    context: &OpContext,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<Arc<QuestionnaireVersion>>> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        match cache::get(id) {
            Some(version) => found.push(version),
            None => missing.push(id),
        }
    }
    if !missing.is_empty() {
        for version in store::versions_by_id(context.database(), missing).await? {
            let version = Arc::new(version);
            cache::put(&version);
            found.push(version);
        }
    }
    Ok(found)
}

/// What answers to this version are read against, asked of `handle` where it is not
/// in memory. For a caller that has the id from something the actor may see.
pub async fn published_content(
    handle: &impl Handle,
    id: QuestionnaireVersionId,
) -> Outcome<Arc<PublishedContent>> {
    let version = match cache::get(id) {
        Some(version) => Some(version),
        None => {
            let found = store::versions_by_id(handle, vec![id]).await?;
            let found = found.into_iter().next().map(Arc::new);
            found.inspect(cache::put)
        }
    };
    let content = version.as_ref().and_then(|version| version.published());
    let content = content.cloned();
    content.ok_or_else(|| Failure::internal("an assignment without a published questionnaire"))
}
