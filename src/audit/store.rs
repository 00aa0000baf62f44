//! Writes audit entries.

use entity::audit_entry;
use entity::id::AuditEntryId;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Entry, Stamp};
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;

pub(super) async fn insert(
    transaction: &Transaction,
    stamp: Stamp<'_>,
    entry: Entry,
) -> Outcome<()> {
    let row = audit_entry::ActiveModel {
        id: Set(AuditEntryId(stamp.id)),
        recorded_at: Set(stamp.at),
        actor_account_id: Set(stamp.account_id),
        actor_name: Set(stamp.name.to_owned()),
        action: Set(entry.action.to_owned()),
        resource_id: Set(entry.resource),
        before_state: Set(entry.before.map(|value| value.to_string())),
        after_state: Set(entry.after.map(|value| value.to_string())),
        reason: Set(entry.reason),
        request_id: Set(stamp.request_id.to_owned()),
    };
    audit_entry::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}
