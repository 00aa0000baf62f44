//! What the mutations of Delphi studies take. It is handed on as typed: what the words
//! mean depends on the study.

use async_graphql::{ID, InputObject};

use crate::graphql::base::Decimal;
use crate::weighting as domain;

/// A study to be opened.
#[derive(InputObject)]
pub(crate) struct DelphiStudyOpenInput {
    /// The questionnaire whose weights are looked for: those of its draft, or of its
    /// latest version where there is no draft.
    questionnaire_id: ID,
    /// Who is asked: 3 to 100 employees, each once.
    expert_ids: Vec<ID>,
    /// The experts agree when no interquartile range of weights is above this: 0 to 100
    /// percentage points, at most two places.
    bound: Decimal,
    /// The groups that are weighed; all in which there is something to weigh if left out.
    /// What weighs 0 beside siblings that weigh something is left as it is.
    groups: Option<Vec<DelphiGroupInput>>,
}

/// A group of siblings.
#[derive(InputObject)]
pub(crate) struct DelphiGroupInput {
    /// The code of the dimension whose ratings they are; left out, the dimensions
    /// themselves.
    dimension: Option<String>,
}

/// The weights of one group.
#[derive(InputObject)]
pub(crate) struct DelphiGroupWeightsInput {
    /// The code of the dimension whose ratings are weighed; left out, the dimensions
    /// themselves.
    dimension: Option<String>,
    /// The weight of each member, once; they total 100.
    weights: Vec<DelphiWeightInput>,
}

/// The weight of one dimension or item.
#[derive(InputObject)]
pub(crate) struct DelphiWeightInput {
    /// The code of the dimension or of the item.
    code: String,
    /// Its share in the group: 0 to 100 percent, at most two places.
    weight: Decimal,
}

impl From<DelphiStudyOpenInput> for domain::TypedStudy {
    fn from(input: DelphiStudyOpenInput) -> Self {
        let groups = |groups: Vec<DelphiGroupInput>| {
            let groups = groups.into_iter().map(|group| group.dimension);
            groups.collect()
        };
        Self {
            questionnaire: input.questionnaire_id.0,
            experts: input.expert_ids.into_iter().map(|id| id.0).collect(),
            bound: input.bound.parse(),
            groups: input.groups.map(groups),
        }
    }
}

impl From<DelphiGroupWeightsInput> for domain::TypedGroup {
    fn from(input: DelphiGroupWeightsInput) -> Self {
        let weights = input.weights.into_iter().map(|it| domain::TypedWeight {
            weight: it.weight.parse(),
            code: it.code,
        });
        Self {
            dimension: input.dimension,
            weights: weights.collect(),
        }
    }
}
