//! What the mutations of schemes take.

use async_graphql::{ID, InputObject};

use super::enums::{KpiIndicatorKind, KpiMissing, KpiSubjectKind};
use crate::graphql::base::Decimal;
use crate::graphql::cycles::PeriodKind;
use crate::kernel::text::Name;
use crate::kernel::{Failure, Parse};
use crate::kpi;

/// A scheme to be made.
#[derive(InputObject)]
pub(crate) struct KpiSchemeCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// Who is measured.
    subject: KpiSubjectKind,
    /// How long its periods are: MONTH, QUARTER, HALF_YEAR or YEAR.
    period: PeriodKind,
    #[graphql(flatten)]
    content: KpiContentInput,
}

/// A scheme as it shall be: everything but code, subject and period is replaced.
#[derive(InputObject)]
pub(crate) struct KpiSchemeUpdateInput {
    /// What people read: 1 to 200 characters.
    name: String,
    #[graphql(flatten)]
    content: KpiContentInput,
}

/// What a version of a scheme says.
#[derive(InputObject)]
pub(crate) struct KpiContentInput {
    /// The top of the weight tree, at most 50 parts, 6 levels and 200 indicators; siblings
    /// total 100 when it is published.
    root: Vec<KpiNodeInput>,
    /// The grades, at most 50; none by default.
    grades: Option<Vec<KpiGradeInput>>,
    /// Within how many working days of publication a subject may appeal, 1 to 60; 7 by
    /// default.
    appeal_working_days: Option<i32>,
    /// Within how many working days an appeal is to be decided, 1 to 60; as many as for
    /// appealing by default.
    decision_working_days: Option<i32>,
    /// The most bonus points that count together; no limit by default.
    bonus_cap: Option<Decimal>,
    /// The most penalty points that count together; no limit by default.
    penalty_cap: Option<Decimal>,
    /// How many may, and must, have which grade; by the bands alone by default.
    distribution: Option<Vec<KpiDistributionInput>>,
    /// Departments with fewer sheets than this share one pool of the distribution, 1 to
    /// 1,000; 5 by default.
    pool_below: Option<i32>,
}

/// A part of the weight tree: with either children or an indicator.
#[derive(InputObject)]
pub(crate) struct KpiNodeInput {
    /// What programs call it: 1 to 64 letters, digits, `.`, `_`, `-`; unique among siblings.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// Its share among its siblings in per cent, 0 to 100.
    weight: Decimal,
    /// What it is made of, at most 50 parts.
    children: Option<Vec<KpiNodeInput>>,
    /// What is measured.
    indicator: Option<KpiIndicatorInput>,
}

/// An indicator. What its kind does not use is left aside.
#[derive(InputObject)]
pub(crate) struct KpiIndicatorInput {
    /// How its figure becomes a score.
    kind: KpiIndicatorKind,
    /// The target with which sheets begin; set in each sheet by default.
    target: Option<Decimal>,
    /// Full marks, more than 0; 100 by default.
    full: Option<Decimal>,
    /// The highest score; no limit by default.
    cap: Option<Decimal>,
    /// The lowest score; 0 by default.
    floor: Option<Decimal>,
    /// What each case costs, 0 or more; 1 by default.
    unit: Option<Decimal>,
    /// The step table, at most 50 steps.
    steps: Option<Vec<KpiStepInput>>,
    /// An expression in CEL over `actual`, `target`, `full`, `unit` and decimals, with
    /// `+ - * /`, comparisons, `&& || !`, `? :`, `min` and `max`; at most 1,000 bytes, 12
    /// parentheses within each other and 100 signs. Nothing is computed in floats.
    expression: Option<String>,
    /// What is pulled; the whole index by default.
    satisfaction: Option<KpiSatisfactionInput>,
    /// What becomes of a line without a score; RENORMALISE by default.
    missing: Option<KpiMissing>,
}

/// A step of a table.
#[derive(InputObject)]
pub(crate) struct KpiStepInput {
    /// The lowest figure of the step.
    from: Decimal,
    /// Its score.
    score: Decimal,
}

/// What is pulled from an assessment.
#[derive(InputObject)]
pub(crate) struct KpiSatisfactionInput {
    /// The code of a dimension; the whole index by default.
    dimension: Option<String>,
}

/// A grade.
#[derive(InputObject)]
pub(crate) struct KpiGradeInput {
    /// What it is called, such as `A`.
    code: String,
    /// The lowest total that has it.
    from: Decimal,
    /// What the bonus is multiplied with, 0 or more.
    coefficient: Decimal,
}

/// How many may, and must, have a grade.
#[derive(InputObject)]
pub(crate) struct KpiDistributionInput {
    /// The grade.
    grade: String,
    /// The largest share in per cent, rounded down to people; not for the lowest grade.
    at_most: Option<Decimal>,
    /// The smallest share in per cent, rounded up to people; not for the highest grade.
    at_least: Option<Decimal>,
}

impl From<KpiContentInput> for kpi::TypedContent {
    fn from(input: KpiContentInput) -> Self {
        let grade = |it: KpiGradeInput| kpi::TypedGrade {
            code: it.code,
            from: it.from.parse(),
            coefficient: it.coefficient.parse(),
        };
        let rule = |it: KpiDistributionInput| kpi::TypedDistribution {
            grade: it.grade,
            at_most: it.at_most.map(|it| it.parse()),
            at_least: it.at_least.map(|it| it.parse()),
        };
        let distribution = input.distribution.unwrap_or_default();
        Self {
            root: input.root.into_iter().map(Into::into).collect(),
            grades: input
                .grades
                .unwrap_or_default()
                .into_iter()
                .map(grade)
                .collect(),
            appeal_working_days: input.appeal_working_days,
            decision_working_days: input.decision_working_days,
            bonus_cap: input.bonus_cap.map(|it| it.parse()),
            penalty_cap: input.penalty_cap.map(|it| it.parse()),
            distribution: distribution.into_iter().map(rule).collect(),
            pool_below: input.pool_below,
        }
    }
}

impl From<KpiNodeInput> for kpi::TypedNode {
    fn from(input: KpiNodeInput) -> Self {
        let children = input.children;
        Self {
            code: input.code,
            name: input.name,
            weight: input.weight.parse(),
            children: children.map(|all| all.into_iter().map(Into::into).collect()),
            indicator: input.indicator.map(Into::into),
        }
    }
}

impl From<KpiIndicatorInput> for kpi::TypedIndicator {
    fn from(input: KpiIndicatorInput) -> Self {
        let steps = input.steps.unwrap_or_default().into_iter();
        Self {
            kind: input.kind.into(),
            target: input.target.map(|it| it.parse()),
            full: input.full.map(|it| it.parse()),
            cap: input.cap.map(|it| it.parse()),
            floor: input.floor.map(|it| it.parse()),
            unit: input.unit.map(|it| it.parse()),
            steps: steps
                .map(|it| (it.from.parse(), it.score.parse()))
                .collect(),
            expression: input.expression,
            dimension: input.satisfaction.and_then(|it| it.dimension),
            missing: input.missing.map(Into::into),
        }
    }
}

impl TryFrom<KpiSchemeCreateInput> for kpi::NewScheme {
    type Error = Failure;

    fn try_from(input: KpiSchemeCreateInput) -> Result<Self, Failure> {
        let (subject, period) = (input.subject.into(), input.period.into());
        let content = input.content.into();
        Ok(Self::read(
            &input.code,
            &input.name,
            subject,
            period,
            content,
        )?)
    }
}

impl KpiSchemeUpdateInput {
    /// What the scheme is called and says, and which one it is.
    pub(super) fn read(
        self,
        id: &ID,
    ) -> Result<(crate::kernel::ids::KpiSchemeId, Name, kpi::SchemeContent), Failure> {
        let mut parse = Parse::argument("input");
        let name = parse.field("name", Name::parse(&self.name));
        let content = kpi::SchemeContent::read(&mut parse, self.content.into());
        let (name, content) = parse.finish(name.zip(content))?;
        let id = crate::graphql::base::parse_id("id", id, "KPI scheme", "考核方案")?;
        Ok((id, name, content))
    }
}
