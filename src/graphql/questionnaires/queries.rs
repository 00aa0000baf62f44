//! Reading questionnaires.

use async_graphql::{Context, Object, Result};

use super::types::Questionnaire;
use crate::graphql::base::{
    Connection, connection, nullable, page, page_cost, signed_in, wants_total,
};
use crate::questionnaires as domain;

#[derive(Default)]
pub(crate) struct QuestionnaireQueries;

#[Object]
impl QuestionnaireQueries {
    /// The questionnaires by code. HR, EXECUTIVE, AUDITOR. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn questionnaires(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Questionnaire>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = domain::questionnaires(operation, page).await;
        let total = if wants_total(context) {
            Some(domain::questionnaire_count(operation).await)
        } else {
            None
        };
        connection(context, found, total, |it| it.code.clone(), Questionnaire).map(Some)
    }

    /// The questionnaire with this code, or null. HR, EXECUTIVE, AUDITOR.
    async fn questionnaire(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] code: String,
    ) -> Result<Option<Questionnaire>> {
        let found = domain::questionnaire_by_code(signed_in(context)?, &code).await;
        Ok(nullable(context, found)?.map(Questionnaire))
    }
}
