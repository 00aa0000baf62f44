//! What many fields of one request need of accounts.

use crate::access;
use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{AccountId, EmployeeId};

/// The loaders of one request.
pub(crate) struct AccessLoaders {
    pub(crate) accounts: BatchLoader<AccountId, access::Account>,
    pub(crate) of_employees: BatchLoader<EmployeeId, access::Account>,
    pub(crate) grants: BatchLoader<AccountId, Vec<access::Grant>>,
}

impl AccessLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            accounts: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        access::accounts_by_id(&context, ids).await?,
                        |account| account.id,
                    ))
                })
            }),
            of_employees: batch(batches, |context, employees| {
                Box::pin(async move {
                    let found = access::accounts_of(&context, employees).await?;
                    let named = found.into_iter();
                    Ok(named
                        .filter_map(|account| Some((account.employee_id?, account)))
                        .collect())
                })
            }),
            grants: batch(batches, |context, ids| {
                Box::pin(
                    async move { Ok(group(access::grants_of(&context, ids).await?, |pair| pair)) },
                )
            }),
        }
    }
}
