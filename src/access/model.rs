//! Who acts, and how far that reaches.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::password::NewPassword;
use crate::closed_set;
use crate::kernel::Typed;
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId, GrantId, SessionId};
use crate::kernel::text::Name;

closed_set! {
    /// What an account may be to the company.
    pub enum Role {
        /// Runs the system and its accounts; sees no business data by this role.
        Admin = "ADMIN",
        /// Prepares and runs assessments.
        Hr = "HR",
        /// Sees everything, decides what no manager may.
        Executive = "EXECUTIVE",
        /// Is responsible for a department and its subtree.
        Manager = "MANAGER",
        /// Works for the company; comes with an employee by itself.
        Employee = "EMPLOYEE",
        /// Reads everything, changes nothing.
        Auditor = "AUDITOR",
        /// A program with named permissions.
        Service = "SERVICE",
    }
}

closed_set! {
    /// Whether a person or a program signs in.
    pub enum AccountKind {
        /// A person.
        Person = "PERSON",
        /// A program.
        Service = "SERVICE",
    }
}

closed_set! {
    /// What a program's token permits.
    pub enum Permission {
        /// Read departments and employees.
        OrganisationRead = "ORGANISATION_READ",
        /// Change departments, employees and posts.
        OrganisationWrite = "ORGANISATION_WRITE",
        /// Read questionnaires.
        QuestionnaireRead = "QUESTIONNAIRE_READ",
        /// Write questionnaires.
        QuestionnaireWrite = "QUESTIONNAIRE_WRITE",
        /// Read cycles.
        CycleRead = "CYCLE_READ",
        /// Prepare, open, close, score and publish cycles.
        CycleWrite = "CYCLE_WRITE",
        /// See how many have answered.
        ProgressRead = "PROGRESS_READ",
        /// Read published scores and ranks.
        ScoreRead = "SCORE_READ",
        /// Read KPI schemes, sheets, the bonus table and appeals.
        KpiRead = "KPI_READ",
        /// Read KPI sheets, and enter actuals and targets.
        KpiWrite = "KPI_WRITE",
        /// Read customers and service records; contact details masked.
        CustomerRead = "CUSTOMER_READ",
        /// Write customers, contacts and service records, and hand weeks in.
        CustomerWrite = "CUSTOMER_WRITE",
        /// Read complaints.
        ComplaintRead = "COMPLAINT_READ",
        /// Write complaints down.
        ComplaintWrite = "COMPLAINT_WRITE",
    }
}

closed_set! {
    /// What a secret is for that is good once and for a short time.
    pub enum TokenKind {
        /// To go on with a sign-in whose password was right.
        SignInChallenge = "SIGN_IN_CHALLENGE",
        /// To choose a new password without the old one.
        PasswordReset = "PASSWORD_RESET",
    }
}

/// What signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with, in lower case.
    pub username: String,
    /// A person or a program.
    pub kind: AccountKind,
    /// Whose account it is.
    pub employee_id: Option<EmployeeId>,
    /// Whether it may no longer sign in.
    pub disabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Counts the changes.
    pub version: i32,
}

/// A role over a scope for a period, ends inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id; `None` for the EMPLOYEE that comes with an employee.
    pub id: Option<GrantId>,
    /// The role.
    pub role: Role,
    /// The department with its subtree, or `None` for the whole company.
    pub department_id: Option<DepartmentId>,
    /// The first day, or since ever.
    pub starts_on: Option<NaiveDate>,
    /// The last day, or without end.
    pub ends_on: Option<NaiveDate>,
    /// The grant that is lent with this one, for an absence.
    pub delegated_from: Option<GrantId>,
}

impl Grant {
    /// Whether the grant holds on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts_on.is_none_or(|first| first <= day)
            && self.ends_on.is_none_or(|last| day <= last)
    }
}

/// A grant to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// The department with its subtree, or `None` for the whole company.
    pub department_id: Option<DepartmentId>,
    /// The first day, or at once.
    pub starts_on: Option<NaiveDate>,
    /// The last day, or without end.
    pub ends_on: Option<NaiveDate>,
}

impl NewGrant {
    /// Whether it gives on some day what `grant` gives by itself: a grant that is lent
    /// ends with the absence, so it makes none needless.
    pub fn repeats(&self, grant: &Grant) -> bool {
        let starts_before_end =
            |start: Option<NaiveDate>, end: Option<NaiveDate>| match (start, end) {
                (Some(start), Some(end)) => start <= end,
                _ => true,
            };
        grant.delegated_from.is_none()
            && (self.role, self.department_id) == (grant.role, grant.department_id)
            && starts_before_end(self.starts_on, grant.ends_on)
            && starts_before_end(grant.starts_on, self.ends_on)
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub username: Username,
    /// The first password, or what is wrong with it.
    pub password: Typed<NewPassword>,
    /// Whose account it is.
    pub employee_id: Option<EmployeeId>,
    /// What it may do.
    pub grants: Vec<NewGrant>,
}

/// A name to sign in with: compared without regard to case and width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Checks a name that is to be given: a code in lower case, `@` allowed.
    pub fn parse(text: &str) -> Result<Self, crate::kernel::Problem> {
        let name = Name::parse(text)?;
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
        if name.as_str().chars().count() <= 64 && name.as_str().chars().all(allowed) {
            Ok(Self::typed(name.as_str()))
        } else {
            Err(super::error::invalid_username())
        }
    }

    /// A name as somebody typed it to sign in: anything, it may simply be unknown. One
    /// with control characters, which PostgreSQL would stumble over, is nobody's.
    pub fn typed(text: &str) -> Self {
        if text.chars().any(char::is_control) {
            return Self(String::new());
        }
        Self(text.trim().to_lowercase())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// An account in a session.
    Account(SignedIn),
    /// A part of the system, such as the clock; it may do what its code does.
    System(&'static str),
}

/// About which departments an actor may read raw answer sheets of others.
#[derive(Clone, Debug, Default)]
pub struct SheetScope {
    /// As far as the grants reach.
    pub granted: Scope,
    /// The actor's own departments with their subtrees, about which nobody reads
    /// before publication.
    pub own: BTreeSet<DepartmentId>,
    /// The departments for which the actor speaks as a manager, about which they never
    /// read: whoever is assessed reads no raw sheets.
    pub spoken_for: BTreeSet<DepartmentId>,
}

impl SheetScope {
    /// Whether sheets about `department` may be read, its scores being published or
    /// not.
    pub fn covers(&self, department: DepartmentId, published: bool) -> bool {
        self.granted.covers(department)
            && !self.spoken_for.contains(&department)
            && (published || !self.own.contains(&department))
    }
}

/// An account that is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account_id: AccountId,
    /// What it is called.
    pub username: String,
    /// How the request shows who it is.
    pub credential: Credential,
    /// Whose account it is.
    pub employee_id: Option<EmployeeId>,
    /// The grants that hold today, EMPLOYEE included where there is an employee.
    pub grants: Vec<Grant>,
    /// Who lent those of the grants that are delegated, by the grant that is lent.
    pub lenders: BTreeMap<GrantId, AccountId>,
    /// Whether codes of a second factor are asked for at each sign-in.
    pub has_second_factor: bool,
    /// Whether it has none and may do nothing else before it has one.
    pub must_enrol: bool,
}

impl SignedIn {
    /// The session of a person; a program has none.
    pub fn session_id(&self) -> Option<SessionId> {
        match &self.credential {
            Credential::Session(id) => Some(*id),
            Credential::ApiToken(_) => None,
        }
    }
}

/// How a request shows who it is.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A person's session.
    Session(SessionId),
    /// A program's token, with what it permits.
    ApiToken(BTreeSet<Permission>),
}

/// The second factor of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// When it was confirmed with a first code.
    pub confirmed_at: DateTime<Utc>,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: u64,
}

/// A session of the actor that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Its id.
    pub id: SessionId,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// The address from which it was started, or the network with IPv6.
    pub network: Option<String>,
    /// What the program called itself that started it.
    pub agent: Option<String>,
}

/// What an actor may touch with one action. A list is filtered by it in SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Everything in the company.
    pub company: bool,
    /// These departments, subtrees included.
    pub departments: BTreeSet<DepartmentId>,
    /// What belongs to this person.
    pub employee: Option<EmployeeId>,
    /// What this account did.
    pub account: Option<AccountId>,
}

impl Scope {
    /// Everything.
    pub fn company() -> Self {
        Self {
            company: true,
            ..Self::default()
        }
    }

    /// Whether the action may touch something of `department`.
    pub fn covers(&self, department: DepartmentId) -> bool {
        self.company || self.departments.contains(&department)
    }

    /// The departments to filter by, or `None` when everything may be touched.
    pub fn restriction(&self) -> Option<Vec<DepartmentId>> {
        (!self.company).then(|| self.departments.iter().copied().collect())
    }

    /// Whether nothing at all may be touched.
    pub fn is_empty(&self) -> bool {
        !self.company
            && self.departments.is_empty()
            && self.employee.is_none()
            && self.account.is_none()
    }
}
