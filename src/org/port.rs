//! Answers what the policy asks about the organisation.

use async_trait::async_trait;
use chrono::NaiveDate;

use super::store;
use crate::access::Organisation;
use crate::database::Database;
use crate::kernel::Outcome;
use crate::kernel::ids::{DepartmentId, EmployeeId};

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
}
