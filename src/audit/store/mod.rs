//! Writes and reads audit entries and their blocks.

mod listing;

pub(in crate::audit) use listing::{actors, blocks_between, count, list};

use chrono::{DateTime, Utc};
use entity::id::AuditEntryId;
use entity::{audit_block, audit_entry};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
};

use crate::audit::block::{Block, Head, Leaf};
use crate::audit::check::Found;
use crate::audit::model::Recorded;
use crate::audit::{Entry, Stamp};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::{Failure, Outcome};

pub(in crate::audit) async fn insert(
    transaction: &Transaction,
    stamp: Stamp<'_>,
    entry: Entry,
) -> Outcome<()> {
    let row = audit_entry::ActiveModel {
        id: Set(AuditEntryId(stamp.id)),
        recorded_at: Set(stamp.at),
        actor_account_id: Set(stamp.account_id),
        actor_name: Set(stamp.part.to_owned()),
        acting_for_account_id: Set(stamp.acting_for),
        action: Set(entry.action.to_owned()),
        resource_id: Set(entry.resource),
        before_state: Set(entry.before.map(|value| value.to_string())),
        after_state: Set(entry.after.map(|value| value.to_string())),
        reason: Set(entry.reason),
        request_id: Set(stamp.request_id.to_owned()),
        block_number: Set(None),
    };
    audit_entry::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Whether there is an entry that no block has.
pub(in crate::audit) async fn anything_unsealed(database: &Database) -> Outcome<bool> {
    let found: Option<AuditEntryId> = unsealed_entries()
        .select_only()
        .column(audit_entry::Column::Id)
        .limit(1)
        .into_tuple()
        .one(database.connection())
        .await?;
    Ok(found.is_some())
}

/// How many entries no block has.
pub(in crate::audit) async fn count_unsealed(database: &Database) -> Outcome<u64> {
    Ok(unsealed_entries().count(database.connection()).await?)
}

/// The entries that no block has.
pub(in crate::audit) async fn unsealed(
    database: &Database,
) -> Outcome<impl Stream<Item = Outcome<Found>> + '_> {
    stream(database, unsealed_entries()).await
}

/// The entries that say they are in the block, by their ids.
pub(in crate::audit) async fn entries_of(
    handle: &impl Handle,
    number: i64,
) -> Outcome<impl Stream<Item = Outcome<Found>> + '_> {
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::BlockNumber.eq(number));
    stream(handle, entries.order_by_asc(audit_entry::Column::Id)).await
}

/// The first entry that says it is in a block behind the `last` one or before the
/// first, and the number of that block, unless such a block was sealed meanwhile.
pub(in crate::audit) async fn first_without_block(
    database: &Database,
    last: i64,
) -> Outcome<Option<(Option<AuditEntryId>, i64)>> {
    let behind = audit_block::Entity::find()
        .select_only()
        .column(audit_block::Column::Number)
        .filter(audit_block::Column::Number.gt(last))
        .into_query();
    let number = audit_entry::Column::BlockNumber;
    let found: Option<Misplaced> = audit_entry::Entity::find()
        .filter(
            Condition::any().add(number.lt(1)).add(
                Condition::all()
                    .add(number.gt(last))
                    .add(number.not_in_subquery(behind)),
            ),
        )
        .order_by_asc(number)
        .order_by_asc(audit_entry::Column::Id)
        .into_model()
        .one(database.connection())
        .await?;
    Ok(found.map(|Misplaced { id, block }| (id, block)))
}

/// Whether there is such an entry, in whatever block.
pub(in crate::audit) async fn exists(database: &Database, id: AuditEntryId) -> Outcome<bool> {
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::Id.eq(id));
    Ok(entries.count(database.connection()).await? > 0)
}

/// Puts up to `most` entries that no block has into the block `number`, and says
/// how many.
pub(in crate::audit) async fn claim(
    transaction: &Transaction,
    number: i64,
    most: u32,
) -> Outcome<u64> {
    // The statement is the same for any number of entries: a list of their ids
    // would be prepared anew for each length.
    let next = unsealed_entries()
        .select_only()
        .column(audit_entry::Column::Id)
        .order_by_asc(audit_entry::Column::Id)
        .limit(u64::from(most))
        .into_query();
    let updated = audit_entry::Entity::update_many()
        .col_expr(audit_entry::Column::BlockNumber, Expr::value(number))
        .filter(audit_entry::Column::Id.in_subquery(next))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected)
}

/// The leaves of the entries that are in the block.
pub(in crate::audit) async fn leaves(transaction: &Transaction, number: i64) -> Outcome<Vec<Leaf>> {
    let entries = entries_of(transaction, number).await?;
    let leaves = entries.map(|found| {
        let entry = found?
            .entry
            .ok_or_else(|| Failure::internal("an audit entry cannot be read: verify the trail"))?;
        Ok(Leaf {
            entry_id: entry.id,
            entry_sha256: entry.digest(),
        })
    });
    leaves.try_collect().await
}

/// The end of the chain.
pub(in crate::audit) async fn head(handle: &impl Handle) -> Outcome<Option<Head>> {
    let row: Option<HeadRow> = audit_block::Entity::find()
        .select_only()
        .columns([
            audit_block::Column::Number,
            audit_block::Column::BlockSha256,
            audit_block::Column::SealedAt,
            audit_block::Column::CompleteUntil,
        ])
        .order_by_desc(audit_block::Column::Number)
        .into_model()
        .one(handle.connection())
        .await?;
    row.map(|row| {
        let sha256 = row.block_sha256.parse();
        Ok(Head {
            number: row.number,
            sha256: sha256.map_err(|_| {
                Failure::internal(
                    "the hash of the last audit block cannot be read: verify the trail",
                )
            })?,
            sealed_at: row.sealed_at,
            complete_until: row.complete_until,
        })
    })
    .transpose()
}

pub(in crate::audit) async fn insert_block(
    transaction: &Transaction,
    block: &Block,
) -> Outcome<()> {
    let row = audit_block::ActiveModel {
        number: Set(block.number),
        previous_sha256: Set(block.previous.to_string()),
        root_sha256: Set(block.root.to_string()),
        entry_count: Set(block.entry_count),
        leaves: Set(block.leaf_bytes()),
        sealed_at: Set(block.sealed_at),
        complete_until: Set(block.complete_until),
        block_sha256: Set(block.sha256.to_string()),
    };
    audit_block::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The block with the lowest number above `number`, and that number; nothing for a
/// block that cannot be read.
pub(in crate::audit) async fn block_after(
    database: &Database,
    number: i64,
) -> Outcome<Option<(i64, Option<Block>)>> {
    let found: Option<FoundBlock> = audit_block::Entity::find()
        .filter(audit_block::Column::Number.gt(number))
        .order_by_asc(audit_block::Column::Number)
        .into_model()
        .one(database.connection())
        .await?;
    Ok(found.map(|FoundBlock { number, block }| (number, block)))
}

fn unsealed_entries() -> Select<audit_entry::Entity> {
    audit_entry::Entity::find().filter(audit_entry::Column::BlockNumber.is_null())
}

async fn stream(
    handle: &impl Handle,
    entries: Select<audit_entry::Entity>,
) -> Outcome<impl Stream<Item = Outcome<Found>>> {
    let rows = entries.into_model().stream(handle.connection()).await?;
    Ok(rows.map_err(Failure::from))
}

#[derive(FromQueryResult)]
struct HeadRow {
    number: i64,
    block_sha256: String,
    sealed_at: DateTime<Utc>,
    complete_until: Option<DateTime<Utc>>,
}

struct FoundBlock {
    number: i64,
    block: Option<Block>,
}

struct Misplaced {
    id: Option<AuditEntryId>,
    block: i64,
}

// What a hand wrote into the database may be no moment, no id or no text: that is
// for the verification to tell, and no failure of it.

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.try_get(prefix, "id").ok(),
            entry: audit_entry::Model::from_query_result(row, prefix)
                .ok()
                .map(recorded),
        })
    }
}

impl FromQueryResult for FoundBlock {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            number: row.try_get(prefix, "number")?,
            block: audit_block::Model::from_query_result(row, prefix)
                .ok()
                .and_then(|row| block(&row)),
        })
    }
}

impl FromQueryResult for Misplaced {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.try_get(prefix, "id").ok(),
            block: row.try_get(prefix, "block_number")?,
        })
    }
}

fn recorded(row: audit_entry::Model) -> Recorded {
    Recorded {
        id: row.id,
        recorded_at: row.recorded_at,
        actor_account_id: row.actor_account_id,
        actor_name: row.actor_name,
        acting_for_account_id: row.acting_for_account_id,
        action: row.action,
        resource_id: row.resource_id,
        before_state: row.before_state,
        after_state: row.after_state,
        reason: row.reason,
        request_id: row.request_id,
    }
}

fn block(row: &audit_block::Model) -> Option<Block> {
    Some(Block {
        number: row.number,
        previous: row.previous_sha256.parse().ok()?,
        root: row.root_sha256.parse().ok()?,
        entry_count: row.entry_count,
        leaves: Leaf::from_stored(&row.leaves)?,
        sealed_at: row.sealed_at,
        complete_until: row.complete_until,
        sha256: row.block_sha256.parse().ok()?,
    })
}
