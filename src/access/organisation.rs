//! What access must ask about the organisation, which ranks above it.

use async_trait::async_trait;
use chrono::NaiveDate;

use crate::database::{Database, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{DepartmentId, EmployeeId, ExternalIdentityId};

/// Departments and people, as the policy and signing in ask for them.
#[async_trait]
pub trait Organisation: Send + Sync {
    /// What the employee is called; `None` if there is no such employee.
    async fn employee_name(
        &self,
        database: &Database,
        employee: EmployeeId,
    ) -> Outcome<Option<String>>;

    /// The departments below and including `roots`, as far as they exist.
    async fn subtrees(
        &self,
        database: &Database,
        roots: &[DepartmentId],
    ) -> Outcome<Vec<DepartmentId>>;

    /// The departments in which `employee` holds, held or will hold a post.
    async fn departments_of(
        &self,
        database: &Database,
        employee: EmployeeId,
    ) -> Outcome<Vec<DepartmentId>>;

    /// The departments in which `employee` holds a post on `day`.
    async fn posts_of(
        &self,
        database: &Database,
        employee: EmployeeId,
        day: NaiveDate,
    ) -> Outcome<Vec<DepartmentId>>;

    /// The employee who is `subject` at an outside provider.
    async fn employee_known_as(
        &self,
        database: &Database,
        provider: &str,
        subject: &str,
    ) -> Outcome<Option<EmployeeId>>;

    /// The employees who are called so, two at most.
    async fn employees_with(
        &self,
        database: &Database,
        mark: PersonMark<'_>,
    ) -> Outcome<Vec<EmployeeId>>;

    /// Notes as part of `transaction` that `employee` is `subject` at an outside
    /// provider; `false`, and nothing, for somebody who is known there already.
    async fn link_first(
        &self,
        transaction: &Transaction,
        id: ExternalIdentityId,
        employee: EmployeeId,
        provider: &str,
        subject: &str,
    ) -> Outcome<bool>;
}

/// By what somebody else knows an employee.
#[derive(Clone, Copy, Debug)]
pub enum PersonMark<'a> {
    /// An e-mail address, in any case.
    Email(&'a str),
    /// The number that people type.
    Number(&'a str),
}
