//! Slows down whoever guesses passwords, codes and links: by name, by address, and by
//! both together ([decision 7](../../../docs/decisions/0007-signing-in.md)).
//!
//! An attempt is counted before it is looked at, so that hundreds at one moment are
//! counted too, and given back when it was right. Counts are in the database: servers
//! agree on them, and a restart forgets nothing.

mod model;

use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};

use super::context::OpContext;
use super::store;
use crate::database::Transaction;
use crate::kernel::ids::AccountId;
use crate::kernel::{Failure, Outcome};
pub(super) use model::Tally;
use model::{Limit, Subject};

/// How long an account is at home at an address from which it signed in.
const FAMILIAR: TimeDelta = TimeDelta::days(30);
/// After so long without another attempt nothing of a count is left.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(1);
/// The most counts that the job of forgetting leaves.
const MOST_COUNTS: u64 = 100_000;

/// What somebody tries to guess.
#[derive(Clone, Copy, Debug)]
pub(super) enum Guess<'a> {
    /// The password of whoever is called so, which may be nobody.
    Password(&'a str),
    /// A code of the second factor.
    Code(AccountId),
    /// A link to a new password.
    Link,
    /// A sign-in at the company's provider, of somebody who is not known yet.
    External,
}

/// An attempt that was counted and may turn out to be right.
#[must_use]
pub(super) struct Counted {
    subjects: Vec<Subject>,
}

/// Counts an attempt, or refuses it with the time to wait. At an address where the
/// account is at home, failures from elsewhere hold nobody up.
pub(super) async fn count(
    context: &OpContext,
    guess: Guess<'_>,
    at_home: bool,
) -> Outcome<Counted> {
    let subjects = subjects(guess, &context.client().address.network(), at_home);
    let keys: Vec<String> = subjects.iter().map(|subject| subject.key.clone()).collect();
    // Whoever has to wait is told so by a read, and costs nobody a write.
    refuse_the_held_up(context, &store::tallies(context.database(), &keys).await?)?;
    let transaction = context.begin().await?;
    take_turns(&transaction, &keys).await?;
    let tallies = store::tallies(&transaction, &keys).await?;
    refuse_the_held_up(context, &tallies)?;
    let now = context.now();
    let counted = subjects.iter().map(|subject| {
        let before = tallies.get(&subject.key).copied();
        let after = before.unwrap_or_else(|| Tally::none(now));
        (subject.key.clone(), after.one_more(subject.limit, now))
    });
    store::put_tallies(&transaction, counted.collect()).await?;
    transaction.commit().await?;
    Ok(Counted { subjects })
}

/// An attempt that was counted at an earlier step, perhaps by another server.
pub(super) fn counted_before(context: &OpContext, guess: Guess<'_>) -> Counted {
    let network = context.client().address.network();
    Counted {
        subjects: subjects(guess, &network, false),
    }
}

impl Counted {
    /// The attempt was right: the account begins anew, the address gets back this one
    /// attempt and no more.
    pub(super) async fn was_right(self, transaction: &Transaction) -> Outcome<()> {
        let (of_account, of_address): (Vec<_>, Vec<_>) = self
            .subjects
            .into_iter()
            .partition(|subject| subject.forgets_at_once);
        let keys = |subjects: &[Subject]| -> Vec<String> {
            subjects.iter().map(|subject| subject.key.clone()).collect()
        };
        let all = [keys(&of_account), keys(&of_address)].concat();
        take_turns(transaction, &all).await?;
        store::remove_tallies(transaction, keys(&of_account)).await?;
        let tallies = store::tallies(transaction, &keys(&of_address)).await?;
        let given_back = of_address.iter().filter_map(|subject| {
            let tally = tallies.get(&subject.key)?;
            Some((subject.key.clone(), tally.one_less(subject.limit)))
        });
        store::put_tallies(transaction, given_back.collect()).await
    }
}

/// Whether the account called `username` signed in from this address not long ago.
/// Asked for unknown names too, so that they cost the same.
pub(super) async fn is_at_home(context: &OpContext, username: &str) -> Outcome<bool> {
    let network = context.client().address.network();
    let since = context.now() - FAMILIAR;
    store::signed_in_from(context.database(), username, &network, since).await
}

/// Lets go of a name's counts; an administrator's link does it.
pub(super) async fn forget_name(
    context: &OpContext,
    transaction: &Transaction,
    username: &str,
) -> Outcome<()> {
    let network = context.client().address.network();
    let subjects = subjects(Guess::Password(username), &network, false);
    let of_account = subjects
        .into_iter()
        .filter(|subject| subject.forgets_at_once);
    let keys: Vec<String> = of_account.map(|subject| subject.key).collect();
    take_turns(transaction, &keys).await?;
    store::remove_tallies(transaction, keys).await
}

/// Forgets counts that mean nothing any more, and the oldest where there are too many.
pub(super) async fn forget_old(context: &OpContext, transaction: &Transaction) -> Outcome<()> {
    let before = context.now() - FORGOTTEN_AFTER;
    store::remove_old_tallies(transaction, before, MOST_COUNTS).await
}

fn subjects(guess: Guess<'_>, network: &str, at_home: bool) -> Vec<Subject> {
    let what = match guess {
        Guess::Password(username) => Some(format!("name\0{username}")),
        Guess::Code(account) => Some(format!("code\0{account}")),
        Guess::Link | Guess::External => None,
    };
    let mut subjects = vec![Subject::of_address(key(&format!("address\0{network}")))];
    if let Some(what) = what {
        let here = key(&format!("{what}\0{network}"));
        subjects.push(Subject::of_account(here, &Limit::HERE));
        if !at_home {
            subjects.push(Subject::of_account(key(&what), &Limit::ANYWHERE));
        }
    }
    subjects
}

fn key(subject: &str) -> String {
    hex::encode(Sha256::digest(subject.as_bytes()))
}

fn refuse_the_held_up(context: &OpContext, tallies: &store::Tallies) -> Outcome<()> {
    let now = context.now();
    let longest = tallies.values().filter_map(|tally| tally.wait(now)).max();
    match longest {
        None => Ok(()),
        Some(wait) => {
            let network = context.client().address.network();
            tracing::warn!(network, seconds = wait.num_seconds(), "a guess has to wait");
            Err(Failure::RateLimited {
                retry_after: wait.to_std().unwrap_or_default(),
            })
        }
    }
}

/// Attempts on one subject are counted one after the other, on all servers. The turns
/// are taken in one order, so that no two attempts wait for each other.
async fn take_turns(transaction: &Transaction, keys: &[String]) -> Outcome<()> {
    let mut turns: Vec<i64> = keys.iter().map(|key| turn(key)).collect();
    turns.sort_unstable();
    for turn in turns {
        transaction.take_turn(turn).await?;
    }
    Ok(())
}

/// The first 63 bits of a key.
fn turn(key: &str) -> i64 {
    let digits = key.get(..16).unwrap_or_default();
    u64::from_str_radix(digits, 16).map_or(0, |number| (number >> 1).cast_signed())
}
