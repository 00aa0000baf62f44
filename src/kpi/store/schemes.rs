//! Schemes and their versions.

use entity::kpi_scheme::{self as scheme, ActiveModel, Column, Entity, Model};
use entity::kpi_scheme_version as version;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{document, value};
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{AccountId, KpiSchemeId, KpiSchemeVersionId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::kpi::error;
use crate::kpi::model::{Scheme, SchemeVersion};
use crate::questionnaires::Document;

pub(in crate::kpi) async fn insert_scheme(
    transaction: &Transaction,
    scheme: &Scheme,
) -> Outcome<()> {
    let inserted = Entity::insert(row(scheme))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        if violates(&cause, "kpi_schemes.code") {
            error::scheme_code_taken().at(["input", "code"]).into()
        } else {
            Failure::from(cause)
        }
    })
}

pub(in crate::kpi) async fn update_scheme(
    transaction: &Transaction,
    scheme: &Scheme,
) -> Outcome<()> {
    Entity::update(row(scheme))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The scheme, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_scheme(
    transaction: &Transaction,
    id: KpiSchemeId,
) -> Outcome<Option<Scheme>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(scheme).transpose()
}

pub(in crate::kpi) async fn schemes_by_id(
    database: &Database,
    ids: Vec<KpiSchemeId>,
) -> Outcome<Vec<Scheme>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    rows.into_iter().map(scheme).collect()
}

pub(in crate::kpi) async fn scheme_by_code(
    database: &Database,
    code: &str,
) -> Outcome<Option<Scheme>> {
    let row = Entity::find()
        .filter(Column::Code.eq(code))
        .one(database.connection())
        .await?;
    row.map(scheme).transpose()
}

/// Schemes by code.
pub(in crate::kpi) async fn list_schemes(
    database: &Database,
    page: &PageRequest<String>,
) -> Outcome<Page<Scheme>> {
    let mut query = Entity::find()
        .order_by_asc(Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(Column::Code.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    let schemes: Outcome<Vec<Scheme>> = rows.into_iter().map(scheme).collect();
    Ok(page.page(schemes?))
}

pub(in crate::kpi) async fn count_schemes(database: &Database) -> Outcome<u64> {
    Ok(Entity::find().count(database.connection()).await?)
}

/// Writes a version anew: a draft that exists is replaced.
pub(in crate::kpi) async fn put_version(
    transaction: &Transaction,
    wanted: &SchemeVersion,
    published_by: Option<AccountId>,
    is_new: bool,
) -> Outcome<()> {
    let content = Document::of(&wanted.content)?;
    let row = version::ActiveModel {
        id: Set(wanted.id),
        scheme_id: Set(wanted.scheme_id),
        number: Set(wanted.number),
        content: Set(content.json),
        content_sha256: Set(content.sha256),
        published_at: Set(wanted.published_at),
        published_by: Set(published_by),
    };
    let connection = transaction.connection();
    match is_new {
        true => {
            version::Entity::insert(row)
                .exec_without_returning(connection)
                .await?;
        }
        false => {
            version::Entity::update(row).exec(connection).await?;
        }
    }
    Ok(())
}

/// The newest version of a scheme.
pub(in crate::kpi) async fn newest_version(
    handle: &impl Handle,
    scheme: KpiSchemeId,
) -> Outcome<Option<SchemeVersion>> {
    let row = version::Entity::find()
        .filter(version::Column::SchemeId.eq(scheme))
        .order_by_desc(version::Column::Number)
        .limit(1)
        .one(handle.connection())
        .await?;
    row.map(version_value).transpose()
}

/// The versions of these schemes, the newest first; drafts too if `drafts`.
pub(in crate::kpi) async fn versions_of(
    database: &Database,
    schemes: Vec<KpiSchemeId>,
    drafts: bool,
) -> Outcome<Vec<SchemeVersion>> {
    let mut query = version::Entity::find()
        .filter(version::Column::SchemeId.is_in(schemes))
        .order_by_desc(version::Column::Number);
    if !drafts {
        query = query.filter(version::Column::PublishedAt.is_not_null());
    }
    let rows = query.all(database.connection()).await?;
    rows.into_iter().map(version_value).collect()
}

pub(in crate::kpi) async fn versions_by_id(
    handle: &impl Handle,
    ids: Vec<KpiSchemeVersionId>,
) -> Outcome<Vec<SchemeVersion>> {
    let rows = version::Entity::find()
        .filter(version::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(version_value).collect()
}

fn version_value(row: version::Model) -> Outcome<SchemeVersion> {
    let version::Model { id, content, .. } = row;
    Ok(SchemeVersion {
        id,
        scheme_id: row.scheme_id,
        number: row.number,
        content: document(&content)?,
        published_at: row.published_at,
    })
}

fn row(it: &Scheme) -> ActiveModel {
    scheme::ActiveModel {
        id: Set(it.id),
        code: Set(it.code.clone()),
        name: Set(it.name.clone()),
        subject: Set(it.subject.to_string()),
        period_kind: Set(it.period.to_string()),
        created_at: Set(it.created_at),
        created_by: Set(it.created_by),
        version: Set(it.version),
    }
}

fn scheme(row: Model) -> Outcome<Scheme> {
    Ok(Scheme {
        id: row.id,
        code: row.code,
        name: row.name,
        subject: value(&row.subject)?,
        period: value(&row.period_kind)?,
        created_at: row.created_at,
        created_by: row.created_by,
        version: row.version,
    })
}
