//! Reading issues and rules.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::enums::IssueState;
use super::inputs::IssueFilterInput;
use super::issue::{Issue, issue};
use super::rules::TriggerRule;
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};
use crate::rectification;

/// How many issues stand in one state.
#[derive(SimpleObject)]
pub(crate) struct IssueBoardColumn {
    /// The state.
    state: IssueState,
    /// How many issues that the viewer sees stand so.
    count: u64,
}

#[derive(Default)]
pub(crate) struct IssueQueries;

#[Object]
impl IssueQueries {
    /// The issues, the newest first. HR, EXECUTIVE and AUDITOR; MANAGER those of the own
    /// subtree; EMPLOYEE those in which they own an action. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn issues(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<IssueFilterInput>,
    ) -> Result<Option<Connection<Issue>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = rectification::issues(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(rectification::issue_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, Issue).map(Some)
    }

    /// The issue with this id, or null. Whoever sees it in `issues`.
    async fn issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] id: ID,
    ) -> Result<Option<Issue>> {
        signed_in(context)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        issue(context, id).await
    }

    /// How many issues stand in each state, for a board; of those that the viewer sees.
    async fn issue_board(&self, context: &Context<'_>) -> Result<Option<Vec<IssueBoardColumn>>> {
        let operation = signed_in(context)?;
        let found = loaded(context, rectification::issue_board(operation).await)?;
        let column = |(state, count): (rectification::IssueState, u64)| IssueBoardColumn {
            state: state.into(),
            count,
        };
        Ok(Some(found.into_iter().map(column).collect()))
    }

    /// The rules by which issues are opened, the newest first. HR, EXECUTIVE and AUDITOR. At
    /// most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn trigger_rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<TriggerRule>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = rectification::trigger_rules(operation, page).await;
        let total = match wants_total(context) {
            true => Some(rectification::trigger_rule_count(operation).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, TriggerRule).map(Some)
    }
}
