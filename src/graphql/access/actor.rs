//! Who did something.

use async_graphql::{Context, Object, Result};

use super::AccessLoaders;
use crate::access;
use crate::graphql::org::{Employee, employee};
use crate::kernel::ids::AccountId;

/// Who did something; whoever sees that sees who did it.
pub(crate) struct Actor(access::Account);

/// Who did something; whoever sees that sees who did it.
#[Object]
impl Actor {
    /// The name of the account.
    async fn username(&self) -> &str {
        &self.0.username
    }

    /// The person; null for a program or an officer without an employee.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, self.0.employee_id).await
    }
}

/// The actor with this account.
pub(crate) async fn actor(context: &Context<'_>, id: Option<AccountId>) -> Result<Option<Actor>> {
    let Some(id) = id else {
        return Ok(None);
    };
    let loaders = context.data::<AccessLoaders>()?;
    Ok(loaders.actors.one(context, id).await?.map(Actor))
}
