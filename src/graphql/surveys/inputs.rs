//! What the mutations of survey plans take.

use async_graphql::{ID, InputObject};

use super::enums::{FrameJoin, FrameOperator, SamplingMethod, SurveyChannel, SurveyPlanState};
use crate::graphql::base::{Date, Decimal};
use crate::graphql::cycles::Confidentiality;
use crate::kernel::{Failure, Parse};
use crate::surveys;

/// A survey plan to be made.
#[derive(InputObject)]
pub(crate) struct SurveyPlanCreateInput {
    /// The cycle for which it asks: a draft or open.
    pub(super) cycle_id: ID,
    #[graphql(flatten)]
    pub(super) plan: SurveyPlanUpdateInput,
}

/// A survey plan as it shall be: every field is replaced, but a seed that is left out stays.
#[derive(InputObject)]
pub(crate) struct SurveyPlanUpdateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// What is asked: a published version.
    questionnaire_version_id: ID,
    /// Who is assessed.
    assessed_department_id: ID,
    /// How contacts are asked; LINK by default.
    channel: Option<SurveyChannel>,
    /// Whom it is about; everybody by default.
    frame: Option<SurveyFrameInput>,
    /// How they are chosen; everybody by default.
    sampling: Option<SurveySamplingInput>,
    /// The ratios that valid answers keep, one for each attribute; at most 5.
    quotas: Option<Vec<SurveyQuotaInput>>,
    /// The first day; the day on which the cycle opens by default.
    start: Option<Date>,
    /// The last day; the day on which the cycle closes by default.
    end: Option<Date>,
    /// When asking begins on each day, `HH:MM` where the company is; 00:00 by default.
    daily_from: Option<String>,
    /// When asking ends on each day, `HH:MM`; 24:00 by default.
    daily_until: Option<String>,
    /// How many are asked on one day, 1 to 1,000,000; everyone by default.
    daily_quota: Option<i32>,
    /// How long an invitation can be answered, in seconds; 0, for ever, by default.
    validity_seconds: Option<i32>,
    /// Whether the plan may ask somebody again whom it has asked already; false by default.
    repeat: Option<bool>,
    /// For how many days before and after a question of another plan nobody is asked, 0 to
    /// 3,660; 0 by default.
    rest_days: Option<i32>,
    /// What is asked after an answer that calls for more.
    follow_up: Option<SurveyFollowUpInput>,
    /// How many more than places are drawn, 0 to 1,000,000; 0 by default.
    reserve: Option<i32>,
    /// The checked monthly table from which it draws; the register by default.
    monthly_table_id: Option<ID>,
    /// What contacts are promised; ATTRIBUTED by default.
    confidentiality: Option<Confidentiality>,
}

/// Which contacts a plan is about, by the attributes of their customers.
#[derive(InputObject)]
pub(crate) struct SurveyFrameInput {
    /// How the conditions are joined; AND by default.
    join: Option<FrameJoin>,
    /// What the attributes must be, at most 20; none for everybody.
    #[graphql(default)]
    conditions: Vec<FrameConditionInput>,
}

/// What one attribute must be.
#[derive(InputObject)]
pub(crate) struct FrameConditionInput {
    /// The attribute's key.
    key: String,
    /// How it is compared.
    operator: FrameOperator,
    /// With what: one value, for IN and NE up to 200.
    values: Vec<String>,
}

/// How contacts are chosen. What the method does not use is refused.
#[derive(InputObject)]
pub(crate) struct SurveySamplingInput {
    /// The way.
    method: SamplingMethod,
    /// How many places there are, 1 to 1,000,000.
    size: Option<i32>,
    /// The key of the attribute that makes strata or groups.
    by: Option<String>,
    /// The places of each stratum, at most 200; nobody from one that is not named.
    fixed: Option<Vec<StratumSizeInput>>,
    /// The standard deviations that are known, at most 200.
    deviations: Option<Vec<StratumDeviationInput>>,
    /// The percentage of each group, more than 0 and at most 100.
    percent: Option<Decimal>,
    /// The share of the annual volume in per cent, more than 0 and at most 100.
    volume_share: Option<Decimal>,
    /// What is drawn from: 1 to 200 characters; made by the server by default.
    seed: Option<String>,
}

/// The places of one stratum.
#[derive(InputObject)]
pub(crate) struct StratumSizeInput {
    /// The value of the attribute.
    value: String,
    /// How many, 0 to 1,000,000.
    size: i32,
}

/// The standard deviation of one stratum.
#[derive(InputObject)]
pub(crate) struct StratumDeviationInput {
    /// The value of the attribute.
    value: String,
    /// The standard deviation, 0 or more.
    deviation: Decimal,
}

/// The ratio in which the values of one attribute shall answer.
#[derive(InputObject)]
pub(crate) struct SurveyQuotaInput {
    /// The attribute's key; each once.
    key: String,
    /// The ratio of each value, at most 200; nobody of a value that is not named.
    ratios: Vec<QuotaRatioInput>,
}

/// The ratio of one value.
#[derive(InputObject)]
pub(crate) struct QuotaRatioInput {
    /// The value of the attribute.
    value: String,
    /// Its part of the sum of all, 0 to 1,000,000; 0 leaves it out.
    ratio: i32,
}

/// What is asked after an answer that calls for more.
#[derive(InputObject)]
pub(crate) struct SurveyFollowUpInput {
    /// With which published version.
    questionnaire_version_id: ID,
    /// The code of the rating item that decides.
    item: String,
    /// At this level or below.
    at_or_below: i32,
}

/// Which plans a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct SurveyPlanFilterInput {
    /// Of this cycle.
    cycle_id: Option<ID>,
    /// About this department.
    assessed_department_id: Option<ID>,
    /// In this state.
    state: Option<SurveyPlanState>,
}

impl From<SurveyPlanUpdateInput> for surveys::TypedPlan {
    fn from(input: SurveyPlanUpdateInput) -> Self {
        let seed = input.sampling.as_ref().and_then(|it| it.seed.clone());
        let quotas = input.quotas.unwrap_or_default();
        Self {
            code: input.code,
            name: input.name,
            questionnaire_version_id: input.questionnaire_version_id.0,
            assessed_department_id: input.assessed_department_id.0,
            channel: input.channel.map(Into::into),
            confidentiality: input.confidentiality.map(Into::into),
            frame: input.frame.map(Into::into),
            sampling: input.sampling.map(Into::into),
            seed,
            quotas: quotas.into_iter().map(Into::into).collect(),
            reserve: input.reserve,
            start: input.start.map(|day| day.parse()),
            end: input.end.map(|day| day.parse()),
            daily_from: input.daily_from,
            daily_until: input.daily_until,
            daily_quota: input.daily_quota,
            validity_seconds: input.validity_seconds,
            repeat: input.repeat,
            rest_days: input.rest_days,
            follow_up: input.follow_up.map(|it| surveys::TypedFollowUp {
                questionnaire_version_id: it.questionnaire_version_id.0,
                item: it.item,
                at_or_below: it.at_or_below,
            }),
            monthly_table_id: input.monthly_table_id.map(|id| id.0),
        }
    }
}

impl From<SurveyFrameInput> for surveys::TypedFrame {
    fn from(input: SurveyFrameInput) -> Self {
        let condition = |it: FrameConditionInput| surveys::TypedCondition {
            key: it.key,
            operator: it.operator.into(),
            values: it.values,
        };
        Self {
            join: input.join.map(Into::into),
            conditions: input.conditions.into_iter().map(condition).collect(),
        }
    }
}

impl From<SurveySamplingInput> for surveys::TypedSampling {
    fn from(input: SurveySamplingInput) -> Self {
        let fixed = |it: StratumSizeInput| (it.value, it.size);
        let deviation = |it: StratumDeviationInput| (it.value, it.deviation.parse());
        Self {
            method: input.method.into(),
            size: input.size,
            by: input.by,
            fixed: input.fixed.map(|all| all.into_iter().map(fixed).collect()),
            deviations: input
                .deviations
                .map(|all| all.into_iter().map(deviation).collect()),
            percent: input.percent.map(|it| it.parse()),
            volume_share: input.volume_share.map(|it| it.parse()),
        }
    }
}

impl From<SurveyQuotaInput> for surveys::TypedQuota {
    fn from(input: SurveyQuotaInput) -> Self {
        let ratios = input.ratios.into_iter();
        Self {
            key: input.key,
            ratios: ratios.map(|it| (it.value, it.ratio)).collect(),
        }
    }
}

impl TryFrom<SurveyPlanFilterInput> for surveys::PlanFilter {
    type Error = Failure;

    fn try_from(input: SurveyPlanFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let cycle = input.cycle_id.as_deref().map(String::as_str);
        let cycle = parse.optional_id("cycleId", cycle, "cycle", "考核周期");
        let assessed = input.assessed_department_id.as_deref().map(String::as_str);
        let assessed = parse.optional_id("assessedDepartmentId", assessed, "department", "部门");
        let (cycle, assessed) = parse.finish(cycle.zip(assessed))?;
        Ok(Self {
            cycle,
            assessed,
            state: input.state.map(Into::into),
        })
    }
}
