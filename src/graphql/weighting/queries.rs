//! Reading Delphi studies.

use async_graphql::{Context, Object, Result};

use super::types::{DelphiStudy, DelphiStudyState};
use crate::graphql::base::{Connection, connection, page, page_cost, signed_in, wants_total};
use crate::weighting as domain;

#[derive(Default)]
pub(crate) struct WeightingQueries;

#[Object]
impl WeightingQueries {
    /// Delphi studies, the newest first: all for HR, EXECUTIVE and AUDITOR, for everybody
    /// else those in which they are asked. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn delphi_studies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Those that stand there; all if left out.")] state: Option<
            DelphiStudyState,
        >,
    ) -> Result<Option<Connection<DelphiStudy>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let state = state.map(Into::into);
        let found = domain::studies(operation, state, page).await;
        let total = match wants_total(context) {
            true => Some(domain::study_count(operation, state).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, DelphiStudy).map(Some)
    }
}
