//! Counts of attempts to sign in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::sign_in_attempt::{ActiveModel, Column, Entity};
use entity::{account, session};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use crate::access::throttle::Tally;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::SessionId;

/// What was counted, by subject.
pub(in crate::access) type Tallies = BTreeMap<String, Tally>;

pub(in crate::access) async fn tallies(handle: &impl Handle, keys: &[String]) -> Outcome<Tallies> {
    let rows = Entity::find()
        .filter(Column::SubjectSha256.is_in(keys))
        .all(handle.connection())
        .await?;
    let tallies = rows.into_iter().map(|row| {
        let tally = Tally {
            failures: row.failures,
            counted_at: row.counted_at,
            blocked_until: row.blocked_until,
        };
        (row.subject_sha256, tally)
    });
    Ok(tallies.collect())
}

pub(in crate::access) async fn put_tallies(
    transaction: &Transaction,
    tallies: Vec<(String, Tally)>,
) -> Outcome<()> {
    if tallies.is_empty() {
        return Ok(());
    }
    let rows = tallies.into_iter().map(|(subject, tally)| ActiveModel {
        subject_sha256: Set(subject),
        failures: Set(tally.failures),
        counted_at: Set(tally.counted_at),
        blocked_until: Set(tally.blocked_until),
    });
    let replace = OnConflict::column(Column::SubjectSha256)
        .update_columns([Column::Failures, Column::CountedAt, Column::BlockedUntil])
        .to_owned();
    Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::access) async fn remove_tallies(
    transaction: &Transaction,
    keys: Vec<String>,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::SubjectSha256.is_in(keys))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Removes the counts from before a moment, and of the others the oldest beyond the
/// first `most`.
pub(in crate::access) async fn remove_old_tallies(
    transaction: &Transaction,
    before: DateTime<Utc>,
    most: u64,
) -> Outcome<()> {
    let too_many: Option<DateTime<Utc>> = Entity::find()
        .select_only()
        .column(Column::CountedAt)
        .order_by_desc(Column::CountedAt)
        .offset(most)
        .limit(1)
        .into_tuple()
        .one(transaction.connection())
        .await?;
    let until = too_many.map_or(before, |beyond| beyond.max(before));
    Entity::delete_many()
        .filter(Column::CountedAt.lte(until))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Whether the account called `username` has begun a session there since a moment.
pub(in crate::access) async fn signed_in_from(
    database: &Database,
    username: &str,
    network: &str,
    since: DateTime<Utc>,
) -> Outcome<bool> {
    let found: Option<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .join(JoinType::InnerJoin, session::Relation::Account.def())
        .filter(account::Column::Username.eq(username))
        .filter(session::Column::Network.eq(network))
        .filter(session::Column::StartedAt.gte(since))
        .limit(1)
        .into_tuple()
        .one(database.connection())
        .await?;
    Ok(found.is_some())
}
