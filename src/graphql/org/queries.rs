//! Reading the organisation.

use async_graphql::{Context, ID, Object, Result};

use super::company::Company;
use super::types::{Department, Employee, employees};
use crate::graphql::base::{
    Connection, connection, loaded, nullable, page, page_cost, parse_id, signed_in, wants_total,
};
use crate::org;

#[derive(Default)]
pub(crate) struct OrgQueries;

#[Object]
impl OrgQueries {
    /// The company's settings. ADMIN, HR, EXECUTIVE and AUDITOR.
    async fn company(&self, context: &Context<'_>) -> Result<Option<Company>> {
        let company = org::company(signed_in(context)?).await;
        Ok(Some(Company(loaded(context, company)?)))
    }

    /// The departments by code. Everyone who is signed in. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn departments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Department>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = org::departments(operation, page).await;
        let total = if wants_total(context) {
            Some(org::department_count(operation).await)
        } else {
            None
        };
        connection(context, found, total, |it| it.code.clone(), Department).map(Some)
    }

    /// The department with this code, or null. Everyone who is signed in.
    async fn department(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] code: String,
    ) -> Result<Option<Department>> {
        let found = org::department_by_code(signed_in(context)?, &code).await;
        Ok(nullable(context, found)?.map(Department))
    }

    /// The employees by number. Everyone who is signed in. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn employees(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those who hold a post here today.")] department_id: Option<ID>,
    ) -> Result<Option<Connection<Employee>>> {
        signed_in(context)?;
        let department =
            department_id.map(|id| parse_id("departmentId", &id, "department", "部门"));
        let department = loaded(context, department.transpose())?;
        employees(context, department, first, after).await.map(Some)
    }

    /// The employee with this number, or null. Everyone who is signed in.
    async fn employee(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] number: String,
    ) -> Result<Option<Employee>> {
        let found = org::employee_by_number(signed_in(context)?, &number).await;
        Ok(nullable(context, found)?.map(Employee))
    }
}
