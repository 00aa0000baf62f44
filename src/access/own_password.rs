//! Changing the own password, and asking for it again before something that a stolen
//! session must not be able to do.

use super::accounts::person_name;
use super::context::OpContext;
use super::error;
use super::model::TokenKind;
use super::password::NewPassword;
use super::store;
use super::throttle::{self, Guess};
use crate::audit::Entry;
use crate::kernel::Outcome;

/// Changes the actor's own password and ends all its sessions, this one too.
pub async fn password_change(context: &OpContext, current: String, new: &str) -> Outcome<()> {
    let account = context.signed_in()?;
    let mut problems = Vec::new();
    let unchanged = current == new;
    if !prove(context, current).await? {
        problems.push(error::invalid_credentials().at(["currentPassword"]));
    }
    let name = person_name(context, account.employee_id).await?;
    let names = [
        account.username.as_str(),
        name.as_deref().unwrap_or_default(),
    ];
    let new = match NewPassword::checked(new, &names, account.has_second_factor) {
        Ok(_) if problems.is_empty() && unchanged => {
            return Err(error::password_unchanged().at(["newPassword"]).into());
        }
        Ok(new) if problems.is_empty() => new,
        Ok(_) => return Err(problems.into()),
        Err(problem) => {
            problems.push(problem.at(["newPassword"]));
            return Err(problems.into());
        }
    };
    let hash = context.platform.passwords.hash(new).await?;
    let (id, now) = (account.account_id, context.now());
    let transaction = context.begin().await?;
    store::set_password(&transaction, id, hash).await?;
    store::end_sessions_of(&transaction, id, now, "PASSWORD_CHANGED").await?;
    store::remove_account_tokens(&transaction, id, TokenKind::ALL).await?;
    context
        .record(&transaction, Entry::new("account.password_changed", id))
        .await?;
    transaction.commit().await
}

/// Whether `password` is that of the actor. Guessing it here is slowed down like
/// guessing it from outside.
pub(super) async fn prove(context: &OpContext, password: String) -> Outcome<bool> {
    let account = context.signed_in()?;
    let place = context.platform.passwords.queue()?;
    let at_home = throttle::is_at_home(context, &account.username).await?;
    let guess = Guess::Password(&account.username);
    let counted = throttle::count(context, guess, at_home).await?;
    let hash = store::password_hash(context.database(), account.account_id).await?;
    if !place.verify(password, hash).await? {
        return Ok(false);
    }
    let transaction = context.begin().await?;
    counted.was_right(&transaction).await?;
    transaction.commit().await?;
    Ok(true)
}
