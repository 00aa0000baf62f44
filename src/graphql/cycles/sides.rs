//! The two sides of departments in a cycle.

use async_graphql::{Context, ID, InputObject, Object, Result};

use crate::cycles;
use crate::graphql::base::Decimal;
use crate::graphql::org::{Department, department};

/// How the two sides of a department combine in a cycle.
pub(super) struct CycleSide(pub(super) cycles::Side);

/// How the two sides of a department combine in a cycle.
#[Object]
impl CycleSide {
    /// Whose.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Whether a survey plan of the cycle asks customers about it.
    async fn is_surveyed(&self) -> bool {
        self.0.is_surveyed
    }

    /// The relative weight of what other departments say; null where no weights were set: then
    /// they are the whole as far as they said something.
    async fn internal(&self) -> Option<Decimal> {
        let weights = self.0.weights.as_ref();
        weights.map(|(internal, _)| internal.into())
    }

    /// The relative weight of what customers say; null as `internal`.
    async fn external(&self) -> Option<Decimal> {
        let weights = self.0.weights.as_ref();
        weights.map(|(_, external)| external.into())
    }
}

/// How the two sides of a department shall combine.
#[derive(InputObject)]
pub(super) struct SideWeightsInput {
    /// Whose.
    department_id: ID,
    /// The relative weight of what other departments say: 0 or more.
    internal: Decimal,
    /// The relative weight of what customers say: 0 or more.
    external: Decimal,
}

impl From<SideWeightsInput> for cycles::TypedSideWeights {
    fn from(input: SideWeightsInput) -> Self {
        (
            input.department_id.to_string(),
            input.internal.parse(),
            input.external.parse(),
        )
    }
}
