//! Proposals of systemic issues, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::RectificationLoaders;
use super::enums::{CauseCategory, SystemicProposalState};
use super::issue::{Issue, issue};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{
    Connection, Moment, connection, page, page_cost, signed_in, wants_total,
};
use crate::kernel::ids::IssueId;
use crate::rectification;

/// Issues of several departments with the same cause about the same, for which one issue for
/// all is proposed (系统性问题建议). For HR, executives and auditors of the whole company.
#[derive(Clone)]
pub(crate) struct SystemicProposal(pub(crate) rectification::Proposal);

impl From<rectification::Proposal> for SystemicProposal {
    fn from(proposal: rectification::Proposal) -> Self {
        Self(proposal)
    }
}

/// Issues of several departments with the same cause about the same, for which one issue for
/// all is proposed (系统性问题建议). For HR, executives and auditors of the whole company.
#[Object]
impl SystemicProposal {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where the cause lies.
    async fn cause_category(&self) -> CauseCategory {
        self.0.pattern.cause.into()
    }

    /// The code of the dimension that the issues are about.
    async fn dimension(&self) -> Option<&str> {
        self.0.pattern.dimension.as_deref()
    }

    /// The code of the item that they are about.
    async fn item(&self) -> Option<&str> {
        self.0.pattern.item.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> SystemicProposalState {
        self.0.state.into()
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> Moment {
        self.0.proposed_at.into()
    }

    /// The issues that show it, the oldest first; as long as the proposal waits, those that
    /// show it later are added. At most 1,000.
    async fn issues(&self, context: &Context<'_>) -> Result<Vec<Issue>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.of_proposals.one(context, self.0.id).await?;
        Ok(found.unwrap_or_default().into_iter().map(Issue).collect())
    }

    /// The one issue for all; null before it is opened.
    async fn systemic_issue(&self, context: &Context<'_>) -> Result<Option<Issue>> {
        match self.0.issue_id {
            Some(id) => issue(context, id).await,
            None => Ok(None),
        }
    }

    /// When it was decided about.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decision.as_ref().map(|decision| decision.at.into())
    }

    /// By whom.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        let decision = self.0.decision.as_ref();
        actor(context, decision.map(|decision| decision.by)).await
    }

    /// Why it was declined.
    async fn reason(&self) -> Option<&str> {
        self.0.decision.as_ref()?.reason.as_deref()
    }
}

#[derive(Default)]
pub(crate) struct SystemicQueries;

#[Object]
impl SystemicQueries {
    /// Proposals of one issue for several departments, the newest first: made by the system
    /// where the same cause about the same dimension and item turns up in issues of three
    /// departments within a year. HR, EXECUTIVE and AUDITOR of the whole company. At most
    /// 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn systemic_proposals(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] state: Option<SystemicProposalState>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<SystemicProposal>>> {
        let operation = signed_in(context)?;
        let state = state.map(Into::into);
        let page = page(context, first, after.as_deref())?;
        let found = rectification::systemic_proposals(operation, state, page).await;
        let total = match wants_total(context) {
            true => Some(rectification::systemic_proposal_count(operation, state).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, SystemicProposal).map(Some)
    }
}

/// The proposal that became an issue, for those who may see it.
pub(super) async fn proposal_of_issue(
    context: &Context<'_>,
    issue: IssueId,
) -> Result<Option<SystemicProposal>> {
    let loaders = context.data::<RectificationLoaders>()?;
    let found = loaders.proposals_of_issues.one(context, issue).await?;
    Ok(found.map(SystemicProposal))
}
