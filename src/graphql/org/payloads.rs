//! What the mutations of the organisation answer.

use super::company::{CalendarDay, Company, LegalEntity};
use super::types::{Department, Employee, ExternalIdentity, Post};
use crate::graphql::base::payload;
use crate::org;

payload! {
    /// The answer of `departmentCreate`.
    DepartmentCreatePayload {
        /// The new department.
        department: Department
    }
}
payload! {
    /// The answer of `departmentUpdate`.
    DepartmentUpdatePayload {
        /// The changed department.
        department: Department
    }
}
payload! {
    /// The answer of `departmentSetHead`.
    DepartmentSetHeadPayload {
        /// The department with its new head.
        department: Department
    }
}
payload! {
    /// The answer of `employeeCreate`.
    EmployeeCreatePayload {
        /// The new employee.
        employee: Employee
    }
}
payload! {
    /// The answer of `employeeUpdate`.
    EmployeeUpdatePayload {
        /// The changed employee.
        employee: Employee
    }
}
payload! {
    /// The answer of `postAdd`.
    PostAddPayload {
        /// The new post.
        post: Post
    }
}
payload! {
    /// The answer of `postEnd`.
    PostEndPayload {
        /// The ended post.
        post: Post
    }
}
payload! {
    /// The answer of `externalIdentityAdd`.
    ExternalIdentityAddPayload {
        /// The new identity.
        external_identity: ExternalIdentity
    }
}
payload! {
    /// The answer of `externalIdentityRemove`.
    ExternalIdentityRemovePayload {}
}
payload! {
    /// The answer of `companyUpdate`.
    CompanyUpdatePayload {
        /// The changed settings.
        company: Company
    }
}
payload! {
    /// The answer of `legalEntityCreate`.
    LegalEntityCreatePayload {
        /// The new legal entity.
        legal_entity: LegalEntity
    }
}
payload! {
    /// The answer of `calendarDaySet`.
    CalendarDaySetPayload {
        /// The day as it is now.
        calendar_day: CalendarDay
    }
}
payload! {
    /// The answer of `calendarDayClear`.
    CalendarDayClearPayload {}
}
payload! {
    /// The answer of `calendarInstall`.
    CalendarInstallPayload from days: Vec<org::CalendarDay> {
        /// The days that differ from the pattern of the week.
        calendar_days: Vec<CalendarDay> = days.into_iter().map(CalendarDay).collect(),
    }
}
