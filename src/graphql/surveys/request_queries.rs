//! Reading requests to leave somebody out.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::enums::RequestState;
use super::requests::{Exclusion, Suspension};
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};
use crate::kernel::{Failure, Parse};
use crate::surveys::{self, RequestKey};

/// Which requests a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct ExclusionFilterInput {
    /// In this state today.
    state: Option<RequestState>,
    /// Of this plan.
    plan_id: Option<ID>,
    /// Of this department.
    department_id: Option<ID>,
}

/// Which requests a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct SuspensionFilterInput {
    /// In this state today.
    state: Option<RequestState>,
    /// Of this department.
    department_id: Option<ID>,
}

impl TryFrom<ExclusionFilterInput> for surveys::RequestFilter {
    type Error = Failure;

    fn try_from(input: ExclusionFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let plan = input.plan_id.as_deref().map(String::as_str);
        let plan = parse.optional_id("planId", plan, "survey plan", "调查方案");
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let (plan, department) = parse.finish(plan.zip(department))?;
        Ok(Self {
            state: input.state.map(Into::into),
            plan,
            department,
        })
    }
}

impl TryFrom<SuspensionFilterInput> for surveys::RequestFilter {
    type Error = Failure;

    fn try_from(input: SuspensionFilterInput) -> Result<Self, Failure> {
        let all = ExclusionFilterInput {
            state: input.state,
            plan_id: None,
            department_id: input.department_id,
        };
        all.try_into()
    }
}

#[derive(Default)]
pub(crate) struct SurveyRequestQueries;

#[Object]
impl SurveyRequestQueries {
    /// Requests to leave contacts out, the latest first. HR, executives and auditors; managers
    /// those of their own departments. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn exclusions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ExclusionFilterInput>,
    ) -> Result<Option<Connection<Exclusion>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = surveys::exclusions(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(surveys::exclusion_count(operation, &filter).await),
            false => None,
        };
        let key = |it: &surveys::Exclusion| RequestKey {
            requested_at: it.requested_at,
            id: it.id,
        };
        connection(context, found, total, key, Exclusion).map(Some)
    }

    /// Requests to survey customers no more for a while, the latest first. HR, executives and
    /// auditors; managers those of their own departments. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn suspensions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<SuspensionFilterInput>,
    ) -> Result<Option<Connection<Suspension>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = surveys::suspensions(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(surveys::suspension_count(operation, &filter).await),
            false => None,
        };
        let key = |it: &surveys::Suspension| RequestKey {
            requested_at: it.requested_at,
            id: it.id,
        };
        connection(context, found, total, key, Suspension).map(Some)
    }
}
