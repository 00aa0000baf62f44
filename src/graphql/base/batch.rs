//! Loaders: what many fields of one request need is asked for in one statement.
//! They belong to one request and its viewer. Nothing is remembered, not even within
//! the request: its second mutation must not show what was before its first.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Result};
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use super::error::{language, shared, top_level};
use super::turns::Turns;
use crate::access::OpContext;
use crate::kernel::{Failure, Outcome};

type Load<K, V> = fn(OpContext, Vec<K>) -> BoxFuture<'static, Outcome<HashMap<K, V>>>;

/// What the loaders of one request share: who asks, and the turns in which they ask.
#[derive(Clone)]
pub(crate) struct Batches {
    pub(super) context: OpContext,
    pub(super) turns: Arc<Turns>,
}

impl Batches {
    /// For a request of the viewer of `context`, executed by [`Turns::run`].
    pub(crate) fn new(context: &OpContext, turns: &Arc<Turns>) -> Self {
        Self {
            context: context.clone(),
            turns: Arc::clone(turns),
        }
    }
}

/// A loader of one request.
pub(crate) struct BatchLoader<K, V> {
    batches: Batches,
    load: Load<K, V>,
    waiting: Arc<Mutex<Vec<Asked<K, V>>>>,
}

/// A key, and where its value is waited for.
struct Asked<K, V> {
    key: K,
    answer: oneshot::Sender<Result<Option<V>, Arc<Failure>>>,
}

/// A loader that asks with `load`.
pub(crate) fn batch<K, V>(batches: &Batches, load: Load<K, V>) -> BatchLoader<K, V> {
    BatchLoader {
        batches: batches.clone(),
        load,
        waiting: Arc::default(),
    }
}

impl<K, V> BatchLoader<K, V>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    /// The value of `key`, if there is one that the viewer may see.
    pub(crate) async fn one(&self, context: &Context<'_>, key: K) -> Result<Option<V>> {
        let (answer, answered) = oneshot::channel();
        if self.wait(Asked { key, answer }) {
            let waiting = Arc::clone(&self.waiting);
            let (load, viewer) = (self.load, self.batches.context.clone());
            self.batches.turns.take(Box::pin(async move {
                let asked = std::mem::take(&mut *lock(&waiting));
                answer_all(asked, load, viewer).await;
            }));
        }
        // The budget of a task would make a value that is there look late.
        match tokio::task::unconstrained(answered).await {
            Ok(value) => value.map_err(|failure| shared(context, &failure)),
            Err(_) => Err(top_level(
                &Failure::internal("a batch was dropped"),
                language(context),
            )),
        }
    }

    /// Puts the key to the others; whether it is the first of its batch.
    fn wait(&self, asked: Asked<K, V>) -> bool {
        let mut waiting = lock(&self.waiting);
        waiting.push(asked);
        waiting.len() == 1
    }
}

/// Loads each key once and gives everybody who asked for it the value.
async fn answer_all<K, V>(asked: Vec<Asked<K, V>>, load: Load<K, V>, viewer: OpContext)
where
    K: Hash + Eq + Clone,
    V: Clone,
{
    let mut places: HashMap<K, Vec<_>> = HashMap::with_capacity(asked.len());
    let mut keys = Vec::with_capacity(asked.len());
    for Asked { key, answer } in asked {
        let answers = places.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            Vec::with_capacity(1)
        });
        answers.push(answer);
    }
    let found = load(viewer, keys).await.map_err(Arc::new);
    for (key, answers) in places {
        let value = match &found {
            Ok(found) => Ok(found.get(&key).cloned()),
            Err(failure) => Err(Arc::clone(failure)),
        };
        for answer in answers {
            // Nobody waits any more where the field was given up.
            drop(answer.send(value.clone()));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The values by their key.
pub(crate) fn index<K: Hash + Eq, V>(values: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, V> {
    values
        .into_iter()
        .map(|value| (key(&value), value))
        .collect()
}

/// The values by a key that several share, in their order.
pub(crate) fn group<K: Hash + Eq, V, W>(
    values: Vec<V>,
    split: impl Fn(V) -> (K, W),
) -> HashMap<K, Vec<W>> {
    let mut groups: HashMap<K, Vec<W>> = HashMap::new();
    for value in values {
        let (key, value) = split(value);
        groups.entry(key).or_default().push(value);
    }
    groups
}
