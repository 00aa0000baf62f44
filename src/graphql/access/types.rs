//! Accounts, grants and the viewer as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::AccessLoaders;
use super::api_tokens::ApiToken;
use crate::access;
use crate::graphql::base::{Connection, Date, Moment, arrived, loaded, page_cost};
use crate::graphql::cycles::{Assignment, AssignmentState, viewer_assignments};
use crate::graphql::inbox::{InboxEntry, viewer_inbox};
use crate::graphql::org::{Department, Employee, department, employee};
use crate::kernel::Failure;
use crate::kernel::ids::{AccountId, EmployeeId, SessionId};

/// What an account may be to the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::access::Role")]
pub(crate) enum Role {
    /// Runs the system and its accounts; sees no business data by this role.
    Admin,
    /// Prepares and runs assessments (人力资源).
    Hr,
    /// Sees everything, decides what no manager may (高管).
    Executive,
    /// Is responsible for a department and its subtree (部门经理).
    Manager,
    /// Works for the company; comes with an employee by itself (员工).
    Employee,
    /// Reads everything, changes nothing (审计).
    Auditor,
    /// A program with named permissions.
    Service,
}

/// Whether a person or a program signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::access::AccountKind")]
pub(crate) enum AccountKind {
    /// A person, with a password or a company sign-on.
    Person,
    /// A program, with tokens.
    Service,
}

/// What signs in. The own account, or any for ADMIN and AUDITOR.
#[derive(Clone)]
pub(crate) struct Account(pub(crate) access::Account);

impl From<access::Account> for Account {
    fn from(account: access::Account) -> Self {
        Self(account)
    }
}

/// What signs in. The own account, or any for ADMIN and AUDITOR.
#[Object]
impl Account {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The name to sign in with, in lower case.
    async fn username(&self) -> &str {
        &self.0.username
    }

    /// A person or a program.
    async fn kind(&self) -> AccountKind {
        self.0.kind.into()
    }

    /// Whose account it is.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, self.0.employee_id).await
    }

    /// Whether it may no longer sign in.
    async fn disabled(&self) -> bool {
        self.0.disabled
    }

    /// When it was made.
    async fn created_at(&self) -> Moment {
        self.0.created_at.into()
    }

    /// The roles given to it, past and future ones too. The EMPLOYEE that comes with an
    /// employee is not among them; `viewer` has it.
    async fn grants(&self, context: &Context<'_>) -> Result<Vec<Grant>> {
        let found = context
            .data::<AccessLoaders>()?
            .grants
            .one(context, self.0.id)
            .await?;
        Ok(found.unwrap_or_default().into_iter().map(Grant).collect())
    }

    /// The tokens of a program, the newest first, those too that are good no more. ADMIN
    /// and AUDITOR.
    async fn api_tokens(&self, context: &Context<'_>) -> Result<Vec<ApiToken>> {
        let loaders = context.data::<AccessLoaders>()?;
        let found = loaders.api_tokens.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(ApiToken)
            .collect())
    }
}

/// The account with this id, from the loader of the request.
pub(crate) async fn account(
    context: &Context<'_>,
    id: Option<AccountId>,
) -> Result<Option<Account>> {
    match id {
        None => Ok(None),
        Some(id) => Ok(context
            .data::<AccessLoaders>()?
            .accounts
            .one(context, id)
            .await?
            .map(Account)),
    }
}

/// The account of an employee, for those who may see it.
pub(crate) async fn account_of(
    context: &Context<'_>,
    employee: EmployeeId,
) -> Result<Option<Account>> {
    let loaders = context.data::<AccessLoaders>()?;
    let found = loaders.of_employees.one(context, employee).await?;
    Ok(found.map(Account))
}

/// A role over a scope for a period.
pub(crate) struct Grant(pub(crate) access::Grant);

/// A role over a scope for a period.
#[Object]
impl Grant {
    /// The global id; null for the EMPLOYEE that comes with an employee by itself.
    async fn id(&self) -> Option<ID> {
        self.0.id.map(|id| id.to_string().into())
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The department whose subtree it covers, or null for the whole company.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.department_id).await
    }

    /// The first day, or null for since ever.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Into::into)
    }

    /// The last day, or null for without end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Into::into)
    }

    /// Whether it is somebody else's, lent for an absence.
    async fn delegated(&self) -> bool {
        self.0.delegated_from.is_some()
    }
}

/// Who is signed in.
pub(crate) struct Viewer(pub(crate) access::SignedIn);

impl From<access::SignedIn> for Viewer {
    fn from(signed_in: access::SignedIn) -> Self {
        Self(signed_in)
    }
}

/// Who is signed in.
#[Object]
impl Viewer {
    /// The account.
    async fn account(&self, context: &Context<'_>) -> Result<Account> {
        let found = account(context, Some(self.0.account_id)).await?;
        loaded(context, found.ok_or(Failure::Unauthenticated))
    }

    /// Whose account it is.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, self.0.employee_id).await
    }

    /// The roles that hold today, EMPLOYEE included where there is an employee.
    async fn grants(&self) -> Vec<Grant> {
        self.0.grants.iter().cloned().map(Grant).collect()
    }

    /// What is lent of the own grants for absences, those to come included.
    async fn delegations(&self, context: &Context<'_>) -> Result<Vec<Delegation>> {
        let found = loaded(context, access::own_delegations(arrived(context)?).await)?;
        let delegations = found.into_iter();
        Ok(delegations
            .map(|(grant, stand_in)| Delegation { grant, stand_in })
            .collect())
    }

    /// The own second factor, once it is confirmed; null without one.
    async fn second_factor(&self, context: &Context<'_>) -> Result<Option<SecondFactor>> {
        let found = access::own_second_factor(arrived(context)?).await;
        Ok(loaded(context, found)?.map(SecondFactor))
    }

    /// Whether a second factor has to be set up before anything else: until then all but
    /// `viewer`, `secondFactorEnrol`, `secondFactorConfirm` and `signOut` is FORBIDDEN.
    async fn must_enrol(&self) -> bool {
        self.0.must_enrol
    }

    /// Where the account is signed in, the last used first, at most 100.
    async fn sessions(&self, context: &Context<'_>) -> Result<Vec<Session>> {
        let found = loaded(context, access::own_sessions(arrived(context)?).await)?;
        let present = self.0.session_id();
        let sessions = found
            .into_iter()
            .map(|session| Session { session, present });
        Ok(sessions.collect())
    }

    /// The own assignments, the most urgent first. PENDING are those that still take an
    /// answer. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn assignments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those in this state.")] state: Option<AssignmentState>,
    ) -> Result<Connection<Assignment>> {
        viewer_assignments(context, state, first, after).await
    }

    /// Everything that waits for the viewer's decision and nothing else, what is due first
    /// first: an entry is there as long as the mutation that decides it would be accepted from
    /// the viewer. Drafts of KPI sheets wait for their subjects alone. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn inbox(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<InboxEntry>> {
        viewer_inbox(context, first, after).await
    }
}

/// A grant that is lent, and who has it meanwhile.
pub(crate) struct Delegation {
    grant: access::Grant,
    stand_in: Option<EmployeeId>,
}

/// A grant that is lent for an absence. Its id is what `delegationEnd` takes.
#[Object]
impl Delegation {
    /// The grant that the stand-in has.
    async fn grant(&self) -> Grant {
        Grant(self.grant.clone())
    }

    /// Who stands in.
    async fn stand_in(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, self.stand_in).await
    }
}

/// A second factor.
pub(crate) struct SecondFactor(access::SecondFactor);

/// The second factor of an account: codes of an authenticator app.
#[Object]
impl SecondFactor {
    /// When it was confirmed with a first code.
    async fn confirmed_at(&self) -> Moment {
        self.0.confirmed_at.into()
    }

    /// How many recovery codes were not used yet, 0 to 10.
    async fn recovery_codes_left(&self) -> u64 {
        self.0.recovery_codes_left
    }
}

/// A session, and which one the request belongs to.
pub(crate) struct Session {
    session: access::OwnSession,
    present: Option<SessionId>,
}

/// A session of the viewer that is not over.
#[Object]
impl Session {
    /// The id, for `sessionRevoke`.
    async fn id(&self) -> ID {
        self.session.id.to_string().into()
    }

    /// Whether this request belongs to it.
    async fn current(&self) -> bool {
        Some(self.session.id) == self.present
    }

    /// When it was started.
    async fn started_at(&self) -> Moment {
        self.session.started_at.into()
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Moment {
        self.session.last_used_at.into()
    }

    /// When it ends by itself.
    async fn expires_at(&self) -> Moment {
        self.session.expires_at.into()
    }

    /// The address from which it was started; with IPv6 the network, such as
    /// `2001:db8:1:2::/64`.
    async fn address(&self) -> Option<&str> {
        self.session.network.as_deref()
    }

    /// What the program called itself that started it, cut off after 120 characters.
    async fn user_agent(&self) -> Option<&str> {
        self.session.agent.as_deref()
    }
}

/// The viewer of the request.
pub(crate) fn viewer(context: &Context<'_>) -> Result<Viewer> {
    loaded(context, arrived(context)?.signed_in().cloned()).map(Viewer)
}
