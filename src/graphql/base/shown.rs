//! Whose contact details one request shows.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Result};

use super::error::loaded;
use crate::kernel::Failure;

/// The people of one kind whose contact details a request has shown so far. They are
/// noted together, before the answer is given, and a request that shows none costs
/// nothing.
pub(crate) struct Shown<K>(Mutex<BTreeSet<K>>);

impl<K> Default for Shown<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Ord + Send + 'static> Shown<K> {
    /// The request shows a contact detail of `person`.
    pub(crate) fn note(context: &Context<'_>, person: K) -> Result<()> {
        let shown = context.data_opt::<Arc<Self>>();
        let unnoted = || Failure::internal("contact details asked for where nobody notes it");
        let shown = loaded(context, shown.ok_or_else(unnoted))?;
        let mut shown = shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.insert(person);
        Ok(())
    }

    /// Whose details the request has shown.
    pub(crate) fn take(&self) -> Vec<K> {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *shown).into_iter().collect()
    }
}
