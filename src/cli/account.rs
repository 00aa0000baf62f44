//! `plumbline account`: accounts, without a server.

use std::io::{BufRead as _, stdin};

use clap::Subcommand;

use super::failure::CommandFailure;
use super::start::open_platform;
use super::terminal::say;
use crate::access::{NewAccount, NewGrant, NewPassword, OpContext, Role, Username, account_create};
use crate::config::Settings;
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Failure, Parse};
use crate::org::department_by_code;

/// What to do with accounts.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make an account with one role.
    Create {
        /// The name to sign in with.
        #[arg(long)]
        username: String,
        /// ADMIN, HR, EXECUTIVE, MANAGER, EMPLOYEE or AUDITOR.
        #[arg(long)]
        role: Role,
        /// The code of the department that the role is for; MANAGER needs one.
        #[arg(long, value_name = "CODE")]
        department: Option<String>,
        /// Read the password from the first line of standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

pub(super) async fn run(
    settings: &Settings,
    migrate: bool,
    arguments: Arguments,
) -> Result<(), CommandFailure> {
    let Action::Create {
        username,
        role,
        department,
        ..
    } = arguments.action;
    let mut password = String::new();
    stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| CommandFailure::Usage(format!("No password: {error}.")))?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let platform = open_platform(settings, migrate).await?;
    let context = platform
        .system_context("command line", "account-create")
        .await?;
    let department_id = find_department(&context, department).await?;
    let grant = NewGrant {
        role,
        department_id,
        starts_on: None,
        ends_on: None,
    }
    .checked()
    .map_err(Failure::from)?;
    let mut parse = Parse::arguments();
    let password = parse.field("password", NewPassword::parse(&password, &username));
    let username = parse.field("username", Username::parse(&username));
    let (username, password) = parse
        .finish(username.zip(password))
        .map_err(Failure::from)?;
    let new = NewAccount {
        username,
        password,
        employee_id: None,
        grants: vec![grant],
    };
    let account = account_create(&context, new).await?;
    say(&format!(
        "Account {} has the role {role}.",
        account.username
    ));
    Ok(())
}

async fn find_department(
    context: &OpContext,
    code: Option<String>,
) -> Result<Option<DepartmentId>, CommandFailure> {
    let Some(code) = code else { return Ok(None) };
    match department_by_code(context, &code).await? {
        Some(department) => Ok(Some(department.id)),
        None => Err(CommandFailure::Usage(format!(
            "There is no department {code}."
        ))),
    }
}
