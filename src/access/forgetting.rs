//! Forgets what signing in leaves behind and nobody needs any more.

use super::context::OpContext;
use super::store;
use super::throttle;
use crate::database::Transaction;
use crate::kernel::Outcome;

/// How many sessions one transaction removes, so that none is long.
const BATCH: u64 = 500;

/// Removes counts of attempts that mean nothing any more, secrets that have expired, and
/// sessions that are long over. The caller commits the last transaction.
pub async fn forget(context: &OpContext) -> Outcome<Transaction> {
    let expired_before = context.now() - context.platform.keep_sessions;
    loop {
        let transaction = context.begin().await?;
        let removed = store::remove_sessions(&transaction, expired_before, BATCH).await?;
        if removed < BATCH {
            throttle::forget_old(context, &transaction).await?;
            store::remove_expired_account_tokens(&transaction, context.now()).await?;
            store::remove_expired_external_sign_ins(&transaction, context.now()).await?;
            return Ok(transaction);
        }
        transaction.commit().await?;
    }
}
