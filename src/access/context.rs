//! The context in which a use case runs: who acts, on what database, at what time.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error;
use super::external::IdentityProvider;
use super::last_use::LastUse;
use super::model::{Actor, Credential, Grant, Permission, Scope, SheetScope, SignedIn};
use super::organisation::Organisation;
use super::password::Passwords;
use super::policy::{self, Action, Reach};
use super::token::AccessTokens;
use super::vault::Vault;
use crate::audit::{self, BY_ACCOUNT, Entry, Stamp};
use crate::config::PublicUrl;
use crate::database::{Database, Transaction};
use crate::jobs::{Event, Queue};
use crate::kernel::ids::{AccountId, GrantId};
use crate::kernel::{Client, Clock, Failure, Ids, Outcome, Random, clock};
use crate::outgoing::Couriers;
use crate::storage::Storage;

/// How many people an entry about contact details names; of more it gives the number.
const NAMED_READS: usize = 100;

/// What is the same for all requests. Clones share everything.
#[derive(Clone)]
pub struct Platform {
    /// Where data live.
    pub database: Database,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Secrets and seeds.
    pub random: Random,
    /// Takes background work and events; it belongs to the transaction that has them.
    pub queue: Queue,
    /// Hashes passwords off the async threads.
    pub passwords: Passwords,
    /// Signs and checks access tokens.
    pub tokens: Arc<AccessTokens>,
    /// Encrypts secrets that must be read again.
    pub vault: Arc<Vault>,
    /// Notes when sessions are used.
    pub last_use: LastUse,
    /// How long sessions are kept after they have expired.
    pub keep_sessions: TimeDelta,
    /// Whether roles that reach far need a second factor.
    pub require_second_factor: bool,
    /// Where the company signs on, if it does so anywhere else.
    pub identity_provider: Option<Arc<IdentityProvider>>,
    /// The ways out for messages; never called within a transaction.
    pub couriers: Couriers,
    /// Where the bytes of files are; never called within a transaction.
    pub storage: Storage,
    /// Where people outside reach this server: the beginning of links in messages.
    pub public_url: PublicUrl,
    /// Answers the policy's questions about departments.
    pub organisation: Arc<dyn Organisation>,
}

/// What one use case runs in.
#[derive(Clone)]
pub struct OpContext {
    /// What is the same for all requests.
    pub platform: Platform,
    actor: Actor,
    /// Who signed in during the request: the rest of its answer is for them.
    signed_in_meanwhile: Arc<OnceLock<SignedIn>>,
    /// For whom the actor did what was last authorized, by a delegated grant.
    acting_for: Arc<Mutex<Option<AccountId>>>,
    client: Client,
    /// The time zone in which the company's days begin.
    pub time_zone: Tz,
    /// Names the request in the log and in audit entries.
    pub request_id: Arc<str>,
}

impl OpContext {
    /// A context in which `actor` acts.
    pub(super) fn new(platform: Platform, actor: Actor, time_zone: Tz, request_id: &str) -> Self {
        let signed_in_meanwhile = Arc::default();
        Self {
            platform,
            actor,
            signed_in_meanwhile,
            acting_for: Arc::default(),
            client: Client::default(),
            time_zone,
            request_id: request_id.into(),
        }
    }

    /// The same context, for a request that `client` has sent.
    pub fn sent_by(self, client: Client) -> Self {
        Self { client, ..self }
    }

    /// Where the request came from.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// From now on the rest of an anonymous request is for `account`.
    pub(super) fn arrive(&self, account: &SignedIn) {
        // Whoever signs in twice in one request stays who they were first.
        let _ = self.signed_in_meanwhile.set(account.clone());
    }

    /// The database, for reading.
    pub fn database(&self) -> &Database {
        &self.platform.database
    }

    /// Begins a transaction, for writing.
    pub async fn begin(&self) -> Outcome<Transaction> {
        self.platform.database.begin().await
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    /// The present day where the company is.
    pub fn today(&self) -> NaiveDate {
        self.platform.clock.today(self.time_zone)
    }

    /// When the present day began where the company is: a time that tells no hour.
    pub fn beginning_of_today(&self) -> DateTime<Utc> {
        self.platform.clock.beginning_of_today(self.time_zone)
    }

    /// The last second of a day where the company is.
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        clock::end_of(day, self.time_zone)
    }

    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.platform.ids.next())
    }

    /// The account that acts.
    pub fn signed_in(&self) -> Outcome<&SignedIn> {
        match &self.actor {
            Actor::Account(account) => Ok(account),
            Actor::Anonymous => self
                .signed_in_meanwhile
                .get()
                .ok_or(Failure::Unauthenticated),
            Actor::System(_) => Err(Failure::Unauthenticated),
        }
    }

    /// Refuses whoever has to set up a second factor before anything else.
    pub fn require_second_factor(&self) -> Outcome<()> {
        match self.signed_in() {
            Ok(account) if account.must_enrol => Err(error::second_factor_missing()),
            _ => Ok(()),
        }
    }

    /// What the actor may touch with `action`: never nothing, for that is
    /// [`Failure::Forbidden`].
    pub async fn authorize(&self, action: Action) -> Outcome<Scope> {
        self.require_second_factor()?;
        let scope = self.scope(action).await?;
        if scope.is_empty() {
            return Err(Failure::Forbidden);
        }
        self.note_lender(action);
        Ok(scope)
    }

    /// Notes for the audit trail who lent the right to do `action`, if the actor has it
    /// by no grant of the own.
    fn note_lender(&self, action: Action) {
        let lender = self.signed_in().ok().and_then(|account| {
            let reaching = |grant: &&Grant| reach(account, grant, action) != Reach::Nothing;
            let mut grants = account.grants.iter().filter(reaching);
            if grants.clone().any(|grant| grant.delegated_from.is_none()) {
                return None;
            }
            let lent = grants.find_map(|grant| grant.delegated_from)?;
            account.lenders.get(&lent).copied()
        });
        *self
            .acting_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = lender;
    }

    /// Notes for the audit trail who lent the right by which something is done for one
    /// department, told of the grants that give it: those that are lent name what they were
    /// lent from. Whoever has one of their own does it for nobody else.
    pub fn note_loan(&self, grants: impl Iterator<Item = Option<GrantId>>) {
        let lent: Option<Vec<GrantId>> = grants.collect();
        let lenders = self.signed_in().ok().map(|account| &account.lenders);
        let lender = lent.and_then(|lent| lenders?.get(lent.first()?).copied());
        *self
            .acting_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = lender;
    }

    /// Like [`OpContext::authorize`], for actions that only make sense for the
    /// company as a whole.
    pub async fn authorize_company(&self, action: Action) -> Outcome<()> {
        if self.authorize(action).await?.company {
            Ok(())
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// What the actor may touch with `action`, which may be nothing. Only a
    /// missing sign-in is a failure.
    pub async fn scope(&self, action: Action) -> Outcome<Scope> {
        if let Actor::System(_) = self.actor {
            return Ok(Scope::company());
        }
        let account = self.signed_in()?;
        let mut scope = Scope::default();
        if account.must_enrol {
            return Ok(scope);
        }
        let organisation = &self.platform.organisation;
        let mut roots = Vec::new();
        let mut own_departments = false;
        for grant in &account.grants {
            match (reach(account, grant, action), grant.department_id) {
                (Reach::Nothing, _) => {}
                (Reach::Company, _) | (Reach::Granted | Reach::Below, None) => scope.company = true,
                (Reach::Granted, Some(department)) => roots.push(department),
                (Reach::Below, Some(department)) => {
                    let subtree = organisation
                        .subtrees(self.database(), &[department])
                        .await?;
                    scope
                        .departments
                        .extend(subtree.into_iter().filter(|it| *it != department));
                }
                (Reach::Own, _) => scope.employee = account.employee_id,
                (Reach::OwnAccount, _) => scope.account = Some(account.account_id),
                (Reach::OwnDepartments, _) => own_departments = true,
            }
        }
        if scope.company {
            return Ok(scope);
        }
        if !roots.is_empty() {
            scope
                .departments
                .extend(organisation.subtrees(self.database(), &roots).await?);
        }
        if let (true, Some(employee)) = (own_departments, account.employee_id) {
            let posts = organisation
                .posts_of(self.database(), employee, self.today())
                .await?;
            scope.departments.extend(posts);
            // The right itself stands even between two posts: it then covers no
            // department, and lists are empty instead of forbidden.
            scope.employee = Some(employee);
        }
        Ok(scope)
    }

    /// About which departments the actor may read other people's answer sheets, as
    /// far as their promise allows.
    pub async fn sheet_scope(&self) -> Outcome<SheetScope> {
        let granted = self.scope(Action::ResponseRead).await?;
        let employee = self
            .signed_in()
            .ok()
            .and_then(|account| account.employee_id);
        let own = match employee {
            Some(employee) if !granted.is_empty() => {
                let organisation = &self.platform.organisation;
                // Whenever the post is or was: who keeps the posts could end the own one.
                let held = organisation
                    .departments_of(self.database(), employee)
                    .await?;
                let own = organisation.subtrees(self.database(), &held).await?;
                own.into_iter().collect()
            }
            _ => Default::default(),
        };
        let spoken_for = if granted.is_empty() || matches!(self.actor, Actor::System(_)) {
            Default::default()
        } else {
            self.scope(Action::ScoreExplain).await?.departments
        };
        Ok(SheetScope {
            granted,
            own,
            spoken_for,
        })
    }

    /// What it takes to say who somebody is at an outside provider. Where people sign in
    /// there, it opens the account of whoever is named.
    pub fn action_to_identify(&self, provider: &str) -> Action {
        let signs_in = self
            .platform
            .identity_provider
            .as_ref()
            .is_some_and(|known| known.is_called(provider));
        if signs_in {
            Action::AccountWrite
        } else {
            Action::OrganisationWrite
        }
    }

    /// Tells what happened, as part of `transaction`.
    pub async fn publish(
        &self,
        transaction: &Transaction,
        kind: &str,
        subject: impl ToString,
        payload: &(impl Serialize + Sync),
    ) -> Outcome<()> {
        let event = Event::new(kind, subject.to_string(), payload)?;
        self.platform.queue.publish(transaction, event).await?;
        Ok(())
    }

    /// Writes an audit entry as part of `transaction`.
    pub async fn record(&self, transaction: &Transaction, entry: Entry) -> Outcome<()> {
        let (account_id, part) = match (&self.actor, self.signed_in()) {
            (Actor::System(part), _) => (None, *part),
            (_, Ok(account)) => (Some(account.account_id), BY_ACCOUNT),
            (_, Err(_)) => (None, "anonymous"),
        };
        self.write(transaction, account_id, part, entry).await
    }

    /// Writes an audit entry of `account`, whose secret the request has shown: nobody is
    /// signed in yet.
    pub(super) async fn record_by(
        &self,
        transaction: &Transaction,
        account: AccountId,
        entry: Entry,
    ) -> Outcome<()> {
        self.write(transaction, Some(account), BY_ACCOUNT, entry)
            .await
    }

    async fn write(
        &self,
        transaction: &Transaction,
        account_id: Option<AccountId>,
        part: &str,
        entry: Entry,
    ) -> Outcome<()> {
        let acting_for = *self
            .acting_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp {
            id: self.platform.ids.next(),
            at: self.now(),
            account_id,
            acting_for,
            part,
            request_id: &self.request_id,
        };
        audit::record(transaction, stamp, entry).await
    }

    /// Notes, in a transaction of its own, that something was read which leaves a trace:
    /// `action` was done to `subject`, and `details` tell what was seen, by ids alone.
    /// To be called before the answer is given: what cannot be noted is not shown.
    pub async fn record_read(
        &self,
        action: &'static str,
        subject: impl ToString,
        details: Value,
    ) -> Outcome<()> {
        let entry = Entry::new(action, subject).after(details);
        let transaction = self.begin().await?;
        self.record(&transaction, entry).await?;
        transaction.commit().await
    }

    /// Notes, in one entry, that the actor was shown contact details of these people;
    /// `whose` names them all, such as `employees`. Who was shown nothing leaves nothing.
    pub async fn record_details_read<K: ToString + Serialize>(
        &self,
        whose: &'static str,
        mut shown: Vec<K>,
    ) -> Outcome<()> {
        let Some(first) = shown.first() else {
            return Ok(());
        };
        let subject = match shown.len() {
            1 => first.to_string(),
            _ => whose.to_owned(),
        };
        let count = shown.len();
        shown.truncate(NAMED_READS);
        let details = json!({ (whose): shown, "count": count });
        self.record_read("contact_details.read", subject, details)
            .await
    }
}

/// How far a grant of `account` reaches: that of a program only as far as its token
/// permits.
fn reach(account: &SignedIn, grant: &Grant, action: Action) -> Reach {
    match &account.credential {
        Credential::Session(_) => policy::reach(grant.role, action),
        Credential::ApiToken(permissions) => {
            let permits = |permission: &Permission| policy::permits(*permission, action);
            if permissions.iter().any(permits) {
                Reach::Granted
            } else {
                Reach::Nothing
            }
        }
    }
}
