//! The use cases of questionnaires.

use std::sync::Arc;

use serde_json::json;

use super::model::{
    LanguageTag, NewQuestionnaire, PublishedContent, Questionnaire, QuestionnaireContent,
    QuestionnaireForm, QuestionnaireVersion, VersionContent, VersionHead,
};
use super::{cache, error, store};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::kernel::text::Code;
use crate::kernel::{Failure, Outcome, Page, PageRequest, Parse, Problem};
use crate::org;

/// Makes a questionnaire with the draft of its first version.
pub async fn questionnaire_create(
    context: &OpContext,
    new: NewQuestionnaire,
) -> Outcome<Questionnaire> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let language = first_language(context).await?;
    let mut parse = Parse::argument("input");
    let code = parse.field("code", Code::parse(&new.code));
    let content = QuestionnaireContent::read(&mut parse, language, new.form);
    let (code, content) = parse.finish(code.zip(content))?;
    let document = content.document()?;
    let questionnaire = Questionnaire {
        id: context.id(),
        code: code.into_string(),
        version: 1,
    };
    let draft = VersionHead {
        id: context.id(),
        questionnaire_id: questionnaire.id,
        number: 1,
        published_at: None,
    };
    let transaction = context.begin().await?;
    store::insert_questionnaire(&transaction, &questionnaire).await?;
    store::put_draft(&transaction, draft, &content, &document, true).await?;
    let entry = Entry::new("questionnaire.created", questionnaire.id)
        .after(json!({ "code": questionnaire.code, "sha256": document.sha256 }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(questionnaire)
}

/// Replaces the content of the draft of a questionnaire that is still at
/// `expected_version`. Where everything is published, a draft of the next version
/// begins.
pub async fn questionnaire_update(
    context: &OpContext,
    id: QuestionnaireId,
    form: QuestionnaireForm,
    expected_version: i32,
) -> Outcome<Questionnaire> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let language = first_language(context).await?;
    let mut parse = Parse::argument("input");
    let content = QuestionnaireContent::read(&mut parse, language, form);
    let content = parse.finish(content)?;
    let document = content.document()?;
    let transaction = context.begin().await?;
    let questionnaire = changed(&transaction, id).await?;
    let before = questionnaire.version - 1;
    if before != expected_version {
        return Err(Problem::version_conflict(before)
            .at(["expectedVersion"])
            .into());
    }
    let newest = newest(&transaction, id).await?;
    let draft = newest.filter(|head| head.published_at.is_none());
    let head = draft.unwrap_or_else(|| VersionHead {
        id: context.id(),
        questionnaire_id: id,
        number: newest.map_or(1, |head| head.number + 1),
        published_at: None,
    });
    store::put_draft(&transaction, head, &content, &document, draft.is_none()).await?;
    let entry = Entry::new("questionnaire.changed", id)
        .after(json!({ "draft": head.number, "sha256": document.sha256 }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(questionnaire)
}

/// Turns the draft of a questionnaire into a version that never changes again.
pub async fn questionnaire_publish(
    context: &OpContext,
    id: QuestionnaireId,
) -> Outcome<Arc<QuestionnaireVersion>> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let transaction = context.begin().await?;
    changed(&transaction, id).await?;
    let heads = store::heads_of(&transaction, vec![id]).await?;
    let draft = heads.iter().find(|head| head.published_at.is_none());
    let draft = draft.ok_or_else(error::nothing_to_publish)?;
    let previous = heads.iter().find(|head| head.published_at.is_some());
    let ids = [Some(draft), previous]
        .into_iter()
        .flatten()
        .map(|it| it.id);
    let versions = store::versions_by_id(&transaction, ids.collect()).await?;
    let version = |id: QuestionnaireVersionId| versions.iter().find(|it| it.head.id == id);
    let stored = version(draft.id).ok_or_else(error::nothing_to_publish)?;
    let previous = previous.and_then(|previous| version(previous.id));
    let previous = previous.map(QuestionnaireVersion::content);
    let published = stored.content().clone().publish(previous)?;
    let now = context.now();
    store::publish(&transaction, draft.id, now).await?;
    let entry = Entry::new("questionnaire.published", id)
        .after(json!({ "number": draft.number, "version": draft.id, "sha256": stored.sha256 }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(Arc::new(QuestionnaireVersion {
        head: VersionHead {
            published_at: Some(now),
            ..*draft
        },
        sha256: stored.sha256.clone(),
        content: VersionContent::Published(Arc::new(published)),
    }))
}

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

/// The questionnaire, whose change has been counted.
async fn changed(transaction: &Transaction, id: QuestionnaireId) -> Outcome<Questionnaire> {
    store::count_change(transaction, id).await?;
    let found = store::questionnaires_by_id(transaction, vec![id]).await?;
    Ok(found
        .into_iter()
        .next()
        .ok_or_else(error::questionnaire_not_found)?)
}

async fn newest(transaction: &Transaction, id: QuestionnaireId) -> Outcome<Option<VersionHead>> {
    let heads = store::heads_of(transaction, vec![id]).await?;
    Ok(heads.into_iter().next())
}

/// The language of texts that are no translations.
async fn first_language(context: &OpContext) -> Outcome<LanguageTag> {
    let company = org::company(context).await?;
    let first = company.languages.first().map_or("zh", String::as_str);
    Ok(LanguageTag::parse(first)?)
}
