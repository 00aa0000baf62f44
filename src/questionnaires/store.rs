//! Reads and writes questionnaires and their versions.

use chrono::{DateTime, Utc};
use entity::{questionnaire, questionnaire_version};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::error;
use super::model::{
    Document, PublishedContent, Questionnaire, QuestionnaireContent, QuestionnaireVersion,
    VersionContent, VersionHead,
};
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

type HeadRow = (
    QuestionnaireVersionId,
    QuestionnaireId,
    i32,
    Option<DateTime<Utc>>,
);

/// Writes a new questionnaire, whose code came in at `path`.
pub(super) async fn insert_questionnaire(
    transaction: &Transaction,
    questionnaire: &Questionnaire,
    path: &[&str],
) -> Outcome<()> {
    let row = questionnaire::ActiveModel {
        id: Set(questionnaire.id),
        code: Set(questionnaire.code.clone()),
        version: Set(questionnaire.version),
    };
    let inserted = questionnaire::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        if violates(&cause, "questionnaires.code") {
            error::code_taken(path).into()
        } else {
            Failure::from(cause)
        }
    })
}

/// Counts a change of a questionnaire and holds it until the transaction ends, so
/// that changes of one questionnaire happen one after the other.
pub(super) async fn count_change(transaction: &Transaction, id: QuestionnaireId) -> Outcome<()> {
    questionnaire::Entity::update_many()
        .col_expr(
            questionnaire::Column::Version,
            Expr::col(questionnaire::Column::Version).add(1),
        )
        .filter(questionnaire::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(super) async fn list_questionnaires(
    database: &Database,
    page: &PageRequest<String>,
) -> Outcome<Page<Questionnaire>> {
    let mut query = questionnaire::Entity::find()
        .order_by_asc(questionnaire::Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(questionnaire::Column::Code.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    Ok(page.page(rows).map(value))
}

pub(super) async fn count_questionnaires(database: &Database) -> Outcome<u64> {
    Ok(questionnaire::Entity::find()
        .count(database.connection())
        .await?)
}

pub(super) async fn questionnaire_by_code(
    database: &Database,
    code: &str,
) -> Outcome<Option<Questionnaire>> {
    let row = questionnaire::Entity::find()
        .filter(questionnaire::Column::Code.eq(code))
        .one(database.connection())
        .await?;
    Ok(row.map(value))
}

pub(super) async fn questionnaires_by_id(
    handle: &impl Handle,
    ids: Vec<QuestionnaireId>,
) -> Outcome<Vec<Questionnaire>> {
    let rows = questionnaire::Entity::find()
        .filter(questionnaire::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    Ok(rows.into_iter().map(value).collect())
}

/// The versions and drafts of these questionnaires, the newest first.
pub(super) async fn heads_of(
    handle: &impl Handle,
    ids: Vec<QuestionnaireId>,
) -> Outcome<Vec<VersionHead>> {
    let rows: Vec<HeadRow> = questionnaire_version::Entity::find()
        .select_only()
        .columns([
            questionnaire_version::Column::Id,
            questionnaire_version::Column::QuestionnaireId,
            questionnaire_version::Column::Number,
            questionnaire_version::Column::PublishedAt,
        ])
        .filter(questionnaire_version::Column::QuestionnaireId.is_in(ids))
        .order_by_desc(questionnaire_version::Column::Number)
        .into_tuple()
        .all(handle.connection())
        .await?;
    let heads = rows
        .into_iter()
        .map(|(id, questionnaire_id, number, published_at)| VersionHead {
            id,
            questionnaire_id,
            number,
            published_at,
        });
    Ok(heads.collect())
}

pub(super) async fn versions_by_id(
    handle: &impl Handle,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<QuestionnaireVersion>> {
    let rows = questionnaire_version::Entity::find()
        .filter(questionnaire_version::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(version).collect()
}

/// Writes a new draft, or the draft's new content.
pub(super) async fn put_draft(
    transaction: &Transaction,
    head: VersionHead,
    content: &QuestionnaireContent,
    document: &Document,
    is_new: bool,
) -> Outcome<()> {
    let row = questionnaire_version::ActiveModel {
        id: Set(head.id),
        questionnaire_id: Set(head.questionnaire_id),
        number: Set(head.number),
        name: Set(content.name.text.clone()),
        content: Set(document.json.clone()),
        content_sha256: Set(document.sha256.clone()),
        published_at: Set(None),
    };
    let connection = transaction.connection();
    if is_new {
        questionnaire_version::Entity::insert(row)
            .exec_without_returning(connection)
            .await?;
    } else {
        questionnaire_version::Entity::update(row)
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Turns the draft into a version for good.
pub(super) async fn publish(
    transaction: &Transaction,
    id: QuestionnaireVersionId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    questionnaire_version::Entity::update_many()
        .col_expr(questionnaire_version::Column::PublishedAt, Expr::value(at))
        .filter(questionnaire_version::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

fn value(row: questionnaire::Model) -> Questionnaire {
    Questionnaire {
        id: row.id,
        code: row.code,
        version: row.version,
    }
}

fn version(row: questionnaire_version::Model) -> Outcome<QuestionnaireVersion> {
    let content = match row.published_at {
        None => VersionContent::Draft(Document::read(&row.content)?),
        Some(_) => VersionContent::Published(PublishedContent::read(&row.content)?.into()),
    };
    Ok(QuestionnaireVersion {
        head: VersionHead {
            id: row.id,
            questionnaire_id: row.questionnaire_id,
            number: row.number,
            published_at: row.published_at,
        },
        sha256: row.content_sha256,
        content,
    })
}
