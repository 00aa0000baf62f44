//! Reads and writes sessions, accounts and grants.

mod accounts;
mod api_tokens;
mod delegations;
mod personal;
mod sessions;

pub(super) use accounts::*;
pub(super) use api_tokens::*;
pub(super) use delegations::*;
pub(super) use personal::*;
pub(super) use sessions::*;

use entity::grant;

use super::model::{Grant, Role};
use crate::kernel::{Failure, Outcome};

fn grant(row: &grant::Model) -> Outcome<Grant> {
    Ok(Grant {
        id: Some(row.id),
        role: role(&row.role)?,
        department_id: row.department_id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        delegated_from: row.delegated_from,
    })
}

fn role(text: &str) -> Outcome<Role> {
    text.parse().map_err(Failure::internal)
}
