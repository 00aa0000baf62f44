//! Hashes and checks passwords with argon2id, off the async threads and never
//! more at one time than the machine can bear.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::NewPassword;
use crate::kernel::{Failure, Outcome};

/// The longest password that is hashed, in bytes: hashing costs time by length,
/// and anybody may send one.
pub(super) const MOST_BYTES: usize = 1024;
/// How many may wait for each one that is being hashed.
const WAITING_PER_PERMIT: usize = 32;

/// Memory in KiB, passes and lanes: 19 MiB, two passes, one lane.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hashes passwords. Clones share the bound on how many at one time.
#[derive(Clone, Debug)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
    hasher: Argon2<'static>,
    /// The hash of no one's password: checked where the account does not exist,
    /// so that the answer takes the same time.
    decoy: Arc<str>,
}

impl Passwords {
    /// Hashes at most `at_once` passwords at one time.
    pub fn new(at_once: usize) -> Outcome<Self> {
        let (memory, passes, lanes) = COST;
        let params = Params::new(memory, passes, lanes, None).map_err(internal)?;
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hasher
            .hash_password(b"nobody")
            .map_err(internal)?
            .to_string();
        Ok(Self {
            permits: Arc::new(Semaphore::new(at_once)),
            waiting: Arc::new(AtomicUsize::new(0)),
            most_waiting: at_once * WAITING_PER_PERMIT,
            hasher,
            decoy: decoy.into(),
        })
    }

    /// The hash of `password`, in the PHC text form.
    pub async fn hash(&self, password: NewPassword) -> Outcome<String> {
        self.hash_anew(password.into_string()).await
    }

    /// The hash of a password that somebody has already, whatever the rules are now.
    pub(in crate::access) async fn hash_anew(&self, password: String) -> Outcome<String> {
        let hasher = self.hasher.clone();
        let hashed = self.queue()?.run(move || {
            hasher
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
        });
        hashed.await?.map_err(internal)
    }

    /// Whether `hash` costs a guesser less than it would cost if it were made today.
    pub(in crate::access) fn is_outdated(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else {
            return false;
        };
        let (memory, passes, lanes) = COST;
        hash.algorithm != Algorithm::Argon2id.ident()
            || Params::try_from(&hash).is_ok_and(|made| {
                made.m_cost() < memory || made.t_cost() < passes || made.p_cost() < lanes
            })
    }

    /// Takes a place in the queue. Too many waiting already: nobody is served by
    /// another one that waits.
    pub(in crate::access) fn queue(&self) -> Outcome<Place> {
        let waiting = Waiting::join(&self.waiting);
        if waiting.ahead >= self.most_waiting {
            return Err(Failure::RateLimited {
                retry_after: Duration::from_secs(5),
            });
        }
        Ok(Place {
            passwords: self.clone(),
            waiting,
        })
    }
}

/// A place in the queue of those whose password is to be hashed.
pub(in crate::access) struct Place {
    passwords: Passwords,
    waiting: Waiting,
}

impl Place {
    /// Whether `password` is the one of `hash`. Takes as long without a hash.
    pub(in crate::access) async fn verify(
        self,
        password: String,
        hash: Option<String>,
    ) -> Outcome<bool> {
        let hasher = self.passwords.hasher.clone();
        let known = hash.is_some() && password.len() <= MOST_BYTES;
        let hash = hash.unwrap_or_else(|| self.passwords.decoy.to_string());
        let password = if password.len() <= MOST_BYTES {
            password
        } else {
            String::new()
        };
        let matches = self.run(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| hasher.verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(matches.await? && known)
    }

    /// Runs `work` on a blocking thread when it is its turn.
    async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
        let permit = Arc::clone(&self.passwords.permits)
            .acquire_owned()
            .await
            .map_err(Failure::internal)?;
        drop(self.waiting);
        // The permit goes along: a caller that hangs up must not let another one
        // in while the thread still works.
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        })
        .await
        .map_err(Failure::internal)
    }
}

/// A place in the queue, given back when dropped.
struct Waiting {
    count: Arc<AtomicUsize>,
    ahead: usize,
}

impl Waiting {
    fn join(count: &Arc<AtomicUsize>) -> Self {
        Self {
            ahead: count.fetch_add(1, Ordering::SeqCst),
            count: Arc::clone(count),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_outdated_when_it_was_cheaper() {
        let passwords = Passwords::new(1).unwrap();
        let made = |memory, passes| {
            let params = Params::new(memory, passes, 1, None).unwrap();
            let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            hasher.hash_password(b"plumb").unwrap().to_string()
        };
        let (memory, passes, _) = COST;
        assert!(!passwords.is_outdated(&made(memory, passes)));
        assert!(!passwords.is_outdated(&made(memory * 2, passes)));
        assert!(passwords.is_outdated(&made(memory / 2, passes)));
        assert!(passwords.is_outdated(&made(memory, passes - 1)));
    }

    #[tokio::test]
    async fn past_the_queue_nobody_waits() {
        let passwords = Passwords::new(1).unwrap();
        let places: Vec<Place> = (0..WAITING_PER_PERMIT)
            .map(|_| passwords.queue().unwrap())
            .collect();
        assert!(matches!(
            passwords.queue(),
            Err(Failure::RateLimited { .. })
        ));
        drop(places);
        let place = passwords.queue().unwrap();
        assert!(!place.verify("plumb".to_owned(), None).await.unwrap());
    }
}
