//! Changing the organisation.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{
    CalendarDayInput, CompanyUpdateInput, DepartmentCreateInput, DepartmentUpdateInput,
    EmployeeCreateInput, EmployeeUpdateInput, ExternalIdentityAddInput, LegalEntityCreateInput,
    PostAddInput,
};
use super::payloads::{
    CalendarDayClearPayload, CalendarDaySetPayload, CalendarInstallPayload, CompanyUpdatePayload,
    DepartmentCreatePayload, DepartmentSetHeadPayload, DepartmentUpdatePayload,
    EmployeeCreatePayload, EmployeeUpdatePayload, ExternalIdentityAddPayload,
    ExternalIdentityRemovePayload, LegalEntityCreatePayload, PostAddPayload, PostEndPayload,
};
use crate::graphql::base::{Date, answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::{Code, Name};
use crate::org;

#[derive(Default)]
pub(crate) struct OrgMutations;

#[Object]
impl OrgMutations {
    /// Makes a department. HR.
    async fn department_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The department to be made.")] input: DepartmentCreateInput,
    ) -> Result<DepartmentCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { org::department_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Replaces the fields of a department. HR. VERSION_CONFLICT if somebody else was faster.
    async fn department_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The department.")] id: ID,
        #[graphql(desc = "The department as it shall be.")] input: DepartmentUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<DepartmentUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "department", "部门")?;
            org::department_update(operation, id, input.try_into()?, expected_version).await
        };
        answer(context, done.await)
    }

    /// Names the head of a department. HR. Heading grants no rights by itself.
    async fn department_set_head(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The department.")] id: ID,
        #[graphql(desc = "The head; null leaves the department without one.")] employee_id: Option<
            ID,
        >,
    ) -> Result<DepartmentSetHeadPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "department", "部门")?;
            let head = employee_id
                .map(|head| parse_id("employeeId", &head, "employee", "员工"))
                .transpose()?;
            org::department_set_head(operation, id, head).await
        };
        answer(context, done.await)
    }

    /// Makes an employee with a main post. HR.
    async fn employee_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The employee to be made.")] input: EmployeeCreateInput,
    ) -> Result<EmployeeCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { org::employee_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Replaces the fields of an employee. HR. VERSION_CONFLICT if somebody else was faster.
    async fn employee_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The employee.")] id: ID,
        #[graphql(desc = "The employee as they shall be.")] input: EmployeeUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<EmployeeUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "employee", "员工")?;
            org::employee_update(operation, id, input.try_into()?, expected_version).await
        };
        answer(context, done.await)
    }

    /// Gives an employee a post. HR. A new main post ends the one before.
    async fn post_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The post to be given.")] input: PostAddInput,
    ) -> Result<PostAddPayload> {
        let operation = signed_in(context)?;
        let done = async { org::post_add(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Ends a post. HR.
    async fn post_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The post.")] id: ID,
        #[graphql(desc = "Its last day.")] ends_on: Date,
    ) -> Result<PostEndPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let mut parse = Parse::arguments();
            let id = parse.id("id", &id, "post", "岗位");
            let ends_on = parse.field("endsOn", ends_on.parse());
            let (id, ends_on) = parse.finish(id.zip(ends_on))?;
            org::post_end(operation, id, ends_on).await
        };
        answer(context, done.await)
    }

    /// Notes who an employee is at an outside identity provider. HR; ADMIN alone for a
    /// provider of `signInOptions`, since it lets somebody in.
    async fn external_identity_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who the employee is, and where.")] input: ExternalIdentityAddInput,
    ) -> Result<ExternalIdentityAddPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let employee = parse.id("employeeId", &input.employee_id, "employee", "员工");
        let provider = parse.field("provider", Code::parse(&input.provider));
        let subject = parse.field("subject", Name::parse(&input.subject));
        let done = async {
            let ((employee, provider), subject) =
                parse.finish(employee.zip(provider).zip(subject))?;
            org::external_identity_add(operation, employee, provider, subject).await
        };
        answer(context, done.await)
    }

    /// Forgets who an employee is at an outside identity provider. HR.
    async fn external_identity_remove(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The identity.")] id: ID,
    ) -> Result<ExternalIdentityRemovePayload> {
        let operation = signed_in(context)?;
        let done = async {
            org::external_identity_remove(operation, parse_id("id", &id, "identity", "外部身份")?)
                .await
        };
        answer(context, done.await)
    }

    /// Replaces the company's settings. HR. VERSION_CONFLICT if somebody else was faster.
    async fn company_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The settings as they shall be.")] input: CompanyUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<CompanyUpdatePayload> {
        let operation = signed_in(context)?;
        let done =
            async { org::company_update(operation, input.try_into()?, expected_version).await };
        answer(context, done.await)
    }

    /// Makes a legal entity. HR.
    async fn legal_entity_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The legal entity to be made.")] input: LegalEntityCreateInput,
    ) -> Result<LegalEntityCreatePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let code = parse.field("code", Code::parse(&input.code));
        let name = parse.field("name", Name::parse(&input.name));
        let done = async {
            let (code, name) = parse.finish(code.zip(name))?;
            org::legal_entity_create(operation, code, name).await
        };
        answer(context, done.await)
    }

    /// Notes that a day differs from the pattern of the week. HR.
    async fn calendar_day_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day and how it differs.")] input: CalendarDayInput,
    ) -> Result<CalendarDaySetPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let day = parse.field("day", input.day.parse());
        let name = parse.field("name", Name::parse(&input.name));
        let done = async {
            let (day, name) = parse.finish(day.zip(name))?;
            let day = org::CalendarDay {
                day,
                working: input.working,
                name: name.into_string(),
            };
            org::calendar_day_set(operation, day).await
        };
        answer(context, done.await)
    }

    /// Puts a year's public holidays of China and the days worked to make up for them (调休)
    /// into the calendar, as they come with the server; each can be changed afterwards. HR.
    async fn calendar_install(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The year, such as 2026.")] year: i32,
    ) -> Result<CalendarInstallPayload> {
        let done = org::calendar_install(signed_in(context)?, year).await;
        answer(context, done)
    }

    /// Lets a day follow the pattern of the week again. HR.
    async fn calendar_day_clear(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day.")] day: Date,
    ) -> Result<CalendarDayClearPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let day = day.parse().map_err(|problem| problem.at(["day"]))?;
            org::calendar_day_clear(operation, day).await
        };
        answer(context, done.await)
    }
}
