//! The company's settings, legal entities and calendar.

use chrono::NaiveDate;
use entity::{calendar_day, company_settings, legal_entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::database::{Handle, Transaction, violates};
use crate::kernel::{Failure, Outcome};
use crate::org::error;
use crate::org::model::{CalendarDay, Company, LegalEntity};

/// The settings are one row with this id.
const ONLY_ROW: i32 = 1;

pub(in crate::org) async fn company(handle: &impl Handle) -> Outcome<Option<Company>> {
    let row = company_settings::Entity::find_by_id(ONLY_ROW)
        .one(handle.connection())
        .await?;
    row.map(|row| {
        Ok(Company {
            name: row.name,
            time_zone: row.time_zone.parse().map_err(Failure::internal)?,
            languages: row.languages.split(',').map(str::to_owned).collect(),
            fiscal_year_start_month: row.fiscal_year_start_month,
            version: row.version,
        })
    })
    .transpose()
}

pub(in crate::org) async fn put_company(
    transaction: &Transaction,
    company: &Company,
) -> Outcome<()> {
    use company_settings::Column;
    let row = company_settings::ActiveModel {
        id: Set(ONLY_ROW),
        name: Set(company.name.clone()),
        time_zone: Set(company.time_zone.name().to_owned()),
        languages: Set(company.languages.join(",")),
        fiscal_year_start_month: Set(company.fiscal_year_start_month),
        version: Set(company.version),
    };
    let replace = OnConflict::column(Column::Id)
        .update_columns([
            Column::Name,
            Column::TimeZone,
            Column::Languages,
            Column::FiscalYearStartMonth,
            Column::Version,
        ])
        .to_owned();
    company_settings::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::org) async fn legal_entities(handle: &impl Handle) -> Outcome<Vec<LegalEntity>> {
    let rows = legal_entity::Entity::find()
        .order_by_asc(legal_entity::Column::Code)
        .all(handle.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| LegalEntity {
            id: row.id,
            code: row.code,
            name: row.name,
        })
        .collect())
}

pub(in crate::org) async fn insert_legal_entity(
    transaction: &Transaction,
    entity: &LegalEntity,
) -> Outcome<()> {
    let row = legal_entity::ActiveModel {
        id: Set(entity.id),
        code: Set(entity.code.clone()),
        name: Set(entity.name.clone()),
        version: Set(1),
    };
    let inserted = legal_entity::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        if violates(&cause, "legal_entities.code") {
            error::legal_entity_code_taken().into()
        } else {
            Failure::from(cause)
        }
    })
}

pub(in crate::org) async fn calendar_days(
    handle: &impl Handle,
    first: NaiveDate,
    last: NaiveDate,
) -> Outcome<Vec<CalendarDay>> {
    let rows = calendar_day::Entity::find()
        .filter(calendar_day::Column::Day.between(first, last))
        .order_by_asc(calendar_day::Column::Day)
        .all(handle.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| CalendarDay {
            day: row.day,
            working: row.working,
            name: row.name,
        })
        .collect())
}

pub(in crate::org) async fn put_calendar_day(
    transaction: &Transaction,
    day: &CalendarDay,
) -> Outcome<()> {
    let row = calendar_day::ActiveModel {
        day: Set(day.day),
        working: Set(day.working),
        name: Set(day.name.clone()),
    };
    let replace = OnConflict::column(calendar_day::Column::Day)
        .update_columns([calendar_day::Column::Working, calendar_day::Column::Name])
        .to_owned();
    calendar_day::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::org) async fn delete_calendar_day(
    transaction: &Transaction,
    day: NaiveDate,
) -> Outcome<bool> {
    let deleted = calendar_day::Entity::delete_by_id(day)
        .exec(transaction.connection())
        .await?;
    Ok(deleted.rows_affected == 1)
}
