//! Watching the progress of cycles for those who wait for it.
//!
//! A process asks the database once a second for all cycles that anybody here waits
//! for, in three statements, and for none while nobody waits. So it does not matter
//! which server, worker or command made a change. Only the latest state counts:
//! changes within one second are one, and a slow listener holds nothing up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::watch;

use crate::access::{Action, OpContext};
use crate::cycles::model::{Cycle, Pulse};
use crate::cycles::store;
use crate::database::Database;
use crate::kernel::Outcome;
use crate::kernel::ids::CycleId;

/// How often the database is asked.
const PAUSE: Duration = Duration::from_secs(1);

/// Watches cycles. Clones watch together.
#[derive(Clone)]
pub struct CycleWatch(Arc<Inner>);

struct Inner {
    database: Database,
    watched: Mutex<Watched>,
}

#[derive(Default)]
struct Watched {
    cycles: HashMap<CycleId, watch::Sender<Option<Pulse>>>,
    /// Whether somebody asks the database for them.
    asking: bool,
}

/// Waits for one cycle.
#[derive(Debug)]
pub struct CycleChange(watch::Receiver<Option<Pulse>>);

impl CycleChange {
    /// Waits until something has happened to the progress since the watch began.
    pub async fn happened(mut self) {
        if self.0.changed().await.is_err() {
            // Nobody watches any more: the process is about to end.
            std::future::pending::<()>().await;
        }
    }
}

impl CycleWatch {
    /// Watches cycles in this database.
    pub fn new(database: Database) -> Self {
        Self(Arc::new(Inner {
            database,
            watched: Mutex::default(),
        }))
    }

    /// A cycle for somebody who follows its progress, and what tells of the next change;
    /// `None` where it may not be seen. Must be called within a tokio runtime.
    pub async fn follow(
        &self,
        context: &OpContext,
        id: CycleId,
    ) -> Outcome<Option<(Cycle, CycleChange)>> {
        context.authorize(Action::ProgressRead).await?;
        let scope = context.authorize(Action::CycleRead).await?;
        // Watched before it is read, so that nothing is missed in between.
        let change = self.watch(id).await?;
        let mut found = store::cycles_by_id(context.database(), &scope, vec![id]).await?;
        Ok(found.pop().map(|cycle| (cycle, change)))
    }

    async fn watch(&self, id: CycleId) -> Outcome<CycleChange> {
        if let Some(known) = self.0.lock().cycles.get(&id) {
            return Ok(CycleChange(known.subscribe()));
        }
        let pulse = store::pulses(&self.0.database, vec![id]).await?.remove(&id);
        let mut watched = self.0.lock();
        let sender = watched
            .cycles
            .entry(id)
            .or_insert_with(|| watch::Sender::new(pulse));
        let change = CycleChange(sender.subscribe());
        if !watched.asking {
            watched.asking = true;
            tokio::spawn(ask(Arc::downgrade(&self.0)));
        }
        Ok(change)
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cycles that somebody waits for; with none, the asking is over.
    fn wanted(&self) -> Vec<CycleId> {
        let mut watched = self.lock();
        watched
            .cycles
            .retain(|_, sender| sender.receiver_count() > 0);
        watched.asking = !watched.cycles.is_empty();
        watched.cycles.keys().copied().collect()
    }

    fn tell(&self, asked: Vec<CycleId>, mut found: HashMap<CycleId, Pulse>) {
        let watched = self.lock();
        for id in asked {
            let pulse = found.remove(&id);
            let Some(sender) = watched.cycles.get(&id) else {
                continue;
            };
            sender.send_if_modified(|known| {
                let changed = *known != pulse;
                *known = pulse;
                changed
            });
        }
    }
}

/// Asks until nobody waits.
async fn ask(watch: Weak<Inner>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let Some(watch) = watch.upgrade() else { return };
        let wanted = watch.wanted();
        if wanted.is_empty() {
            return;
        }
        match store::pulses(&watch.database, wanted.clone()).await {
            Ok(found) => watch.tell(wanted, found),
            // The next second asks again, and compares with what was known before.
            Err(failure) => tracing::warn!(?failure, "the watched cycles could not be read"),
        }
    }
}
