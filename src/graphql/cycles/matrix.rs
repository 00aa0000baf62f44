//! The matrix as the API shows it.

use async_graphql::{Context, Object, Result};

use super::enums::EvaluatorRule;
use crate::cycles;
use crate::graphql::base::Decimal;
use crate::graphql::org::{Department, DepartmentKind, Employee, department, employee};
use crate::graphql::questionnaires::{QuestionnaireVersion, version};

/// One assessed department of a cycle.
pub(crate) struct MatrixRow(pub(crate) cycles::AssessedRow);

/// One assessed department of a cycle.
#[Object]
impl MatrixRow {
    /// Who is assessed.
    async fn assessed(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.assessed)).await
    }

    /// What is asked.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.questionnaire_version)).await
    }

    /// By whom: as typed in a draft; from the opening on each department, selectors
    /// resolved.
    async fn assessors(&self) -> Vec<MatrixAssessor<'_>> {
        self.0.assessors.iter().map(MatrixAssessor).collect()
    }
}

/// One assessor of a row.
pub(crate) struct MatrixAssessor<'a>(&'a cycles::AssessorEntry);

/// One assessor of a row.
#[Object]
impl MatrixAssessor<'_> {
    /// The department; null for a selector until the opening resolves it.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.department).await
    }

    /// What a selector selects, until the opening resolves it.
    async fn department_kind(&self) -> Option<DepartmentKind> {
        self.0.department_kind.map(Into::into)
    }

    /// The weight relative to the row's other assessors. In a draft as typed, or null;
    /// from the opening on that of the department, six decimals where it has no end.
    async fn weight(&self) -> Option<Decimal> {
        self.0.weight.clone().map(Decimal::published)
    }

    /// How those who answer are found.
    async fn rule(&self) -> EvaluatorRule {
        self.0.rule.into()
    }

    /// Those whom a draft names, for HR; empty otherwise.
    async fn employees(&self, context: &Context<'_>) -> Result<Vec<Employee>> {
        let each = self.0.named.iter().map(|id| employee(context, Some(*id)));
        let found = futures_util::future::try_join_all(each).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// How many a draft draws by lot.
    async fn count(&self) -> Option<u32> {
        self.0.count
    }
}
