//! Employees, their posts, and who they are outside.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::access::{self, Action, OpContext};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{DepartmentId, EmployeeId, ExternalIdentityId, PostId};
use crate::kernel::text::{Code, Name};
use crate::kernel::{Outcome, Page, PageRequest, Problem};
use crate::org::model::{
    Employee, EmployeeFields, ExternalIdentity, NewEmployee, NewPost, Period, Post,
};
use crate::org::{error, store};

/// Makes an employee with a main post.
pub async fn employee_create(context: &OpContext, new: NewEmployee) -> Outcome<Employee> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let employee = with_fields(context.id(), new.number.into_string(), new.fields, 1);
    let transaction = context.begin().await?;
    if store::departments_by_id(&transaction, vec![new.department_id])
        .await?
        .is_empty()
    {
        return Err(error::department_not_found(["input", "departmentId"]).into());
    }
    store::insert_employee(&transaction, &employee).await?;
    let post = Post {
        id: context.id(),
        employee_id: employee.id,
        department_id: new.department_id,
        title: new.title.map(Name::into_string).unwrap_or_default(),
        is_main: true,
        period: Period::new(Some(new.starts_on.unwrap_or_else(|| context.today())), None)?,
    };
    store::insert_post(&transaction, &post).await?;
    let entry = Entry::new("employee.created", employee.id).after(describe(&employee));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(employee)
}

/// Changes an employee that is still at `expected_version`.
pub async fn employee_update(
    context: &OpContext,
    id: EmployeeId,
    fields: EmployeeFields,
    expected_version: i32,
) -> Outcome<Employee> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let transaction = context.begin().await?;
    let before = existing(&transaction, id, "id").await?;
    if before.version != expected_version {
        return Err(Problem::version_conflict(before.version)
            .at(["expectedVersion"])
            .into());
    }
    if before.erased_at.is_some() {
        return Err(error::already_erased().into());
    }
    let after = with_fields(id, before.number.clone(), fields, before.version + 1);
    if let Some(last_day) = after.left_on {
        access::keep_administrator_after(context, &transaction, id, last_day).await?;
    }
    store::update_employee(&transaction, &after).await?;
    let mut described = describe(&after);
    described["replaced"] = json!(replaced(&before, &after));
    let entry = Entry::new("employee.changed", id)
        .before(describe(&before))
        .after(described);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Gives an employee a post. A new main post ends the one before on the day
/// before it starts.
pub async fn post_add(context: &OpContext, new: NewPost) -> Outcome<Post> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let period = Period::new(Some(new.starts_on), new.ends_on)
        .map_err(|problem| problem.at(["input", "endsOn"]))?;
    let transaction = context.begin().await?;
    let mut problems = Vec::new();
    if store::employees_by_id(&transaction, vec![new.employee_id])
        .await?
        .is_empty()
    {
        problems.push(error::employee_not_found(["input", "employeeId"]));
    }
    if store::departments_by_id(&transaction, vec![new.department_id])
        .await?
        .is_empty()
    {
        problems.push(error::department_not_found(["input", "departmentId"]));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let post = Post {
        id: context.id(),
        employee_id: new.employee_id,
        department_id: new.department_id,
        title: new.title.map(Name::into_string).unwrap_or_default(),
        is_main: new.is_main,
        period,
    };
    if post.is_main {
        end_main_post(&transaction, &post, new.starts_on).await?;
    }
    store::insert_post(&transaction, &post).await?;
    context
        .record(
            &transaction,
            Entry::new("post.added", post.id).after(describe_post(&post)),
        )
        .await?;
    transaction.commit().await?;
    Ok(post)
}

/// Ends a post on its last day, `ends_on`.
pub async fn post_end(context: &OpContext, id: PostId, ends_on: NaiveDate) -> Outcome<Post> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let transaction = context.begin().await?;
    let found = store::post_by_id(&transaction, id).await?;
    let before = found.ok_or_else(|| Problem::not_found("post", "岗位").at(["id"]))?;
    let period = Period::new(before.period.first(), Some(ends_on))
        .map_err(|_| error::post_ends_before_start())?;
    let after = Post {
        period,
        ..before.clone()
    };
    store::update_post(&transaction, &after).await?;
    let entry = Entry::new("post.ended", id)
        .before(describe_post(&before))
        .after(describe_post(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Notes who an employee is at an outside provider.
pub async fn external_identity_add(
    context: &OpContext,
    employee_id: EmployeeId,
    provider: Code,
    subject: Name,
) -> Outcome<ExternalIdentity> {
    let action = context.action_to_identify(provider.as_str());
    context.authorize_company(action).await?;
    let transaction = context.begin().await?;
    let found = store::employees_by_id(&transaction, vec![employee_id]).await?;
    match found.first() {
        None => return Err(error::employee_not_found(["input", "employeeId"]).into()),
        Some(employee) if employee.erased_at.is_some() => {
            return Err(error::already_erased().at(["input", "employeeId"]).into());
        }
        Some(_) => {}
    }
    let identity = ExternalIdentity {
        id: context.id(),
        employee_id,
        provider: provider.into_string(),
        subject: subject.into_string(),
    };
    store::insert_external_identity(&transaction, &identity).await?;
    let entry = Entry::new("external_identity.added", identity.id)
        .after(json!({ "employee": employee_id, "provider": identity.provider }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(identity)
}

/// Forgets who an employee is at an outside provider.
pub async fn external_identity_remove(context: &OpContext, id: ExternalIdentityId) -> Outcome<()> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let transaction = context.begin().await?;
    if !store::delete_external_identity(&transaction, id).await? {
        return Err(Problem::not_found("identity", "外部身份").at(["id"]).into());
    }
    context
        .record(&transaction, Entry::new("external_identity.removed", id))
        .await?;
    transaction.commit().await
}

/// Employees by number, of one department with all its posts or of the company.
pub async fn employees(
    context: &OpContext,
    department: Option<DepartmentId>,
    page: PageRequest<String>,
) -> Outcome<Page<Employee>> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    store::list_employees(
        context.database(),
        &scope,
        department,
        context.today(),
        &page,
    )
    .await
}

/// How many employees that list has.
pub async fn employee_count(context: &OpContext, department: Option<DepartmentId>) -> Outcome<u64> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    store::count_employees(context.database(), &scope, department, context.today()).await
}

/// The employee that people call `number`.
pub async fn employee_by_number(context: &OpContext, number: &str) -> Outcome<Option<Employee>> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    match Code::parse(number) {
        Ok(number) => store::employee_by_number(context.database(), &scope, number.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The employees with these ids, in any order; unknown ones are missing.
pub async fn employees_by_id(context: &OpContext, ids: Vec<EmployeeId>) -> Outcome<Vec<Employee>> {
    context.authorize(Action::OrganisationRead).await?;
    store::employees_by_id(context.database(), ids).await
}

/// All posts, past ones too, of these employees.
pub async fn posts_of(context: &OpContext, ids: Vec<EmployeeId>) -> Outcome<Vec<Post>> {
    context.authorize(Action::OrganisationRead).await?;
    store::posts_of(context.database(), ids).await
}

/// Who these employees are at outside providers, for those who may see contact details;
/// whoever sees nobody's sees the own.
pub async fn external_identities_of(
    context: &OpContext,
    mut ids: Vec<EmployeeId>,
) -> Outcome<Vec<ExternalIdentity>> {
    if context.scope(Action::ContactDetailsRead).await?.is_empty() {
        let own = context.signed_in()?.employee_id;
        ids.retain(|id| own == Some(*id));
    }
    store::external_identities_of(context.database(), ids).await
}

/// Whether the actor may see the contact details of somebody with these posts.
pub async fn may_see_contact_details(
    context: &OpContext,
    employee: EmployeeId,
    posts: &[Post],
) -> Outcome<bool> {
    if context
        .signed_in()
        .is_ok_and(|account| account.employee_id == Some(employee))
    {
        return Ok(true);
    }
    let scope = context.scope(Action::ContactDetailsRead).await?;
    Ok(scope.company || posts.iter().any(|post| scope.covers(post.department_id)))
}

/// Notes that the actor was shown contact details of these people, in one entry. Who
/// was shown nothing leaves nothing.
pub async fn note_contact_details_read(context: &OpContext, shown: Vec<EmployeeId>) -> Outcome<()> {
    context.record_details_read("employees", shown).await
}

/// Those of the employees that exist. The caller has authorised.
pub async fn known_employees(handle: &impl Handle, ids: Vec<EmployeeId>) -> Outcome<Vec<Employee>> {
    store::employees_by_id(handle, ids).await
}

/// The departments in which these employees hold posts on `day`. The caller has authorised.
pub async fn posts_on(
    handle: &impl Handle,
    employees: Vec<EmployeeId>,
    day: NaiveDate,
) -> Outcome<Vec<(EmployeeId, DepartmentId)>> {
    let posts = store::posts_of(handle, employees).await?;
    let held = posts.iter().filter(|post| post.period.contains(day));
    Ok(held
        .map(|post| (post.employee_id, post.department_id))
        .collect())
}

/// The posts held on the company's present day, by employees who have not left.
pub async fn posts_now(
    context: &OpContext,
    transaction: &Transaction,
) -> Outcome<Vec<(Employee, Post)>> {
    store::posts_on(transaction, context.today()).await
}

pub(super) async fn existing(
    transaction: &Transaction,
    id: EmployeeId,
    field: &str,
) -> Outcome<Employee> {
    let found = store::employees_by_id(transaction, vec![id]).await?;
    Ok(found
        .into_iter()
        .next()
        .ok_or_else(|| error::employee_not_found([field]))?)
}

/// Ends the main post that runs when `post` starts; any other overlap is a mistake.
async fn end_main_post(
    transaction: &Transaction,
    post: &Post,
    starts_on: NaiveDate,
) -> Outcome<()> {
    let posts = store::posts_of(transaction, vec![post.employee_id]).await?;
    for main in posts
        .into_iter()
        .filter(|other| other.is_main && other.period.overlaps(&post.period))
    {
        let day_before = starts_on.checked_sub_days(Days::new(1));
        let runs_before = main.period.first().is_none_or(|first| first < starts_on);
        if !runs_before {
            return Err(error::main_post_overlaps().into());
        }
        let period = Period::new(main.period.first(), day_before)?;
        store::update_post(transaction, &Post { period, ..main }).await?;
    }
    Ok(())
}

fn with_fields(id: EmployeeId, number: String, fields: EmployeeFields, version: i32) -> Employee {
    Employee {
        id,
        number,
        name: fields.name.into_string(),
        email: fields.email.map(|email| email.as_str().to_owned()),
        phone: fields.phone.map(Name::into_string),
        left_on: fields.left_on,
        erased_at: None,
        version,
    }
}

/// Names and contact details are personal data, and the trail never forgets: it tells
/// what there is of them.
fn describe(employee: &Employee) -> Value {
    json!({
        "number": employee.number,
        "hasEmail": employee.email.is_some(),
        "hasPhone": employee.phone.is_some(),
        "leftOn": employee.left_on,
    })
}

/// Which of the personal fields a change replaced, without what they were or are.
fn replaced(before: &Employee, after: &Employee) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != after.name),
        ("email", before.email != after.email),
        ("phone", before.phone != after.phone),
    ];
    let replaced = fields.into_iter().filter(|(_, changed)| *changed);
    replaced.map(|(field, _)| field).collect()
}

fn describe_post(post: &Post) -> Value {
    json!({
        "employee": post.employee_id,
        "department": post.department_id,
        "title": post.title,
        "main": post.is_main,
        "from": post.period.first(),
        "until": post.period.last(),
    })
}
