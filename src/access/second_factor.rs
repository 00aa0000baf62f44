//! The second factor: setting it up, renewing it, and doing without it again.

use serde_json::json;

use super::accounts::existing;
use super::context::OpContext;
use super::error;
use super::model::{Account, SecondFactor, SignedIn, TokenKind};
use super::own_password::prove;
use super::password::stands_alone;
use super::policy::Action;
use super::store::{self, KeptFactor};
use super::throttle::{self, Guess};
use super::totp::{RECOVERY_CODES, TotpSecret, draw_recovery_code, recovery_fingerprint};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::AccountId;
use crate::kernel::{Failure, Outcome};

/// What a device needs to make codes. It is shown this once.
pub struct Enrolment {
    /// The secret as people type it.
    pub secret: String,
    /// The secret as a device reads it from a picture.
    pub otpauth_uri: String,
}

/// The actor's second factor, once it is confirmed.
pub async fn own_second_factor(context: &OpContext) -> Outcome<Option<SecondFactor>> {
    let account = context.signed_in()?.account_id;
    store::second_factor(context.database(), account).await
}

/// Offers the actor a secret. It counts from its confirmation on; until then one that
/// is in force stays so.
pub async fn second_factor_enrol(
    context: &OpContext,
    current_password: String,
) -> Outcome<Enrolment> {
    let account = context.signed_in()?;
    require_password(context, current_password).await?;
    let id = account.account_id;
    let random = &context.platform.random;
    let secret = TotpSecret::draw(random, &account.username)?;
    let sealed = context
        .platform
        .vault
        .seal(random, secret.as_bytes(), &id.to_string())?;
    let transaction = context.begin().await?;
    store::put_offer(&transaction, id, sealed).await?;
    context
        .record(&transaction, Entry::new("second_factor.offered", id))
        .await?;
    transaction.commit().await?;
    Ok(Enrolment {
        secret: secret.text(),
        otpauth_uri: secret.uri()?,
    })
}

/// Puts the offered secret in force: a code shows that a device has it. The other
/// sessions end, for they were started without it. The recovery codes are told this
/// once.
pub async fn second_factor_confirm(context: &OpContext, code: &str) -> Outcome<Vec<String>> {
    let account = context.signed_in()?;
    let (id, now) = (account.account_id, context.now());
    let kept = store::kept_factor(context.database(), id).await?;
    let Some(offer) = kept.and_then(|kept| kept.sealed_offer) else {
        return Err(error::nothing_to_confirm().into());
    };
    let at_home = throttle::is_at_home(context, &account.username).await?;
    let counted = throttle::count(context, Guess::Code(id), at_home).await?;
    let secret = open(context, id, &account.username, &offer)?;
    let step = secret
        .step_of(code, now)
        .ok_or_else(|| error::wrong_code().at(["code"]))?;
    let transaction = context.begin().await?;
    if !store::confirm_offer(&transaction, id, &offer, step, now).await? {
        return Err(error::nothing_to_confirm().into());
    }
    let codes = draw_recovery_codes(context, &transaction, account).await?;
    let kept = account.session_id().ok_or(Failure::Forbidden)?;
    store::end_other_sessions_of(&transaction, id, kept, now, "REVOKED").await?;
    context
        .record(&transaction, Entry::new("second_factor.confirmed", id))
        .await?;
    counted.was_right(&transaction).await?;
    transaction.commit().await?;
    Ok(codes)
}

/// Replaces the actor's recovery codes, used and unused. They are told this once.
pub async fn recovery_codes_renew(
    context: &OpContext,
    current_password: String,
) -> Outcome<Vec<String>> {
    let account = context.signed_in()?;
    require_password(context, current_password).await?;
    if !account.has_second_factor {
        return Err(error::no_second_factor().into());
    }
    let transaction = context.begin().await?;
    let codes = draw_recovery_codes(context, &transaction, account).await?;
    let entry = Entry::new("second_factor.recovery_codes_renewed", account.account_id);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(codes)
}

/// Does without the second factor from now on. A password that was only long enough
/// beside it has to be changed first.
pub async fn second_factor_remove(context: &OpContext, current_password: String) -> Outcome<()> {
    let account = context.signed_in()?;
    let long_enough = stands_alone(&current_password);
    require_password(context, current_password).await?;
    if !long_enough {
        return Err(error::password_needs_second_factor()
            .at(["currentPassword"])
            .into());
    }
    let id = account.account_id;
    let transaction = context.begin().await?;
    if !store::remove_factor(&transaction, id).await? {
        return Err(error::no_second_factor().into());
    }
    context
        .record(&transaction, Entry::new("second_factor.removed", id))
        .await?;
    transaction.commit().await
}

/// Takes the second factor from an account whose owner has lost device and recovery
/// codes, and ends its sessions.
pub async fn account_remove_second_factor(context: &OpContext, id: AccountId) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    let account = existing(context, &transaction, id, "id").await?;
    if !store::remove_factor(&transaction, id).await? {
        return Err(error::no_second_factor().at(["id"]).into());
    }
    let ended = store::end_sessions_of(&transaction, id, context.now(), "REVOKED").await?;
    let challenges = [TokenKind::SignInChallenge];
    store::remove_account_tokens(&transaction, id, &challenges).await?;
    let entry = Entry::new("second_factor.removed", id).after(json!({ "sessionsEnded": ended }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(account)
}

/// Whether `code` is one of the device that was not accepted before, or a recovery code
/// that was not used. It is used up as part of `transaction`.
pub(super) async fn accepts(
    context: &OpContext,
    transaction: &Transaction,
    id: AccountId,
    username: &str,
    code: &str,
) -> Outcome<bool> {
    let Some(KeptFactor {
        sealed_secret: Some(sealed),
        ..
    }) = store::kept_factor(transaction, id).await?
    else {
        return Ok(false);
    };
    let now = context.now();
    match open(context, id, username, &sealed) {
        Ok(secret) => {
            if let Some(step) = secret.step_of(code, now) {
                return store::use_step(transaction, id, step).await;
            }
        }
        // Whoever has lost the key of the vault still gets in with a recovery code.
        Err(failure) => tracing::error!(?failure, "a second factor cannot be read"),
    }
    let fingerprint = recovery_fingerprint(id, code);
    let recovered = store::use_recovery_code(transaction, id, &fingerprint, now).await?;
    if recovered {
        let entry = Entry::new("second_factor.recovery_code_used", id);
        context.record_by(transaction, id, entry).await?;
    }
    Ok(recovered)
}

fn open(context: &OpContext, id: AccountId, username: &str, sealed: &str) -> Outcome<TotpSecret> {
    let secret = context.platform.vault.open(sealed, &id.to_string())?;
    TotpSecret::of(&secret, username)
}

async fn require_password(context: &OpContext, current: String) -> Outcome<()> {
    if prove(context, current).await? {
        Ok(())
    } else {
        Err(error::invalid_credentials().at(["currentPassword"]).into())
    }
}

async fn draw_recovery_codes(
    context: &OpContext,
    transaction: &Transaction,
    account: &SignedIn,
) -> Outcome<Vec<String>> {
    let id = account.account_id;
    let drawn = (0..RECOVERY_CODES).map(|_| draw_recovery_code(&context.platform.random));
    let codes: Vec<String> = drawn.collect();
    let kept = codes.iter().map(|code| recovery_fingerprint(id, code));
    store::put_recovery_codes(transaction, id, kept.collect()).await?;
    Ok(codes)
}
