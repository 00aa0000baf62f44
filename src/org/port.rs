//! Answers what the policy asks about the organisation.

use async_trait::async_trait;
use chrono::NaiveDate;

use super::model::ExternalIdentity;
use super::store;
use crate::access::{Organisation, PersonMark, Scope};
use crate::database::{Database, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{DepartmentId, EmployeeId, ExternalIdentityId};

/// The organisation as the policy sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrganisationPort;

#[async_trait]
impl Organisation for OrganisationPort {
    async fn employee_name(
        &self,
        database: &Database,
        employee: EmployeeId,
    ) -> Outcome<Option<String>> {
        let found = store::employees_by_id(database, vec![employee]).await?;
        Ok(found.into_iter().next().map(|employee| employee.name))
    }

    async fn subtrees(
        &self,
        database: &Database,
        roots: &[DepartmentId],
    ) -> Outcome<Vec<DepartmentId>> {
        if roots.is_empty() {
            return Ok(Vec::new());
        }
        let tree = store::department_tree(database).await?;
        Ok(super::model::subtrees(&tree, roots))
    }

    async fn departments_of(
        &self,
        database: &Database,
        employee: EmployeeId,
    ) -> Outcome<Vec<DepartmentId>> {
        let posts = store::posts_of(database, vec![employee]).await?;
        Ok(posts.into_iter().map(|post| post.department_id).collect())
    }

    async fn posts_of(
        &self,
        database: &Database,
        employee: EmployeeId,
        day: NaiveDate,
    ) -> Outcome<Vec<DepartmentId>> {
        let posts = store::posts_of(database, vec![employee]).await?;
        Ok(posts
            .into_iter()
            .filter(|post| post.period.contains(day))
            .map(|post| post.department_id)
            .collect())
    }

    async fn employee_known_as(
        &self,
        database: &Database,
        provider: &str,
        subject: &str,
    ) -> Outcome<Option<EmployeeId>> {
        store::employee_known_as(database, provider, subject).await
    }

    async fn employees_with(
        &self,
        database: &Database,
        mark: PersonMark<'_>,
    ) -> Outcome<Vec<EmployeeId>> {
        match mark {
            PersonMark::Email(email) => store::employees_with_email(database, email).await,
            PersonMark::Number(number) => {
                let everyone = Scope::company();
                let found = store::employee_by_number(database, &everyone, number).await?;
                Ok(found.into_iter().map(|employee| employee.id).collect())
            }
        }
    }

    async fn link_first(
        &self,
        transaction: &Transaction,
        id: ExternalIdentityId,
        employee_id: EmployeeId,
        provider: &str,
        subject: &str,
    ) -> Outcome<bool> {
        let known = store::external_identities_of(transaction, vec![employee_id]).await?;
        let is_taken = store::employee_known_as(transaction, provider, subject)
            .await?
            .is_some();
        if is_taken || known.iter().any(|identity| identity.provider == provider) {
            return Ok(false);
        }
        let identity = ExternalIdentity {
            id,
            employee_id,
            provider: provider.to_owned(),
            subject: subject.to_owned(),
        };
        store::insert_external_identity(transaction, &identity).await?;
        Ok(true)
    }
}
