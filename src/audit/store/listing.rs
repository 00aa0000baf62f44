//! Finds entries for people, and the blocks of a period.

use chrono::{DateTime, Utc};
use entity::audit_entry::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::recorded;
use crate::audit::file::Range;
use crate::audit::{EntryFilter, EntryKey, Listed};
use crate::database::{Database, Handle, behind};
use crate::kernel::ids::AccountId;
use crate::kernel::{Outcome, PageRequest};

pub(in crate::audit) async fn list(
    handle: &impl Handle,
    filter: &EntryFilter,
    page: &PageRequest<EntryKey>,
) -> Outcome<Vec<Listed>> {
    let mut wanted = wanted(filter);
    if let Some(after) = &page.after {
        // Said twice, so that the index over the time leads to the place.
        wanted = wanted
            .add(Column::RecordedAt.lte(after.recorded_at))
            .add(behind(
                Column::RecordedAt.lt(after.recorded_at),
                Column::RecordedAt.eq(after.recorded_at),
                Column::Id.lt(after.id),
            ));
    }
    let rows = Entity::find()
        .filter(wanted)
        .order_by_desc(Column::RecordedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit())
        .all(handle.connection())
        .await?;
    let listed = rows.into_iter().map(|row| Listed {
        block: row.block_number,
        entry: recorded(row),
    });
    Ok(listed.collect())
}

pub(in crate::audit) async fn count(handle: &impl Handle, filter: &EntryFilter) -> Outcome<u64> {
    let entries = Entity::find().filter(wanted(filter));
    Ok(entries.count(handle.connection()).await?)
}

/// Who did something with these subjects, each named once with each.
pub(in crate::audit) async fn actors(
    handle: &impl Handle,
    subjects: Vec<String>,
) -> Outcome<Vec<(String, AccountId)>> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::ResourceId, Column::ActorAccountId])
        .filter(Column::ResourceId.is_in(subjects))
        .filter(Column::ActorAccountId.is_not_null())
        .distinct()
        .into_tuple()
        .all(handle.connection())
        .await?)
}

/// The first and the last block that have entries of the period, if any has.
pub(in crate::audit) async fn blocks_between(
    database: &Database,
    range: &Range,
) -> Outcome<Option<(i64, i64)>> {
    let ends: Option<(Option<i64>, Option<i64>)> = Entity::find()
        .select_only()
        .column_as(Column::BlockNumber.min(), "first")
        .column_as(Column::BlockNumber.max(), "last")
        .filter(within(range.from, range.until))
        .into_tuple()
        .one(database.connection())
        .await?;
    Ok(ends.and_then(|(first, last)| first.zip(last)))
}

fn wanted(filter: &EntryFilter) -> Condition {
    within(filter.from, filter.until)
        .add_option(filter.actor.map(|actor| Column::ActorAccountId.eq(actor)))
        .add_option(filter.action.as_ref().map(|text| Column::Action.eq(text)))
        .add_option(filter.subject.as_ref().map(|id| Column::ResourceId.eq(id)))
}

fn within(from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>) -> Condition {
    Condition::all()
        .add_option(from.map(|from| Column::RecordedAt.gte(from)))
        .add_option(until.map(|until| Column::RecordedAt.lt(until)))
}
