//! Reads and writes accounts, grants, sessions, and all that guards signing in.

mod accounts;
mod administrators;
mod api_tokens;
mod attempts;
mod delegations;
mod external_sign_ins;
mod own_sessions;
mod personal;
mod second_factors;
mod sessions;
mod tokens;

pub(super) use accounts::*;
pub(super) use administrators::*;
pub(super) use api_tokens::*;
pub(super) use attempts::*;
pub(super) use delegations::*;
pub(super) use external_sign_ins::*;
pub(super) use own_sessions::*;
pub(super) use personal::*;
pub(super) use second_factors::*;
pub(super) use sessions::*;
pub(super) use tokens::*;

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
