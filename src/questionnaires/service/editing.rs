//! Writing questionnaires and publishing them.

use std::sync::Arc;

use serde_json::json;

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::kernel::text::Code;
use crate::kernel::{Outcome, Parse, Problem};
use crate::org;
use crate::questionnaires::model::{
    LanguageTag, NewQuestionnaire, Questionnaire, QuestionnaireContent, QuestionnaireForm,
    QuestionnaireVersion, VersionContent, VersionHead,
};
use crate::questionnaires::{error, store};

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
    let origin = Origin {
        path: &["input", "code"],
        instrument: None,
    };
    begin(context, code, &content, origin).await
}

/// Where a new questionnaire comes from.
pub(super) struct Origin<'a> {
    /// Where its code stands in the arguments.
    pub(super) path: &'a [&'a str],
    /// The instrument that it is a copy of.
    pub(super) instrument: Option<&'a str>,
}

/// Writes a new questionnaire with the draft of its first version. The caller has
/// authorised.
pub(super) async fn begin(
    context: &OpContext,
    code: Code,
    content: &QuestionnaireContent,
    origin: Origin<'_>,
) -> Outcome<Questionnaire> {
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
    store::insert_questionnaire(&transaction, &questionnaire, origin.path).await?;
    store::put_draft(&transaction, draft, content, &document, true).await?;
    let mut after = json!({ "code": questionnaire.code, "sha256": document.sha256 });
    if let Some(instrument) = origin.instrument {
        after["instrument"] = json!(instrument);
    }
    let entry = Entry::new("questionnaire.created", questionnaire.id).after(after);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(questionnaire)
}

/// Replaces the content of the draft of a questionnaire that is still at
/// `expected_version`. Where everything is published, a draft of the next version
/// begins. Texts that are no translations are in the questionnaire's own language.
pub async fn questionnaire_update(
    context: &OpContext,
    id: QuestionnaireId,
    form: QuestionnaireForm,
    expected_version: i32,
) -> Outcome<Questionnaire> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let language = language_of(context, id).await?;
    let mut parse = Parse::argument("input");
    let content = QuestionnaireContent::read(&mut parse, language, form);
    let content = parse.finish(content)?;
    let transaction = context.begin().await?;
    let questionnaire = changed(&transaction, id).await?;
    let before = questionnaire.version - 1;
    if before != expected_version {
        return Err(Problem::version_conflict(before)
            .at(["expectedVersion"])
            .into());
    }
    put_content(context, &transaction, id, &content).await?;
    transaction.commit().await?;
    Ok(questionnaire)
}

/// Changes the content of a questionnaire as part of `transaction`: of the draft, or of a
/// new one that begins as the latest version is. The caller has authorised.
pub async fn content_change(
    context: &OpContext,
    transaction: &Transaction,
    id: QuestionnaireId,
    change: impl FnOnce(&mut QuestionnaireContent) -> Result<(), Problem>,
) -> Outcome<Questionnaire> {
    let questionnaire = changed(transaction, id).await?;
    let content = newest_content(transaction, id).await?;
    let mut content = content.ok_or_else(error::questionnaire_not_found)?;
    change(&mut content)?;
    put_content(context, transaction, id, &content).await?;
    Ok(questionnaire)
}

/// What the questionnaire asks now: its draft, or its latest version; `None` where there
/// is no such questionnaire. The caller has authorised.
pub async fn newest_content(
    handle: &impl Handle,
    id: QuestionnaireId,
) -> Outcome<Option<QuestionnaireContent>> {
    let heads = store::heads_of(handle, vec![id]).await?;
    let Some(newest) = heads.first() else {
        return Ok(None);
    };
    let versions = store::versions_by_id(handle, vec![newest.id]).await?;
    Ok(versions.first().map(|version| version.content().clone()))
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

/// The questionnaire, whose change has been counted.
async fn changed(transaction: &Transaction, id: QuestionnaireId) -> Outcome<Questionnaire> {
    store::count_change(transaction, id).await?;
    let found = store::questionnaires_by_id(transaction, vec![id]).await?;
    Ok(found
        .into_iter()
        .next()
        .ok_or_else(error::questionnaire_not_found)?)
}

/// Writes the content of the draft; where everything is published, a draft of the next
/// version begins.
async fn put_content(
    context: &OpContext,
    transaction: &Transaction,
    id: QuestionnaireId,
    content: &QuestionnaireContent,
) -> Outcome<()> {
    let document = content.document()?;
    let heads = store::heads_of(transaction, vec![id]).await?;
    let newest = heads.first().copied();
    let draft = newest.filter(|head| head.published_at.is_none());
    let head = draft.unwrap_or_else(|| VersionHead {
        id: context.id(),
        questionnaire_id: id,
        number: newest.map_or(1, |head| head.number + 1),
        published_at: None,
    });
    store::put_draft(transaction, head, content, &document, draft.is_none()).await?;
    let entry = Entry::new("questionnaire.changed", id)
        .after(json!({ "draft": head.number, "sha256": document.sha256 }));
    context.record(transaction, entry).await
}

/// The language in which the questionnaire began: it may be an instrument that was
/// installed in another language than the company's first.
async fn language_of(context: &OpContext, id: QuestionnaireId) -> Outcome<LanguageTag> {
    let newest = newest_content(context.database(), id).await?;
    let newest = newest.ok_or_else(error::questionnaire_not_found)?;
    Ok(newest.language)
}

/// The language of texts that are no translations, in a new questionnaire.
async fn first_language(context: &OpContext) -> Outcome<LanguageTag> {
    let company = org::company(context).await?;
    let first = company.languages.first().map_or("zh", String::as_str);
    Ok(LanguageTag::parse(first)?)
}
