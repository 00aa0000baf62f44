//! Delphi studies as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::WeightingLoaders;
use super::rounds::{DelphiGroup, DelphiRound};
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::org::{Employee, employee};
use crate::graphql::questionnaires::{Questionnaire, QuestionnaireLoaders, worded};
use crate::weighting as domain;

/// Where a Delphi study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::weighting::StudyState")]
pub(crate) enum DelphiStudyState {
    /// A round is running (进行中).
    Open,
    /// The experts agree as closely as was asked (已达成一致).
    Agreed,
    /// It was ended, or ran out of rounds, before they did (已终止).
    Ended,
    /// What it found is in the questionnaire (已采用).
    Applied,
}

/// Experts look for the weights of a questionnaire, round by round (德尔菲法). HR,
/// EXECUTIVE and AUDITOR read it, and the experts who are asked. Nobody reads the weights
/// of another.
#[derive(Clone)]
pub(crate) struct DelphiStudy(pub(crate) domain::Study);

impl From<domain::Study> for DelphiStudy {
    fn from(study: domain::Study) -> Self {
        Self(study)
    }
}

/// Experts look for the weights of a questionnaire, round by round (德尔菲法). HR,
/// EXECUTIVE and AUDITOR read it, and the experts who are asked. Nobody reads the weights
/// of another.
#[Object]
impl DelphiStudy {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What the questionnaire was called when the study opened.
    async fn name(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.subject.name, language.as_deref())
    }

    /// The questionnaire whose weights are looked for; null for experts, who may not read
    /// questionnaires.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<Questionnaire>> {
        let loaders = context.data::<QuestionnaireLoaders>()?;
        let id = self.0.questionnaire_id;
        let found = loaders.questionnaires.one(context, id).await?;
        Ok(found.map(Questionnaire))
    }

    /// Where it stands.
    async fn state(&self) -> DelphiStudyState {
        self.0.state.into()
    }

    /// The spread at or below which the experts agree: interquartile range, percentage
    /// points.
    async fn bound(&self) -> Decimal {
        (&self.0.bound).into()
    }

    /// The round that runs, or the last that closed; 0 where none did. Send it back with
    /// `delphiWeightsGive`.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// When the first round began.
    async fn opened_at(&self) -> Moment {
        self.0.opened_at.into()
    }

    /// Since when no round runs; null while one does.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Into::into)
    }

    /// What is weighed: each group totals 100.
    async fn groups(&self) -> Vec<DelphiGroup<'_>> {
        self.0.subject.groups.iter().map(DelphiGroup).collect()
    }

    /// The rounds, the newest first, at most 20.
    async fn rounds(&self, context: &Context<'_>) -> Result<Vec<DelphiRound>> {
        let loaders = context.data::<WeightingLoaders>()?;
        let rounds = loaders.rounds.one(context, self.0.id).await?;
        let rounds = rounds.unwrap_or_default().into_iter();
        let study = &self.0;
        Ok(rounds.map(|round| DelphiRound::of(study, round)).collect())
    }

    /// How many experts are asked, at most 100.
    async fn asked(&self, context: &Context<'_>) -> Result<u32> {
        let loaders = context.data::<WeightingLoaders>()?;
        let turnout = loaders.turnouts.one(context, self.0.id).await?;
        Ok(turnout.unwrap_or_default().asked)
    }

    /// How many of them gave weights in the round that runs or ran last.
    async fn answered(&self, context: &Context<'_>) -> Result<u32> {
        let loaders = context.data::<WeightingLoaders>()?;
        let turnout = loaders.turnouts.one(context, self.0.id).await?;
        Ok(turnout.unwrap_or_default().answered)
    }

    /// Who is asked. HR, EXECUTIVE, AUDITOR; null for experts, who do not know each other.
    async fn experts(&self, context: &Context<'_>) -> Result<Option<Vec<DelphiExpert>>> {
        let loaders = context.data::<WeightingLoaders>()?;
        let found = loaders.experts.one(context, self.0.id).await?;
        Ok(found.map(|experts| experts.into_iter().map(DelphiExpert).collect()))
    }
}

/// Somebody who is asked in a Delphi study.
pub(crate) struct DelphiExpert(domain::Expert);

/// Somebody who is asked in a Delphi study. HR, EXECUTIVE, AUDITOR.
#[Object]
impl DelphiExpert {
    /// The person.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, Some(self.0.employee_id)).await
    }

    /// Whether the person gave weights in the round that runs or ran last; not which.
    async fn answered(&self) -> bool {
        self.0.answered
    }
}
