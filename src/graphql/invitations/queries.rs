//! Reading an invitation by its token.

use async_graphql::{Context, Object, Result};

use super::form::InvitationForm;
use crate::graphql::base::{nullable, operation};
use crate::invitations::{self, Token};

#[derive(Default)]
pub(crate) struct InvitationQueries;

#[Object]
impl InvitationQueries {
    /// What whoever holds this token is asked; nobody has to sign in. Null, always alike, for
    /// a token that is unknown, used, expired or revoked, and once the cycle takes no answers.
    async fn invitation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The secret of the invitation.")] token: String,
    ) -> Result<Option<InvitationForm>> {
        let found = invitations::invitation_open(operation(context)?, &Token::of(&token)).await;
        Ok(nullable(context, found)?.map(InvitationForm))
    }
}
