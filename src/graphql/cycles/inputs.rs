//! What the mutations of the internal assessment take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::enums::{Confidentiality, EvaluatorRule, Normalisation, PeriodKind, TargetMeasure};
use crate::cycles;
use crate::graphql::base::{Date, Decimal, Moment};
use crate::graphql::org::DepartmentKind;
use crate::kernel::{Failure, Parse};

/// The days that a cycle judges.
#[derive(InputObject)]
pub(crate) struct PeriodInput {
    /// How long the period is; its days must fit.
    kind: PeriodKind,
    /// The first day.
    start: Date,
    /// The last day, which still belongs to it.
    end: Date,
}

impl PeriodInput {
    /// The days, within the object that is being read.
    pub(crate) fn read(&self, parse: &mut Parse) -> Option<cycles::Period> {
        parse.object("period", |parse| {
            let start = parse.field("start", self.start.parse());
            let end = parse.field("end", self.end.parse());
            cycles::Period::read(parse, self.kind.into(), start?, end?)
        })
    }
}

/// How a cycle is scored. What is left out has its default, or stays as it is.
#[derive(Default, InputObject)]
pub(crate) struct ScoringInput {
    /// How levels become 0 to 100; RATIO_OF_MAX by default.
    normalisation: Option<Normalisation>,
    /// How many missing ratings count as neutral, 0 to 100; 1 by default.
    missing_allowed: Option<i32>,
    /// The index, 0 to 100, from which on a response is satisfied; 70 by default.
    satisfied_threshold: Option<Decimal>,
    /// The target, 0 to 100; null for none.
    target: MaybeUndefined<Decimal>,
    /// What the target is set on; RATE by default.
    target_measure: Option<TargetMeasure>,
    /// The share of weight in per cent, 0 to 100, below which a score is provisional;
    /// 50 by default.
    min_coverage: Option<Decimal>,
    /// The fewest people whose answers may be shown as a group: 1 to 1,000, at least 2
    /// where more than ATTRIBUTED is promised; 5 by default.
    min_group: Option<i32>,
}

/// A cycle to be made.
#[derive(InputObject)]
pub(crate) struct CycleCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// The days that are judged.
    period: PeriodInput,
    /// When it opens by itself, with `autoOpen`.
    opens_at: Moment,
    /// When it closes by itself; after `opensAt`.
    closes_at: Moment,
    /// Whether it opens by itself; false by default.
    auto_open: Option<bool>,
    /// What evaluators are promised; ATTRIBUTED by default.
    confidentiality: Option<Confidentiality>,
    /// How it is scored.
    scoring: Option<ScoringInput>,
}

/// Changes of a cycle; what is left out stays as it is. An open cycle takes a later
/// `closesAt` and nothing else.
#[derive(InputObject)]
pub(crate) struct CycleUpdateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique.
    code: Option<String>,
    /// What people read: 1 to 200 characters.
    name: Option<String>,
    /// The days that are judged.
    period: Option<PeriodInput>,
    /// When it opens by itself, with `autoOpen`.
    opens_at: Option<Moment>,
    /// When it closes by itself; after `opensAt`.
    closes_at: Option<Moment>,
    /// Whether it opens by itself.
    auto_open: Option<bool>,
    /// What evaluators are promised.
    confidentiality: Option<Confidentiality>,
    /// How it is scored, field by field.
    scoring: Option<ScoringInput>,
}

/// One assessed department.
#[derive(InputObject)]
pub(crate) struct MatrixRowInput {
    /// Who is assessed; one row for each.
    assessed_department_id: ID,
    /// With which published version of which questionnaire.
    questionnaire_version_id: ID,
    /// By whom: 1 to 500 assessors.
    assessors: Vec<AssessorInput>,
}

/// A department, or all departments of a kind that exist at the opening. A department
/// named by itself beats a kind that covers it as well.
#[derive(InputObject)]
pub(crate) struct AssessorInput {
    /// The department; this or `departmentKind`.
    department_id: Option<ID>,
    /// The kind of department; this or `departmentId`. Never includes the assessed.
    department_kind: Option<DepartmentKind>,
    /// The weight relative to the row's other assessors, greater than 0 and at most
    /// 1,000,000: all have one, or none. A kind's weight is shared equally.
    weight: Option<Decimal>,
    /// Who answers.
    evaluators: EvaluatorsInput,
}

/// Who answers for an assessing department.
#[derive(InputObject)]
pub(crate) struct EvaluatorsInput {
    /// How they are found.
    rule: EvaluatorRule,
    /// Who, with NAMED: 1 to 500 people.
    employee_ids: Option<Vec<ID>>,
    /// How many, with RANDOM: 1 to 10,000.
    count: Option<i32>,
}

impl From<PeriodInput> for cycles::TypedPeriod {
    fn from(input: PeriodInput) -> Self {
        Self {
            kind: input.kind.into(),
            start: input.start.parse(),
            end: input.end.parse(),
        }
    }
}

impl From<ScoringInput> for cycles::TypedScoring {
    fn from(input: ScoringInput) -> Self {
        let decimal = |decimal: Decimal| decimal.parse();
        Self {
            normalisation: input.normalisation.map(Into::into),
            missing_allowed: input.missing_allowed,
            satisfied_threshold: input.satisfied_threshold.map(decimal),
            target: match input.target {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(target) => Some(Some(decimal(target))),
            },
            target_measure: input.target_measure.map(Into::into),
            min_coverage: input.min_coverage.map(decimal),
            min_group: input.min_group,
        }
    }
}

impl TryFrom<CycleCreateInput> for cycles::NewCycle {
    type Error = Failure;

    fn try_from(input: CycleCreateInput) -> Result<Self, Failure> {
        let typed = cycles::TypedCycle {
            code: input.code,
            name: input.name,
            period: input.period.into(),
            opens_at: input.opens_at.parse(),
            closes_at: input.closes_at.parse(),
            auto_open: input.auto_open,
            confidentiality: input.confidentiality.map(Into::into),
            scoring: input.scoring.unwrap_or_default().into(),
        };
        Ok(Self::read("input", typed)?)
    }
}

impl From<CycleUpdateInput> for cycles::CycleChanges {
    fn from(input: CycleUpdateInput) -> Self {
        Self {
            code: input.code,
            name: input.name,
            period: input.period.map(Into::into),
            opens_at: input.opens_at.map(|at| at.parse()),
            closes_at: input.closes_at.map(|at| at.parse()),
            auto_open: input.auto_open,
            confidentiality: input.confidentiality.map(Into::into),
            scoring: input.scoring.map(Into::into),
        }
    }
}

impl From<MatrixRowInput> for cycles::TypedRow {
    fn from(input: MatrixRowInput) -> Self {
        Self {
            assessed_department_id: input.assessed_department_id.0,
            questionnaire_version_id: input.questionnaire_version_id.0,
            assessors: input.assessors.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<AssessorInput> for cycles::TypedAssessor {
    fn from(input: AssessorInput) -> Self {
        let people = input.evaluators.employee_ids;
        Self {
            department_id: input.department_id.map(|id| id.0),
            department_kind: input.department_kind.map(Into::into),
            weight: input.weight.map(|weight| weight.parse()),
            evaluators: cycles::TypedEvaluators {
                rule: input.evaluators.rule.into(),
                employee_ids: people.map(|ids| ids.into_iter().map(|id| id.0).collect()),
                count: input.evaluators.count,
            },
        }
    }
}
