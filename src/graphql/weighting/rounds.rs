//! What is weighed, what a round found, and what the viewer gave.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::WeightingLoaders;
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::questionnaires::worded;
use crate::kernel::text::Code;
use crate::weighting::{self as domain, Group, Member, RoundResult, Subject};

/// Siblings that are weighed against each other.
pub(super) struct DelphiGroup<'a>(pub(super) &'a Group);

/// Siblings that are weighed against each other.
#[Object]
impl<'a> DelphiGroup<'a> {
    /// The code of the dimension whose ratings they are; null for the dimensions
    /// themselves.
    async fn dimension(&self) -> Option<&str> {
        self.0.dimension.as_ref().map(Code::as_str)
    }

    /// What that dimension, or the questionnaire, was called when the study opened.
    async fn name(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.name, language.as_deref())
    }

    /// The siblings, in the order of the questionnaire.
    async fn members(&self) -> Vec<DelphiMember<'a>> {
        self.0.members.iter().map(DelphiMember).collect()
    }
}

/// A dimension or an item that gets a weight.
pub(super) struct DelphiMember<'a>(&'a Member);

/// A dimension or an item that gets a weight.
#[Object]
impl DelphiMember<'_> {
    /// The code of the dimension or of the item.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// What people read.
    async fn name(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.name, language.as_deref())
    }
}

/// One round of a Delphi study.
pub(super) struct DelphiRound {
    subject: Subject,
    round: domain::Round,
}

impl DelphiRound {
    /// A round of `study`.
    pub(super) fn of(study: &domain::Study, round: domain::Round) -> Self {
        Self {
            subject: study.subject.clone(),
            round,
        }
    }

    fn result(&self) -> Option<&RoundResult> {
        self.round.closed.as_ref().map(|(_, result)| result)
    }
}

/// One round of a Delphi study. What it found is told when it has closed.
#[Object]
impl DelphiRound {
    /// 1 for the first.
    async fn number(&self) -> i32 {
        self.round.number
    }

    /// When it began.
    async fn opened_at(&self) -> Moment {
        self.round.opened_at.into()
    }

    /// When it closed; null while it runs.
    async fn closed_at(&self) -> Option<Moment> {
        self.round.closed.as_ref().map(|(at, _)| (*at).into())
    }

    /// How many experts gave weights; null while it runs.
    async fn answered(&self) -> Option<u32> {
        self.result().map(|result| result.answered)
    }

    /// What was found for each group; null while it runs.
    async fn results(&self) -> Option<Vec<DelphiGroupResult>> {
        let result = self.result()?;
        let groups = self.subject.groups.iter().zip(&result.groups);
        let results = groups.map(|(group, result)| DelphiGroupResult::of(group, result));
        Some(results.collect())
    }

    /// What the viewer gave; null where the viewer gave nothing. Nobody else reads it.
    async fn mine(&self, context: &Context<'_>) -> Result<Option<Vec<DelphiGroupWeights>>> {
        let loaders = context.data::<WeightingLoaders>()?;
        let given = loaders
            .own_weights
            .one(context, self.round.study_id)
            .await?;
        let mut given = given.unwrap_or_default().into_iter();
        let given = given.find(|given| given.round == self.round.number);
        Ok(given.map(|given| weights_of(&self.subject, &given)))
    }
}

/// What a round found for one group.
#[derive(SimpleObject)]
pub(super) struct DelphiGroupResult {
    /// The code of the dimension whose ratings were weighed; null for the dimensions
    /// themselves.
    dimension: Option<String>,
    /// The largest spread of its members, percentage points; the experts agree where it
    /// is not above the bound of the study.
    spread: Decimal,
    /// The siblings, in the order of the questionnaire.
    members: Vec<DelphiMemberResult>,
}

/// What a round found for a dimension or an item.
#[derive(SimpleObject)]
pub(super) struct DelphiMemberResult {
    /// The code of the dimension or of the item.
    code: String,
    /// A quarter of the experts gave this or less, percent.
    lower_quartile: Decimal,
    /// Half of the experts gave this or less, percent.
    median: Decimal,
    /// Three quarters of the experts gave this or less, percent.
    upper_quartile: Decimal,
    /// The interquartile range: the upper quartile less the lower one, percentage points.
    spread: Decimal,
    /// The weight found, percent with two places: the median, brought to a total of 100
    /// in its group by the largest remainder.
    weight: Decimal,
}

impl DelphiGroupResult {
    fn of(group: &Group, result: &domain::GroupResult) -> Self {
        let members = group.members.iter().zip(&result.members);
        let members = members.map(|(member, found)| DelphiMemberResult {
            code: member.code.as_str().to_owned(),
            lower_quartile: (&found.lower_quartile).into(),
            median: (&found.median).into(),
            upper_quartile: (&found.upper_quartile).into(),
            spread: (&found.spread).into(),
            weight: (&found.weight).into(),
        });
        Self {
            dimension: group.dimension.as_ref().map(|it| it.as_str().to_owned()),
            spread: (&result.spread).into(),
            members: members.collect(),
        }
    }
}

/// The weights that the viewer gave to one group. For the viewer alone.
#[derive(SimpleObject)]
pub(super) struct DelphiGroupWeights {
    /// The code of the dimension whose ratings are weighed; null for the dimensions
    /// themselves.
    dimension: Option<String>,
    /// The weights, in the order of the questionnaire.
    weights: Vec<DelphiWeight>,
}

/// A weight that the viewer gave. For the viewer alone.
#[derive(SimpleObject)]
pub(super) struct DelphiWeight {
    /// The code of the dimension or of the item.
    code: String,
    /// Its share in the group, percent.
    weight: Decimal,
}

fn weights_of(subject: &Subject, given: &domain::GivenWeights) -> Vec<DelphiGroupWeights> {
    let groups = subject.groups.iter().zip(given.sheet.groups());
    let shown = groups.map(|(group, weights)| {
        let weights = group.members.iter().zip(weights);
        DelphiGroupWeights {
            dimension: group.dimension.as_ref().map(|it| it.as_str().to_owned()),
            weights: weights
                .map(|(member, weight)| DelphiWeight {
                    code: member.code.as_str().to_owned(),
                    weight: weight.into(),
                })
                .collect(),
        }
    });
    shown.collect()
}
