//! The company's settings, legal entities and calendar.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::json;

use crate::access::{Action, OpContext, period_backwards};
use crate::audit::Entry;
use crate::kernel::ids::LegalEntityId;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Outcome, Problem};
use crate::org::model::{CalendarDay, Company, LegalEntity};
use crate::org::{error, store};

/// The company's settings, or the defaults of an empty database.
pub async fn company(context: &OpContext) -> Outcome<Company> {
    context.authorize(Action::SettingsRead).await?;
    Ok(store::company(context.database())
        .await?
        .unwrap_or_default())
}

/// Changes the settings if they are still at `expected_version`.
pub async fn company_update(
    context: &OpContext,
    wanted: Company,
    expected_version: i32,
) -> Outcome<Company> {
    context.authorize_company(Action::SettingsWrite).await?;
    let transaction = context.begin().await?;
    let before = store::company(&transaction).await?.unwrap_or_default();
    if before.version != expected_version {
        return Err(Problem::version_conflict(before.version)
            .at(["expectedVersion"])
            .into());
    }
    let after = Company {
        version: before.version + 1,
        ..wanted
    };
    store::put_company(&transaction, &after).await?;
    let entry = Entry::new("company.changed", "company")
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The legal entities, by code.
pub async fn legal_entities(context: &OpContext) -> Outcome<Vec<LegalEntity>> {
    context.authorize(Action::SettingsRead).await?;
    store::legal_entities(context.database()).await
}

/// The legal entities with these ids, in any order; to name them where a department
/// belongs to one.
pub async fn legal_entities_by_id(
    context: &OpContext,
    ids: Vec<LegalEntityId>,
) -> Outcome<Vec<LegalEntity>> {
    context.authorize(Action::OrganisationRead).await?;
    let all = store::legal_entities(context.database()).await?;
    Ok(all
        .into_iter()
        .filter(|entity| ids.contains(&entity.id))
        .collect())
}

/// Makes a legal entity.
pub async fn legal_entity_create(
    context: &OpContext,
    code: Code,
    name: Name,
) -> Outcome<LegalEntity> {
    context.authorize_company(Action::SettingsWrite).await?;
    let entity = LegalEntity {
        id: context.id(),
        code: code.into_string(),
        name: name.into_string(),
    };
    let transaction = context.begin().await?;
    store::insert_legal_entity(&transaction, &entity).await?;
    let entry = Entry::new("legal_entity.created", entity.id)
        .after(json!({ "code": entity.code, "name": entity.name }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(entity)
}

/// The days of `first` to `last` that differ from the pattern of the week.
pub async fn calendar_days(
    context: &OpContext,
    first: NaiveDate,
    last: NaiveDate,
) -> Outcome<Vec<CalendarDay>> {
    context.authorize(Action::SettingsRead).await?;
    check_days(first, last)?;
    store::calendar_days(context.database(), first, last).await
}

/// Notes that a day differs from the pattern of the week, or replaces the note.
pub async fn calendar_day_set(context: &OpContext, day: CalendarDay) -> Outcome<CalendarDay> {
    context.authorize_company(Action::SettingsWrite).await?;
    let transaction = context.begin().await?;
    store::put_calendar_day(&transaction, &day).await?;
    let entry = Entry::new("calendar_day.set", day.day)
        .after(json!({ "working": day.working, "name": day.name }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(day)
}

/// Lets a day follow the pattern of the week again.
pub async fn calendar_day_clear(context: &OpContext, day: NaiveDate) -> Outcome<()> {
    context.authorize_company(Action::SettingsWrite).await?;
    let transaction = context.begin().await?;
    if !store::delete_calendar_day(&transaction, day).await? {
        return Err(Problem::not_found("calendar day", "日历日")
            .at(["day"])
            .into());
    }
    context
        .record(&transaction, Entry::new("calendar_day.cleared", day))
        .await?;
    transaction.commit().await
}

impl Company {
    /// The time zone of that name.
    pub fn parse_time_zone(name: &str) -> Result<Tz, Problem> {
        name.parse().map_err(|_| error::unknown_time_zone())
    }

    /// Checks language tags: one to eight, each two or three letters, with an
    /// optional script or region.
    pub fn parse_languages(tags: Vec<String>) -> Result<Vec<String>, Problem> {
        let each_once = tags
            .iter()
            .enumerate()
            .all(|(index, tag)| !tags[..index].contains(tag));
        if matches!(tags.len(), 1..=8) && tags.iter().all(|tag| is_language(tag)) && each_once {
            Ok(tags)
        } else {
            Err(error::invalid_languages())
        }
    }

    /// Checks one language tag.
    pub fn parse_language(tag: &str) -> Result<String, Problem> {
        match is_language(tag) {
            true => Ok(tag.to_owned()),
            false => Err(error::invalid_language()),
        }
    }

    /// Checks a month.
    pub fn parse_month(month: i32) -> Result<i32, Problem> {
        if (1..=12).contains(&month) {
            Ok(month)
        } else {
            Err(error::invalid_month())
        }
    }
}

/// Whether `tag` is two or three letters, with an optional script or region.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|part| matches!(part.len(), 2..=3))
        && tag.split('-').all(|part| {
            matches!(part.len(), 2..=8) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// Days that a calendar shows at once: three years, which is what a plan looks over.
const MOST_DAYS: i64 = 3 * 366;

fn check_days(first: NaiveDate, last: NaiveDate) -> Result<(), Problem> {
    match (last - first).num_days() {
        ..0 => Err(period_backwards().at(["until"])),
        0..MOST_DAYS => Ok(()),
        _ => Err(error::too_many_days().at(["until"])),
    }
}

fn describe(company: &Company) -> serde_json::Value {
    json!({
        "name": company.name,
        "timeZone": company.time_zone.name(),
        "languages": company.languages,
        "fiscalYearStartMonth": company.fiscal_year_start_month,
    })
}
