//! Reading accounts.

use async_graphql::{Context, Object, Result};

use super::types::{Account, Viewer, viewer};
use crate::access;
use crate::graphql::base::{Connection, connection, page, page_cost, signed_in, wants_total};

#[derive(Default)]
pub(crate) struct AccessQueries;

#[Object]
impl AccessQueries {
    /// Who is signed in. Everyone who is.
    async fn viewer(&self, context: &Context<'_>) -> Result<Viewer> {
        viewer(context)
    }

    /// The accounts by user name. ADMIN and AUDITOR. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn accounts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Account>>> {
        let operation = signed_in(context)?;
        let found = access::accounts(operation, page(context, first, after.as_deref())?).await;
        let total = if wants_total(context) {
            Some(access::account_count(operation).await)
        } else {
            None
        };
        connection(
            context,
            found,
            total,
            |account| account.username.clone(),
            Account,
        )
        .map(Some)
    }
}
