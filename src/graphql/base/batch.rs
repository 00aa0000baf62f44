//! Loaders: what many fields of one request need is asked for in one statement.
//! They belong to one request and its viewer. Nothing is remembered, not even within
//! the request: its second mutation must not show what was before its first.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Result};
use futures_util::future::BoxFuture;

use super::error::shared;
use crate::access::OpContext;
use crate::kernel::{Failure, Outcome};

type Load<K, V> = fn(OpContext, Vec<K>) -> BoxFuture<'static, Outcome<HashMap<K, V>>>;

/// Loads values by key with one use case.
pub(crate) struct Batch<K, V> {
    context: OpContext,
    load: Load<K, V>,
}

/// A loader of one request.
pub(crate) struct BatchLoader<K, V>(DataLoader<Batch<K, V>>)
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static;

/// A loader that asks with `load`.
pub(crate) fn batch<K, V>(context: &OpContext, load: Load<K, V>) -> BatchLoader<K, V>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    let batch = Batch {
        context: context.clone(),
        load,
    };
    BatchLoader(DataLoader::new(batch, tokio::spawn))
}

impl<K, V> BatchLoader<K, V>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    /// The value of `key`, if there is one that the viewer may see.
    pub(crate) async fn one(&self, context: &Context<'_>, key: K) -> Result<Option<V>> {
        self.0
            .load_one(key)
            .await
            .map_err(|failure| shared(context, &failure))
    }
}

impl<K, V> Loader<K> for Batch<K, V>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    type Value = V;
    type Error = Arc<Failure>;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, V>, Arc<Failure>> {
        (self.load)(self.context.clone(), keys.to_vec())
            .await
            .map_err(Arc::new)
    }
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
