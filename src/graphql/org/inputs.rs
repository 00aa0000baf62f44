//! What the mutations of the organisation take, and how it is read.

use async_graphql::{ID, InputObject};

use super::types::DepartmentKind;
use crate::graphql::base::Date;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Failure, Parse};
use crate::org;

/// A department to be made.
#[derive(InputObject)]
pub(crate) struct DepartmentCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique for ever.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// What kind of unit it is.
    kind: DepartmentKind,
    /// The department above.
    parent_id: Option<ID>,
    /// The legal entity it belongs to.
    legal_entity_id: Option<ID>,
    /// The first day on which it exists; since ever if left out.
    exists_from: Option<Date>,
    /// The last day on which it exists; without end if left out.
    exists_until: Option<Date>,
    /// The departments that it came from by a merger or a split, at most 20.
    #[graphql(default)]
    predecessor_ids: Vec<ID>,
}

/// A department as it shall be: every field is replaced.
#[derive(InputObject)]
pub(crate) struct DepartmentUpdateInput {
    /// What people read: 1 to 200 characters.
    name: String,
    /// What kind of unit it is.
    kind: DepartmentKind,
    /// The department above.
    parent_id: Option<ID>,
    /// The legal entity it belongs to.
    legal_entity_id: Option<ID>,
    /// The first day on which it exists; since ever if left out.
    exists_from: Option<Date>,
    /// The last day on which it exists; without end if left out.
    exists_until: Option<Date>,
    /// The departments that it came from by a merger or a split, at most 20.
    #[graphql(default)]
    predecessor_ids: Vec<ID>,
}

impl TryFrom<DepartmentCreateInput> for org::NewDepartment {
    type Error = Failure;

    fn try_from(input: DepartmentCreateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let code = parse.field("code", Code::parse(&input.code));
        let fields = department_fields(
            &mut parse,
            DepartmentUpdateInput {
                name: input.name,
                kind: input.kind,
                parent_id: input.parent_id,
                legal_entity_id: input.legal_entity_id,
                exists_from: input.exists_from,
                exists_until: input.exists_until,
                predecessor_ids: input.predecessor_ids,
            },
        );
        let department = code.zip(fields).map(|(code, fields)| Self { code, fields });
        Ok(parse.finish(department)?)
    }
}

impl TryFrom<DepartmentUpdateInput> for org::DepartmentFields {
    type Error = Failure;

    fn try_from(input: DepartmentUpdateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let fields = department_fields(&mut parse, input);
        Ok(parse.finish(fields)?)
    }
}

fn department_fields(
    parse: &mut Parse,
    input: DepartmentUpdateInput,
) -> Option<org::DepartmentFields> {
    let name = parse.field("name", Name::parse(&input.name));
    let parent_id = parse.optional_id(
        "parentId",
        input.parent_id.as_deref().map(String::as_str),
        "department",
        "部门",
    );
    let legal_entity_id = parse.optional_id(
        "legalEntityId",
        input.legal_entity_id.as_deref().map(String::as_str),
        "legal entity",
        "法人实体",
    );
    let exists_from = parse.optional("existsFrom", input.exists_from.map(|day| day.parse()));
    let exists_until = parse.optional("existsUntil", input.exists_until.map(|day| day.parse()));
    let period = exists_from
        .zip(exists_until)
        .and_then(|(from, until)| parse.field("existsUntil", org::Period::new(from, until)));
    let predecessor_ids = parse.list("predecessorIds", input.predecessor_ids, 20, |parse, id| {
        parse.entry_id(&id, "department", "部门")
    });
    Some(org::DepartmentFields {
        name: name?,
        kind: input.kind.into(),
        parent_id: parent_id?,
        legal_entity_id: legal_entity_id?,
        period: period?,
        predecessor_ids: predecessor_ids?,
    })
}

/// An employee to be made, with the main post.
#[derive(InputObject)]
pub(crate) struct EmployeeCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique for ever.
    number: String,
    /// What the person is called: 1 to 200 characters.
    name: String,
    /// Where the main post is.
    department_id: ID,
    /// What the main post is called.
    title: Option<String>,
    /// The first day of the main post; today if left out.
    starts_on: Option<Date>,
    /// E-mail.
    email: Option<String>,
    /// Phone.
    phone: Option<String>,
}

/// An employee as they shall be: every field is replaced.
#[derive(InputObject)]
pub(crate) struct EmployeeUpdateInput {
    /// What the person is called: 1 to 200 characters.
    name: String,
    /// E-mail.
    email: Option<String>,
    /// Phone.
    phone: Option<String>,
    /// The last day in the company.
    left_on: Option<Date>,
}

impl TryFrom<EmployeeCreateInput> for org::NewEmployee {
    type Error = Failure;

    fn try_from(input: EmployeeCreateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let number = parse.field("number", Code::parse(&input.number));
        let department_id = parse.id("departmentId", &input.department_id, "department", "部门");
        let title = parse.optional("title", input.title.as_deref().map(Name::parse));
        let starts_on = parse.optional("startsOn", input.starts_on.map(|day| day.parse()));
        let fields = employee_fields(
            &mut parse,
            &EmployeeUpdateInput {
                name: input.name,
                email: input.email,
                phone: input.phone,
                left_on: None,
            },
        );
        let employee = (|| {
            Some(Self {
                number: number?,
                fields: fields?,
                department_id: department_id?,
                title: title?,
                starts_on: starts_on?,
            })
        })();
        Ok(parse.finish(employee)?)
    }
}

impl TryFrom<EmployeeUpdateInput> for org::EmployeeFields {
    type Error = Failure;

    fn try_from(input: EmployeeUpdateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let fields = employee_fields(&mut parse, &input);
        Ok(parse.finish(fields)?)
    }
}

fn employee_fields(parse: &mut Parse, input: &EmployeeUpdateInput) -> Option<org::EmployeeFields> {
    let name = parse.field("name", Name::parse(&input.name));
    // A form sends an empty text for what was left empty.
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let email = given(&input.email).map(|text| org::EmailAddress::parse(&text));
    let email = parse.optional("email", email);
    let phone = given(&input.phone).map(|text| Name::parse(&text));
    let phone = parse.optional("phone", phone);
    let left_on = parse.optional("leftOn", input.left_on.as_ref().map(Date::parse));
    Some(org::EmployeeFields {
        name: name?,
        email: email?,
        phone: phone?,
        left_on: left_on?,
    })
}

/// A post to be given to an employee.
#[derive(InputObject)]
pub(crate) struct PostAddInput {
    /// Who will hold it.
    employee_id: ID,
    /// Where.
    department_id: ID,
    /// What it is called.
    title: Option<String>,
    /// Whether it is the main post; the present one then ends the day before.
    is_main: bool,
    /// The first day.
    starts_on: Date,
    /// The last day; without end if left out.
    ends_on: Option<Date>,
}

impl TryFrom<PostAddInput> for org::NewPost {
    type Error = Failure;

    fn try_from(input: PostAddInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let employee_id = parse.id("employeeId", &input.employee_id, "employee", "员工");
        let department_id = parse.id("departmentId", &input.department_id, "department", "部门");
        let title = parse.optional("title", input.title.as_deref().map(Name::parse));
        let starts_on = parse.field("startsOn", input.starts_on.parse());
        let ends_on = parse.optional("endsOn", input.ends_on.map(|day| day.parse()));
        let post = (|| {
            Some(Self {
                employee_id: employee_id?,
                department_id: department_id?,
                title: title?,
                is_main: input.is_main,
                starts_on: starts_on?,
                ends_on: ends_on?,
            })
        })();
        Ok(parse.finish(post)?)
    }
}

/// Who an employee is at an outside identity provider.
#[derive(InputObject)]
pub(crate) struct ExternalIdentityAddInput {
    /// Whose identity it is.
    pub(super) employee_id: ID,
    /// The provider, such as `wecom`.
    pub(super) provider: String,
    /// The name of the person there.
    pub(super) subject: String,
}

/// The company's settings as they shall be: every field is replaced.
#[derive(InputObject)]
pub(crate) struct CompanyUpdateInput {
    /// What it is called: 1 to 200 characters.
    name: String,
    /// The time zone in which its days begin, such as `Asia/Shanghai`.
    time_zone: String,
    /// One to eight language tags; the first is that of texts without translation.
    languages: Vec<String>,
    /// The month, 1 to 12, in which its fiscal year begins.
    fiscal_year_start_month: i32,
}

impl TryFrom<CompanyUpdateInput> for org::Company {
    type Error = Failure;

    fn try_from(input: CompanyUpdateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let name = parse.field("name", Name::parse(&input.name));
        let time_zone = parse.field("timeZone", Self::parse_time_zone(&input.time_zone));
        let languages = parse.field("languages", Self::parse_languages(input.languages));
        let month = parse.field(
            "fiscalYearStartMonth",
            Self::parse_month(input.fiscal_year_start_month),
        );
        let company = (|| {
            Some(Self {
                name: name?.into_string(),
                time_zone: time_zone?,
                languages: languages?,
                fiscal_year_start_month: month?,
                version: 0,
            })
        })();
        Ok(parse.finish(company)?)
    }
}

/// A legal entity to be made.
#[derive(InputObject)]
pub(crate) struct LegalEntityCreateInput {
    /// What people type; unique for ever.
    pub(super) code: String,
    /// What it is called.
    pub(super) name: String,
}

/// A day that differs from the pattern of the week.
#[derive(InputObject)]
pub(crate) struct CalendarDayInput {
    /// The day.
    pub(super) day: Date,
    /// True for a weekend day that is worked (调休), false for a weekday that is free.
    pub(super) working: bool,
    /// Why, such as 国庆节.
    pub(super) name: String,
}
