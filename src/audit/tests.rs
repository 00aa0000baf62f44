//! Whatever single thing is changed in a sealed history, the check finds it.

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use super::block::{Block, Head, Leaf};
use super::check::{BlockCheck, Found, check_unsealed};
use super::digest::Digest;
use super::model::Recorded;
use super::verification::{Finding, Verification};
use crate::kernel::ids::{AccountId, AuditEntryId};

/// How many columns of an entry are sealed.
const FIELDS: usize = 11;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap()
}

/// A moment within the minute before the first block is sealed.
fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..60_000_000).prop_map(|micros| noon() - TimeDelta::microseconds(micros))
}

/// Short texts of few letters, so that neighbouring fields look alike.
fn texts() -> impl Strategy<Value = String> {
    "[ab\u{0}中]{0,3}"
}

fn entries() -> impl Strategy<Value = Recorded> {
    let optional_text = || prop::option::of(texts());
    (
        (
            any::<u128>(),
            moments(),
            prop::option::of(any::<u128>()),
            prop::option::of(any::<u128>()),
        ),
        (texts(), texts(), texts(), texts()),
        (optional_text(), optional_text(), optional_text()),
    )
        .prop_map(
            |((id, recorded_at, account, lender), names, states)| Recorded {
                id: AuditEntryId(Uuid::from_u128(id)),
                recorded_at,
                actor_account_id: account.map(|account| AccountId(Uuid::from_u128(account))),
                actor_name: names.0,
                acting_for_account_id: lender.map(|account| AccountId(Uuid::from_u128(account))),
                action: names.1,
                resource_id: names.2,
                before_state: states.0,
                after_state: states.1,
                reason: states.2,
                request_id: names.3,
            },
        )
}

/// Entries as a block holds them: by their ids, each once.
fn histories() -> impl Strategy<Value = Vec<Recorded>> {
    prop::collection::vec(entries(), 1..20).prop_map(|mut entries| {
        entries.sort_by_key(|entry| entry.id);
        entries.dedup_by_key(|entry| entry.id);
        entries
    })
}

/// `entry` with the value that `other` has in one field.
fn with_field(entry: &Recorded, field: usize, other: &Recorded) -> Recorded {
    let mut changed = entry.clone();
    let other = other.clone();
    match field {
        0 => changed.id = other.id,
        1 => changed.recorded_at = other.recorded_at,
        2 => changed.actor_account_id = other.actor_account_id,
        3 => changed.actor_name = other.actor_name,
        4 => changed.action = other.action,
        5 => changed.resource_id = other.resource_id,
        6 => changed.before_state = other.before_state,
        7 => changed.after_state = other.after_state,
        8 => changed.reason = other.reason,
        9 => changed.acting_for_account_id = other.acting_for_account_id,
        _ => changed.request_id = other.request_id,
    }
    changed
}

fn sealed(entries: &[Recorded]) -> Block {
    let leaves = entries.iter().map(|entry| Leaf {
        entry_id: entry.id,
        entry_sha256: entry.digest(),
    });
    Block::seal(None, leaves.collect(), noon(), true)
}

fn found(entry: &Recorded) -> Found {
    Found {
        id: Some(entry.id),
        entry: Some(entry.clone()),
    }
}

/// What the check finds when the database holds these entries, by their ids.
fn check(block: &Block, head: Option<&Head>, entries: &[Recorded]) -> Result<(), Finding> {
    block.check(head)?;
    let mut check = BlockCheck::new(block, head);
    entries
        .iter()
        .try_for_each(|entry| check.next(&found(entry)))?;
    check.finish()
}

proptest! {
    #[test]
    fn different_entries_have_different_bytes(one in entries(), other in entries()) {
        let bytes = |entry: &Recorded| entry.canonical().into_bytes();
        prop_assert_eq!(bytes(&one) == bytes(&other), one == other);
        // A text that moves into the next field leaves both as they were, strung
        // together.
        let mut moved = one.clone();
        moved.actor_name = String::new();
        moved.action = format!("{}{}", one.actor_name, one.action);
        prop_assert_eq!(bytes(&one) == bytes(&moved), one == moved);
    }

    #[test]
    fn an_untouched_history_is_whole(history in histories()) {
        prop_assert_eq!(check(&sealed(&history), None, &history), Ok(()));
    }

    #[test]
    fn any_changed_field_of_any_entry_is_found(
        history in histories(), at in any::<Index>(), field in 0..FIELDS, other in entries()
    ) {
        let block = sealed(&history);
        let at = at.index(history.len());
        let before = history[at].clone();
        let after = with_field(&before, field, &other);
        prop_assume!(before != after && !history.contains(&after));
        let mut changed = history;
        changed[at] = after.clone();
        changed.sort_by_key(|entry| entry.id);

        let number = 1;
        let expected = if after.id < before.id {
            Finding::EntryAdded { id: after.id, block: number }
        } else if after.id > before.id {
            Finding::EntryRemoved { id: before.id, block: number }
        } else {
            Finding::EntryAltered { id: Some(before.id), block: Some(number) }
        };
        prop_assert_eq!(check(&block, None, &changed), Err(expected));
    }

    #[test]
    fn any_removed_and_any_added_entry_is_named(
        history in histories(), at in any::<Index>(), other in entries()
    ) {
        let block = sealed(&history);
        let mut fewer = history.clone();
        let removed = fewer.remove(at.index(history.len()));
        let expected = Finding::EntryRemoved { id: removed.id, block: 1 };
        prop_assert_eq!(check(&block, None, &fewer), Err(expected));

        prop_assume!(history.iter().all(|entry| entry.id != other.id));
        let mut more = history;
        more.push(other.clone());
        more.sort_by_key(|entry| entry.id);
        let expected = Finding::EntryAdded { id: other.id, block: 1 };
        prop_assert_eq!(check(&block, None, &more), Err(expected));
    }

    #[test]
    fn any_change_of_a_block_is_found(history in histories(), what in 0..8, at in any::<Index>()) {
        let head = sealed(&history).head();
        let leaves = sealed(&history).leaves;
        let whole = Block::seal(Some(&head), leaves, noon() + TimeDelta::seconds(1), true);
        prop_assert_eq!(whole.check(Some(&head)), Ok(()));
        let mut block = whole.clone();
        let leaf = at.index(block.leaves.len());
        match what {
            0 => block.previous = block.root,
            1 => block.root = block.previous,
            2 => block.entry_count += 1,
            3 => block.sealed_at += TimeDelta::nanoseconds(1),
            4 => block.complete_until = None,
            5 => block.sha256 = Digest::NONE,
            6 => block.leaves[leaf].entry_sha256.0[leaf] ^= 1,
            _ => drop(block.leaves.remove(leaf)),
        }
        prop_assert_eq!(block.check(Some(&head)), Err(Finding::BlockAltered { number: 2 }));
        prop_assert_eq!(whole.check(None), Err(Finding::BlockReplaced { number: 2 }));
    }

    #[test]
    fn leaves_are_read_as_they_were_stored(history in histories()) {
        let block = sealed(&history);
        let mut bytes = block.leaf_bytes();
        prop_assert_eq!(Leaf::from_stored(&bytes), Some(block.leaves));
        bytes.pop();
        prop_assert_eq!(Leaf::from_stored(&bytes), None);
    }
}

fn entry_at(recorded_at: DateTime<Utc>) -> Recorded {
    Recorded {
        id: AuditEntryId(Uuid::from_u128(1)),
        recorded_at,
        actor_account_id: None,
        actor_name: "test".to_owned(),
        acting_for_account_id: None,
        action: "department.created".to_owned(),
        resource_id: "dep_1".to_owned(),
        before_state: None,
        after_state: None,
        reason: None,
        request_id: "a-test".to_owned(),
    }
}

/// The second block, of one entry, checked behind a first one sealed at noon.
fn check_second(recorded_at: DateTime<Utc>, sealed_at: DateTime<Utc>) -> Result<(), Finding> {
    let head = sealed(&[entry_at(noon())]).head();
    let entry = entry_at(recorded_at);
    let leaf = Leaf {
        entry_id: entry.id,
        entry_sha256: entry.digest(),
    };
    let block = Block::seal(Some(&head), vec![leaf], sealed_at, true);
    check(&block, Some(&head), &[entry])
}

#[test]
fn an_entry_is_back_dated_when_a_complete_block_should_have_had_it() {
    let id = AuditEntryId(Uuid::from_u128(1));
    let minutes = |minutes| noon() + TimeDelta::minutes(minutes);
    assert_eq!(check_second(minutes(-9), minutes(1)), Ok(()));
    let back_dated = |block| Err(Finding::EntryBackDated { id, block });
    assert_eq!(check_second(minutes(-11), minutes(1)), back_dated(Some(2)));
    // The clock was set back by an hour: the block itself says so.
    assert_eq!(check_second(minutes(-60), minutes(-59)), Ok(()));

    let head = sealed(&[entry_at(noon())]).head();
    let unsealed = |minute| check_unsealed(&found(&entry_at(minutes(minute))), Some(&head));
    assert_eq!(unsealed(-9), Ok(()));
    assert_eq!(unsealed(-11), back_dated(None));
}

#[test]
fn a_block_that_left_entries_behind_makes_none_of_them_look_back_dated() {
    let first = sealed(&[entry_at(noon())]);
    let leaves = first.leaves.clone();
    let full = Block::seal(
        Some(&first.head()),
        leaves,
        noon() + TimeDelta::days(1),
        false,
    );
    assert_eq!(full.complete_until, Some(noon()));
    let left = found(&entry_at(noon() + TimeDelta::hours(1)));
    assert_eq!(check_unsealed(&left, Some(&full.head())), Ok(()));
}

#[test]
fn the_operator_reads_what_was_found() {
    let verification = Verification {
        sealed: 1,
        unsealed: 12,
        head: Some((3, Digest::NONE)),
        anchored: Some(2),
        ..Verification::default()
    };
    assert_eq!(
        verification.lines(),
        [
            "The audit trail is whole.".to_owned(),
            "Sealed and whole: 1 entry in 3 blocks.".to_owned(),
            "Not sealed yet: 12 entries.".to_owned(),
            format!("Head: block 3, {}", "0".repeat(64)),
            "The anchored hash is that of block 2.".to_owned(),
        ]
    );
    let id = AuditEntryId(Uuid::from_u128(1));
    let finding = Finding::EntryAltered {
        id: Some(id),
        block: Some(4),
    };
    let verification = Verification {
        finding: Some(finding),
        ..verification
    };
    assert!(!verification.is_whole());
    assert_eq!(
        verification.lines()[1],
        "Entry aud_00000000000000000000000000000001 of block 4 was altered."
    );
}
