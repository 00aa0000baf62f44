//! A way back for whoever has lost the password: a link from an administrator.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::accounts::existing;
use super::context::OpContext;
use super::error;
use super::model::{AccountKind, TokenKind};
use super::password::NewPassword;
use super::policy::Action;
use super::session::{fingerprint, has_left};
use super::store;
use super::throttle::{self, Guess};
use crate::audit::Entry;
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;

/// How long a link is good.
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What an administrator hands over. It is told this once; what is kept can only
/// recognise it.
pub struct ResetLink {
    /// The secret of the link.
    pub token: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link with which whoever holds it chooses a new password for an account, once
/// and within 24 hours. An older link ends. The old password stays good until then: a
/// link made by mistake harms nobody.
pub async fn password_reset_issue(context: &OpContext, id: AccountId) -> Outcome<ResetLink> {
    context.authorize_company(Action::AccountWrite).await?;
    let expires_at = context.now() + LIFETIME;
    let token = context.platform.random.token();
    let transaction = context.begin().await?;
    let account = existing(context, &transaction, id, "accountId").await?;
    if account.kind == AccountKind::Service {
        return Err(error::program_without_password().at(["accountId"]).into());
    }
    if account.disabled {
        return Err(error::account_disabled().at(["accountId"]).into());
    }
    let kind = TokenKind::PasswordReset;
    store::remove_account_tokens(&transaction, id, &[kind]).await?;
    store::insert_account_token(&transaction, fingerprint(&token), kind, id, expires_at).await?;
    let entry =
        Entry::new("account.password_reset_issued", id).after(json!({ "expiresAt": expires_at }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(ResetLink { token, expires_at })
}

/// Chooses a new password with a link. All sessions of the account end.
pub async fn password_reset(context: &OpContext, token: &str, new: &str) -> Outcome<()> {
    let counted = throttle::count(context, Guess::Link, false).await?;
    let token = fingerprint(token);
    let (kind, now) = (TokenKind::PasswordReset, context.now());
    let holder = store::find_token_holder(context.database(), &token, kind, now).await?;
    let Some(holder) = holder.filter(|holder| !has_left(holder.left_on, context.today())) else {
        return Err(error::link_ended().at(["token"]).into());
    };
    let id = holder.account_id;
    let names = [
        holder.username.as_str(),
        holder.name.as_deref().unwrap_or_default(),
    ];
    let second_factor = store::second_factor(context.database(), id).await?;
    let new = NewPassword::checked(new, &names, second_factor.is_some())
        .map_err(|problem| problem.at(["newPassword"]))?;
    let hash = context.platform.passwords.hash(new).await?;
    let transaction = context.begin().await?;
    if !store::use_account_token(&transaction, &token).await? {
        return Err(error::link_ended().at(["token"]).into());
    }
    store::set_password(&transaction, id, hash).await?;
    store::end_sessions_of(&transaction, id, now, "PASSWORD_CHANGED").await?;
    store::remove_account_tokens(&transaction, id, TokenKind::ALL).await?;
    let entry = Entry::new("account.password_reset", id);
    context.record_by(&transaction, id, entry).await?;
    throttle::forget_name(context, &transaction, &holder.username).await?;
    counted.was_right(&transaction).await?;
    transaction.commit().await
}
