//! The parts of a survey plan as the API shows them.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::enums::{FrameJoin, FrameOperator, SamplingMethod};
use crate::graphql::base::Decimal;
use crate::graphql::questionnaires::{QuestionnaireVersion, version};
use crate::surveys::{self, Sampling};

/// Which contacts a plan is about, by the attributes of their customers.
#[derive(SimpleObject)]
pub(crate) struct SurveyFrame {
    /// How the conditions are joined.
    join: FrameJoin,
    /// What the attributes must be; none for everybody.
    conditions: Vec<FrameCondition>,
}

/// What one attribute must be.
#[derive(SimpleObject)]
pub(crate) struct FrameCondition {
    /// The attribute's key.
    key: String,
    /// How it is compared.
    operator: FrameOperator,
    /// With what.
    values: Vec<String>,
}

impl From<&surveys::Frame> for SurveyFrame {
    fn from(frame: &surveys::Frame) -> Self {
        let condition = |condition: &surveys::Condition| FrameCondition {
            key: condition.key.clone(),
            operator: condition.operator.into(),
            values: condition.values.clone(),
        };
        Self {
            join: frame.join.into(),
            conditions: frame.conditions.iter().map(condition).collect(),
        }
    }
}

/// How contacts are chosen.
pub(crate) struct SurveySampling<'a>(pub(super) &'a Sampling);

/// How contacts are chosen.
#[Object]
impl SurveySampling<'_> {
    /// The way.
    async fn method(&self) -> SamplingMethod {
        self.0.method().into()
    }

    /// How many places there are; null where that depends on the frame.
    async fn size(&self) -> Option<u32> {
        self.0.size()
    }

    /// The attribute that makes strata or groups.
    async fn by(&self) -> Option<&str> {
        self.0.by()
    }

    /// The places of each stratum, of STRATIFIED_FIXED.
    async fn fixed(&self) -> Vec<StratumSize> {
        match self.0 {
            Sampling::Fixed { sizes, .. } => sizes
                .iter()
                .map(|it| StratumSize {
                    value: it.value.clone(),
                    size: it.size,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The standard deviations that are known, of STRATIFIED_NEYMAN.
    async fn deviations(&self) -> Vec<StratumDeviation> {
        match self.0 {
            Sampling::Neyman { deviations, .. } => deviations
                .iter()
                .map(|it| StratumDeviation {
                    value: it.value.clone(),
                    deviation: (&it.deviation).into(),
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The percentage of each group, of PERCENT_PER_GROUP.
    async fn percent(&self) -> Option<Decimal> {
        match self.0 {
            Sampling::PercentPerGroup { percent, .. } => Some(percent.into()),
            _ => None,
        }
    }

    /// The share of the annual volume in per cent, of CUMULATIVE_VOLUME.
    async fn volume_share(&self) -> Option<Decimal> {
        match self.0 {
            Sampling::CumulativeVolume { share } => Some(share.into()),
            _ => None,
        }
    }
}

/// The places of one stratum.
#[derive(SimpleObject)]
pub(crate) struct StratumSize {
    /// The value of the attribute.
    value: String,
    /// How many.
    size: u32,
}

/// The standard deviation of one stratum.
#[derive(SimpleObject)]
pub(crate) struct StratumDeviation {
    /// The value of the attribute.
    value: String,
    /// The standard deviation.
    deviation: Decimal,
}

/// The ratio in which the values of one attribute shall answer.
#[derive(SimpleObject)]
pub(crate) struct SurveyQuota {
    /// The attribute's key.
    key: String,
    /// The ratio of each value.
    ratios: Vec<QuotaRatio>,
}

/// The ratio of one value.
#[derive(SimpleObject)]
pub(crate) struct QuotaRatio {
    /// The value of the attribute.
    value: String,
    /// Its part of the sum of all; 0 leaves it out.
    ratio: u32,
}

impl From<&surveys::Quota> for SurveyQuota {
    fn from(quota: &surveys::Quota) -> Self {
        let ratio = |ratio: &surveys::Ratio| QuotaRatio {
            value: ratio.value.clone(),
            ratio: ratio.ratio,
        };
        Self {
            key: quota.key.clone(),
            ratios: quota.ratios.iter().map(ratio).collect(),
        }
    }
}

/// What is asked after an answer that calls for more.
pub(crate) struct SurveyFollowUp<'a>(pub(super) &'a surveys::FollowUp);

/// What is asked after an answer that calls for more.
#[Object]
impl SurveyFollowUp<'_> {
    /// With which questionnaire.
    async fn questionnaire_version(
        &self,
        context: &Context<'_>,
    ) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.questionnaire_version_id)).await
    }

    /// The rating item that decides.
    async fn item(&self) -> &str {
        self.0.item.as_str()
    }

    /// At this level or below.
    async fn at_or_below(&self) -> i32 {
        self.0.at_or_below
    }
}
