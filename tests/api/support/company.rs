//! The company of the stories: six departments, two people in each, and an account
//! for every role. The first of each two heads and manages the department.

use chrono::{DateTime, TimeZone as _, Utc};
use plumbline::access::{
    NewAccount, NewGrant, NewPassword, OpContext, Platform, Role, Username, account_create,
};
use plumbline::kernel::ids::{DepartmentId, EmployeeId};
use plumbline::kernel::text::{Code, Name};
use plumbline::org::{
    self, DepartmentFields, DepartmentKind, EmployeeFields, NewDepartment, NewEmployee, Period,
};

use super::app::PASSWORD;

/// Code, name, kind and the code of the department above.
const DEPARTMENTS: &[(&str, &str, DepartmentKind, Option<&str>)] = &[
    (
        "HRC",
        "行政人力资源中心",
        DepartmentKind::Headquarters,
        None,
    ),
    ("FIN", "财务中心", DepartmentKind::Headquarters, None),
    ("PAY", "应付组", DepartmentKind::Headquarters, Some("FIN")),
    ("ITD", "信息部", DepartmentKind::Headquarters, None),
    ("MKT", "营销中心", DepartmentKind::BusinessCenter, None),
    ("PRD", "生产中心", DepartmentKind::BusinessCenter, None),
];

/// Accounts that belong to nobody of those departments, and their role.
const OFFICERS: &[(&str, Role)] = &[
    ("admin", Role::Admin),
    ("hr", Role::Hr),
    ("executive", Role::Executive),
    ("auditor", Role::Auditor),
];

/// When the stories begin: a Monday, ten in the morning in Shanghai.
pub(crate) fn opening_day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 2, 0, 0).unwrap()
}

/// Puts the company into an empty database, through the services.
pub(crate) async fn fill(platform: &Platform) {
    let context = platform
        .system_context("test", "setting-the-stage")
        .await
        .unwrap();
    for (username, role) in OFFICERS {
        account(&context, username, None, Some((*role, None))).await;
    }
    let mut codes: Vec<(&str, DepartmentId)> = Vec::new();
    for (code, name, kind, above) in DEPARTMENTS {
        let parent_id = codes
            .iter()
            .find(|(code, _)| Some(*code) == *above)
            .map(|(_, id)| *id);
        let department = department(&context, code, name, *kind, parent_id).await;
        codes.push((code, department));
        let head = employee(
            &context,
            &format!("{code}1"),
            &format!("{name}负责人"),
            department,
        )
        .await;
        let clerk = employee(
            &context,
            &format!("{code}2"),
            &format!("{name}职员"),
            department,
        )
        .await;
        org::department_set_head(&context, department, Some(head))
            .await
            .unwrap();
        account(
            &context,
            &format!("{code}1"),
            Some(head),
            Some((Role::Manager, Some(department))),
        )
        .await;
        account(&context, &format!("{code}2"), Some(clerk), None).await;
    }
}

async fn department(
    context: &OpContext,
    code: &str,
    name: &str,
    kind: DepartmentKind,
    parent_id: Option<DepartmentId>,
) -> DepartmentId {
    let fields = DepartmentFields {
        name: Name::parse(name).unwrap(),
        kind,
        parent_id,
        legal_entity_id: None,
        period: Period::default(),
        predecessor_ids: Vec::new(),
    };
    let new = NewDepartment {
        code: Code::parse(code).unwrap(),
        fields,
    };
    org::department_create(context, new).await.unwrap().id
}

async fn employee(
    context: &OpContext,
    number: &str,
    name: &str,
    department_id: DepartmentId,
) -> EmployeeId {
    let fields = EmployeeFields {
        name: Name::parse(name).unwrap(),
        email: None,
        phone: None,
        left_on: None,
    };
    let number = Code::parse(number).unwrap();
    let new = NewEmployee {
        number,
        fields,
        department_id,
        title: None,
        starts_on: None,
    };
    org::employee_create(context, new).await.unwrap().id
}

async fn account(
    context: &OpContext,
    username: &str,
    employee_id: Option<EmployeeId>,
    grant: Option<(Role, Option<DepartmentId>)>,
) {
    let grants = grant
        .map(|(role, department_id)| NewGrant {
            role,
            department_id,
            starts_on: None,
            ends_on: None,
        })
        .into_iter()
        .collect();
    let new = NewAccount {
        username: Username::parse(username).unwrap(),
        password: NewPassword::parse(PASSWORD, username).unwrap(),
        employee_id,
        grants,
    };
    account_create(context, new).await.unwrap();
}
