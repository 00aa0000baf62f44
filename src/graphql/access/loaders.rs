//! What many fields of one request need of accounts.

use crate::access;
use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{AccountId, EmployeeId};

/// The loaders of one request.
pub(crate) struct AccessLoaders {
    pub(crate) accounts: BatchLoader<AccountId, access::Account>,
    /// Who did something that the viewer sees.
    pub(crate) actors: BatchLoader<AccountId, access::Account>,
    pub(crate) of_employees: BatchLoader<EmployeeId, access::Account>,
    pub(crate) grants: BatchLoader<AccountId, Vec<access::Grant>>,
    pub(crate) api_tokens: BatchLoader<AccountId, Vec<access::ApiToken>>,
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
            actors: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = access::accounts_named(context.database(), ids).await?;
                    Ok(index(found, |account| account.id))
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
            api_tokens: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = access::api_tokens_of(&context, ids).await?;
                    Ok(group(found, |token| (token.account_id, token)))
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
