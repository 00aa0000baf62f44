//! What the mutations of accounts take, and how it is read.

use async_graphql::{ID, InputObject};

use super::types::Role;
use crate::access::{NewAccount, NewGrant, NewPassword, Username};
use crate::graphql::base::Date;
use crate::kernel::{Failure, Parse};

/// An account to be made.
#[derive(InputObject)]
pub(crate) struct AccountCreateInput {
    /// The name to sign in with: at most 64 letters, digits, `.`, `_`, `-`, `@`.
    username: String,
    /// The first password: at least 12 characters, not one that many people have, and
    /// without the user name and the name of the person in it.
    password: String,
    /// Whose account it is; an employee has one account.
    employee_id: Option<ID>,
    /// What it may do, at most 50.
    #[graphql(default)]
    grants: Vec<GrantInput>,
}

/// A role to be given.
#[derive(InputObject)]
pub(crate) struct GrantInput {
    /// The role.
    role: Role,
    /// The department whose subtree it covers; MANAGER needs one. The whole company
    /// if left out.
    department_id: Option<ID>,
    /// The first day; at once if left out.
    starts_on: Option<Date>,
    /// The last day; without end if left out.
    ends_on: Option<Date>,
}

impl TryFrom<AccountCreateInput> for NewAccount {
    type Error = Failure;

    fn try_from(input: AccountCreateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let username = parse.field("username", Username::parse(&input.username));
        let password = NewPassword::parse(&input.password, &input.username);
        let password = parse.field("password", password);
        let employee_id = parse.optional_id(
            "employeeId",
            input.employee_id.as_deref().map(String::as_str),
            "employee",
            "员工",
        );
        let grants = parse.list("grants", input.grants, 50, |parse, input| {
            grant(parse, &input)
        });
        let account = (|| {
            Some(Self {
                username: username?,
                password: password?,
                employee_id: employee_id?,
                grants: grants?,
            })
        })();
        Ok(parse.finish(account)?)
    }
}

impl TryFrom<GrantInput> for NewGrant {
    type Error = Failure;

    fn try_from(input: GrantInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let new = grant(&mut parse, &input);
        Ok(parse.finish(new)?)
    }
}

fn grant(parse: &mut Parse, input: &GrantInput) -> Option<NewGrant> {
    let department_id = parse.optional_id(
        "departmentId",
        input.department_id.as_deref().map(String::as_str),
        "department",
        "部门",
    );
    let starts_on = parse.optional("startsOn", input.starts_on.as_ref().map(Date::parse));
    let ends_on = parse.optional("endsOn", input.ends_on.as_ref().map(Date::parse));
    let new = NewGrant {
        role: input.role.into(),
        department_id: department_id?,
        starts_on: starts_on?,
        ends_on: ends_on?,
    };
    new.checked()
        .map_err(|problem| parse.push_here(problem))
        .ok()
}
