//! Founds the demo company: settings, departments, people and accounts.

use chrono::NaiveDate;

use super::people::{DEPARTMENTS, OFFICERS, PASSWORD, Staffed, number, role, username};
use crate::access::{NewAccount, NewGrant, NewPassword, OpContext, Role, Username, account_create};
use crate::kernel::Outcome;
use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::kernel::text::{Code, Name};
use crate::org::{
    self, CalendarDay, Company, DepartmentFields, EmployeeFields, NewDepartment, NewEmployee,
    Period,
};

/// The people have been there longer than the oldest quarter.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 1, 1);

pub(super) async fn found(context: &OpContext) -> Outcome<()> {
    let company = Company {
        name: "垂线示范公司".to_owned(),
        ..Company::default()
    };
    org::company_update(context, company, 0).await?;
    for (month, day, name) in [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节")] {
        let year = chrono::Datelike::year(&context.today());
        if let Some(day) = NaiveDate::from_ymd_opt(year, month, day) {
            org::calendar_day_set(
                context,
                CalendarDay {
                    day,
                    working: false,
                    name: name.to_owned(),
                },
            )
            .await?;
        }
    }
    for (name, role) in OFFICERS {
        account(context, name, None, Some((*role, None))).await?;
    }
    for staffed in DEPARTMENTS {
        staff(context, staffed).await?;
    }
    Ok(())
}

async fn staff(context: &OpContext, staffed: &Staffed) -> Outcome<()> {
    let fields = DepartmentFields {
        name: Name::parse(staffed.name)?,
        kind: staffed.kind,
        parent_id: None,
        legal_entity_id: None,
        period: Period::default(),
        predecessor_ids: Vec::new(),
    };
    let new = NewDepartment {
        code: Code::parse(staffed.code)?,
        fields,
    };
    let department = org::department_create(context, new).await?.id;
    for (position, name) in staffed.people.iter().enumerate() {
        let employee = employee(context, staffed.code, position, name, department).await?;
        if position == 0 {
            org::department_set_head(context, department, Some(employee)).await?;
        }
        let role =
            role(staffed.code, position).map(|(role, own)| (role, own.then_some(department)));
        account(
            context,
            &username(staffed.code, position),
            Some(employee),
            role,
        )
        .await?;
    }
    Ok(())
}

async fn employee(
    context: &OpContext,
    code: &str,
    position: usize,
    name: &str,
    department_id: DepartmentId,
) -> Outcome<EmployeeId> {
    let title = if position == 0 { "负责人" } else { "专员" };
    let new = NewEmployee {
        number: Code::parse(&number(code, position))?,
        fields: EmployeeFields {
            name: Name::parse(name)?,
            email: None,
            phone: None,
            left_on: None,
        },
        department_id,
        title: Some(Name::parse(title)?),
        starts_on: SINCE,
    };
    Ok(org::employee_create(context, new).await?.id)
}

async fn account(
    context: &OpContext,
    username: &str,
    employee_id: Option<EmployeeId>,
    role: Option<(Role, Option<DepartmentId>)>,
) -> Outcome<()> {
    let grant = |(role, department_id)| NewGrant {
        role,
        department_id,
        starts_on: None,
        ends_on: None,
    };
    let new = NewAccount {
        username: Username::parse(username)?,
        password: NewPassword::parse(PASSWORD, username)?,
        employee_id,
        grants: role.map(grant).into_iter().collect(),
    };
    account_create(context, new).await.map(drop)
}
