//! Forgets what signing in leaves behind and nobody needs any more.

use super::context::OpContext;
use super::store;
use super::throttle;
use crate::database::Transaction;
use crate::kernel::Outcome;

/// Removes counts of attempts that mean nothing any more, and secrets that have
/// expired, in one transaction that the caller commits.
pub async fn forget(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    throttle::forget_old(context, &transaction).await?;
    store::remove_expired_account_tokens(&transaction, context.now()).await?;
    store::remove_expired_external_sign_ins(&transaction, context.now()).await?;
    Ok(transaction)
}
