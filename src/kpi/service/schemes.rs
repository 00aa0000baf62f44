//! Schemes: making, changing, publishing, reading.

use serde_json::json;

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::kernel::ids::{KpiSchemeId, KpiSchemeVersionId};
use crate::kernel::text::{Code, Name};
use crate::kernel::{Outcome, Page, PageRequest, Problem};
use crate::kpi::model::{NewScheme, Scheme, SchemeContent, SchemeVersion};
use crate::kpi::{error, store};
use crate::questionnaires::Document;

/// Makes a scheme with a first draft.
pub async fn scheme_create(context: &OpContext, new: NewScheme) -> Outcome<Scheme> {
    context.authorize_company(Action::KpiSchemeWrite).await?;
    let scheme = Scheme {
        id: context.id(),
        code: new.code.into_string(),
        name: new.name.into_string(),
        subject: new.subject,
        period: new.period,
        created_at: context.now(),
        created_by: context.signed_in().ok().map(|account| account.account_id),
        version: 1,
    };
    let draft = SchemeVersion {
        id: context.id(),
        scheme_id: scheme.id,
        number: 1,
        content: new.content,
        published_at: None,
    };
    let transaction = context.begin().await?;
    store::insert_scheme(&transaction, &scheme).await?;
    store::put_version(&transaction, &draft, None, true).await?;
    let entry = Entry::new("kpi_scheme.created", scheme.id).after(json!({
        "code": scheme.code,
        "name": scheme.name,
        "subject": scheme.subject,
        "period": scheme.period,
        "content": Document::of(&draft.content)?.sha256,
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(scheme)
}

/// Replaces the draft of a scheme, or begins one behind the published version.
pub async fn scheme_update(
    context: &OpContext,
    id: KpiSchemeId,
    name: Name,
    content: SchemeContent,
    expected_version: i32,
) -> Outcome<Scheme> {
    context.authorize_company(Action::KpiSchemeWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_scheme(&transaction, id).await?;
    let before = found.ok_or_else(|| error::scheme_not_found().at(["id"]))?;
    if before.version != expected_version {
        let conflict = Problem::version_conflict(before.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    let newest = store::newest_version(&transaction, id).await?;
    let draft = newest.as_ref().filter(|it| it.published_at.is_none());
    let next = newest.as_ref().map_or(1, |newest| newest.number + 1);
    let version = SchemeVersion {
        id: draft.map_or_else(|| context.id(), |draft| draft.id),
        scheme_id: id,
        number: draft.map_or(next, |draft| draft.number),
        content,
        published_at: None,
    };
    store::put_version(&transaction, &version, None, draft.is_none()).await?;
    let after = Scheme {
        name: name.into_string(),
        version: before.version + 1,
        ..before.clone()
    };
    store::update_scheme(&transaction, &after).await?;
    let entry = Entry::new("kpi_scheme.changed", id)
        .before(json!({ "name": before.name }))
        .after(json!({
            "name": after.name,
            "number": version.number,
            "content": Document::of(&version.content)?.sha256,
        }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Makes the draft of a scheme a version for good.
pub async fn scheme_publish(context: &OpContext, id: KpiSchemeId) -> Outcome<SchemeVersion> {
    context.authorize_company(Action::KpiSchemeWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_scheme(&transaction, id).await?;
    found.ok_or_else(|| error::scheme_not_found().at(["id"]))?;
    let newest = store::newest_version(&transaction, id).await?;
    let draft = newest.filter(|it| it.published_at.is_none());
    let draft = draft.ok_or_else(|| error::no_draft().at(["id"]))?;
    let problems = draft.content.publish_problems();
    if !problems.is_empty() {
        let problems: Vec<Problem> = problems.into_iter().map(|it| it.at(["id"])).collect();
        return Err(problems.into());
    }
    let version = SchemeVersion {
        published_at: Some(context.now()),
        ..draft
    };
    let account = context.signed_in().ok().map(|account| account.account_id);
    store::put_version(&transaction, &version, account, false).await?;
    let told = json!({ "version": version.id, "number": version.number });
    let entry = Entry::new("kpi_scheme.published", id).after(told.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "kpi_scheme.published", id, &told)
        .await?;
    transaction.commit().await?;
    Ok(version)
}

/// Schemes by code.
pub async fn schemes(context: &OpContext, page: PageRequest<String>) -> Outcome<Page<Scheme>> {
    context.authorize(Action::KpiSchemeRead).await?;
    store::list_schemes(context.database(), &page).await
}

/// How many schemes there are.
pub async fn scheme_count(context: &OpContext) -> Outcome<u64> {
    context.authorize(Action::KpiSchemeRead).await?;
    store::count_schemes(context.database()).await
}

/// The scheme that people call `code`.
pub async fn scheme_by_code(context: &OpContext, code: &str) -> Outcome<Option<Scheme>> {
    context.authorize(Action::KpiSchemeRead).await?;
    match Code::parse(code) {
        Ok(code) => store::scheme_by_code(context.database(), code.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The schemes with these ids, in any order.
pub async fn schemes_by_id(context: &OpContext, ids: Vec<KpiSchemeId>) -> Outcome<Vec<Scheme>> {
    if context.scope(Action::KpiSchemeRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    store::schemes_by_id(context.database(), ids).await
}

/// The versions of these schemes, the newest first; drafts for those who write them.
pub async fn scheme_versions_of(
    context: &OpContext,
    ids: Vec<KpiSchemeId>,
) -> Outcome<Vec<SchemeVersion>> {
    if context.scope(Action::KpiSchemeRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    let drafts = context.scope(Action::KpiSchemeWrite).await?.company;
    store::versions_of(context.database(), ids, drafts).await
}

/// The versions with these ids, in any order; drafts for those who write them.
pub async fn scheme_versions_by_id(
    context: &OpContext,
    ids: Vec<KpiSchemeVersionId>,
) -> Outcome<Vec<SchemeVersion>> {
    if context.scope(Action::KpiSchemeRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    let drafts = context.scope(Action::KpiSchemeWrite).await?.company;
    let mut found = store::versions_by_id(context.database(), ids).await?;
    found.retain(|version| drafts || version.published_at.is_some());
    Ok(found)
}
