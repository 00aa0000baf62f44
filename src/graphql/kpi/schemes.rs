//! Schemes as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::KpiLoaders;
use super::enums::{KpiIndicatorKind, KpiMissing, KpiSubjectKind};
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::cycles::PeriodKind;
use crate::kpi::{self, Part, Rule};

/// A KPI scheme (考核方案) over all its versions. Everyone who works for the company may read
/// what is published.
#[derive(Clone)]
pub(crate) struct KpiScheme(pub(crate) kpi::Scheme);

impl From<kpi::Scheme> for KpiScheme {
    fn from(scheme: kpi::Scheme) -> Self {
        Self(scheme)
    }
}

/// A KPI scheme (考核方案) over all its versions. Everyone who works for the company may read
/// what is published.
#[Object]
impl KpiScheme {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who is measured.
    async fn subject(&self) -> KpiSubjectKind {
        self.0.subject.into()
    }

    /// How long its periods are.
    async fn period(&self) -> PeriodKind {
        self.0.period.into()
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Its versions, the newest first; the draft for HR alone.
    async fn versions(&self, context: &Context<'_>) -> Result<Vec<KpiSchemeVersion>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.versions_of.one(context, self.0.id).await?;
        let found = found.unwrap_or_default();
        Ok(found.into_iter().map(KpiSchemeVersion).collect())
    }
}

/// One version of a KPI scheme: it never changes once it is published.
#[derive(Clone)]
pub(crate) struct KpiSchemeVersion(pub(crate) kpi::SchemeVersion);

impl From<kpi::SchemeVersion> for KpiSchemeVersion {
    fn from(version: kpi::SchemeVersion) -> Self {
        Self(version)
    }
}

/// One version of a KPI scheme: it never changes once it is published.
#[Object]
impl KpiSchemeVersion {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts the versions of the scheme, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The scheme.
    async fn scheme(&self, context: &Context<'_>) -> Result<Option<KpiScheme>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.schemes.one(context, self.0.scheme_id).await?;
        Ok(found.map(KpiScheme))
    }

    /// When it was published; null for the draft.
    async fn published_at(&self) -> Option<Moment> {
        self.0.published_at.map(Into::into)
    }

    /// The weight tree, each part behind the group that it belongs to.
    async fn nodes(&self) -> Vec<KpiNode> {
        let mut nodes = Vec::new();
        flatten(&self.0.content.root, "", &mut nodes);
        nodes
    }

    /// The grades, the best first.
    async fn grades(&self) -> Vec<KpiGradeBand> {
        let grades = self.0.content.grades.iter();
        grades
            .map(|grade| KpiGradeBand {
                code: grade.code.clone(),
                from: (&grade.from).into(),
                coefficient: (&grade.coefficient).into(),
            })
            .collect()
    }

    /// Within how many working days of publication a subject may appeal.
    async fn appeal_working_days(&self) -> u32 {
        self.0.content.appeal_working_days
    }

    /// Within how many working days an appeal is to be decided.
    async fn decision_working_days(&self) -> u32 {
        self.0.content.decision_working_days
    }

    /// The most bonus points that count together.
    async fn bonus_cap(&self) -> Option<Decimal> {
        self.0.content.bonus_cap.as_ref().map(Into::into)
    }

    /// The most penalty points that count together.
    async fn penalty_cap(&self) -> Option<Decimal> {
        self.0.content.penalty_cap.as_ref().map(Into::into)
    }

    /// How many may, and must, have which grade.
    async fn distribution(&self) -> Vec<KpiDistribution> {
        let rules = self.0.content.distribution.iter();
        rules
            .map(|rule| KpiDistribution {
                grade: rule.grade.clone(),
                at_most: rule.at_most.as_ref().map(Into::into),
                at_least: rule.at_least.as_ref().map(Into::into),
            })
            .collect()
    }

    /// Departments with fewer sheets than this share one pool of the distribution.
    async fn pool_below(&self) -> u32 {
        self.0.content.pool_below
    }
}

/// A part of a weight tree.
#[derive(SimpleObject)]
pub(crate) struct KpiNode {
    /// The codes from the top, separated by `/`.
    path: String,
    /// The path of the group that it belongs to; null at the top.
    parent: Option<String>,
    /// What programs call it.
    code: String,
    /// What people read.
    name: String,
    /// Its share among its siblings in per cent.
    weight: Decimal,
    /// What is measured; null for a group.
    indicator: Option<KpiIndicator>,
}

/// What is measured, and how it becomes a score.
#[derive(SimpleObject)]
pub(crate) struct KpiIndicator {
    /// How its figure becomes a score.
    kind: KpiIndicatorKind,
    /// The target with which sheets begin.
    target: Option<Decimal>,
    /// Full marks, where the kind has some.
    full: Option<Decimal>,
    /// What each case costs, where the kind has cases.
    unit: Option<Decimal>,
    /// The highest score.
    cap: Option<Decimal>,
    /// The lowest score.
    floor: Decimal,
    /// The step table, the lowest step first; empty for other kinds.
    steps: Vec<KpiScoreStep>,
    /// The expression.
    expression: Option<String>,
    /// The dimension that is pulled.
    dimension: Option<String>,
    /// What becomes of a line without a score.
    missing: KpiMissing,
}

/// A step of a table.
#[derive(SimpleObject)]
pub(crate) struct KpiScoreStep {
    /// The lowest figure of the step.
    from: Decimal,
    /// Its score.
    score: Decimal,
}

/// A grade and its band.
#[derive(SimpleObject)]
pub(crate) struct KpiGradeBand {
    /// What it is called.
    code: String,
    /// The lowest total that has it.
    from: Decimal,
    /// What the bonus is multiplied with.
    coefficient: Decimal,
}

/// How many may, and must, have a grade.
#[derive(SimpleObject)]
pub(crate) struct KpiDistribution {
    /// The grade.
    grade: String,
    /// The largest share in per cent.
    at_most: Option<Decimal>,
    /// The smallest share in per cent.
    at_least: Option<Decimal>,
}

fn flatten(parts: &[kpi::Node], above: &str, into: &mut Vec<KpiNode>) {
    for part in parts {
        let code = part.code.as_str();
        let path = match above {
            "" => code.to_owned(),
            above => format!("{above}/{code}"),
        };
        let (indicator, children) = match &part.part {
            Part::Leaf(indicator) => (Some(indicator.as_ref().into()), [].as_slice()),
            Part::Group(children) => (None, children.as_slice()),
        };
        into.push(KpiNode {
            path: path.clone(),
            parent: (!above.is_empty()).then(|| above.to_owned()),
            code: code.to_owned(),
            name: part.name.clone(),
            weight: (&part.weight).into(),
            indicator,
        });
        flatten(children, &path, into);
    }
}

impl From<&kpi::Indicator> for KpiIndicator {
    fn from(indicator: &kpi::Indicator) -> Self {
        let mut shown = Self {
            kind: KpiIndicatorKind::AttainmentHigher,
            target: indicator.target.as_ref().map(Into::into),
            full: None,
            unit: None,
            cap: indicator.cap.as_ref().map(Into::into),
            floor: (&indicator.floor).into(),
            steps: Vec::new(),
            expression: None,
            dimension: None,
            missing: indicator.missing.into(),
        };
        match &indicator.rule {
            Rule::AttainmentHigher => {}
            Rule::AttainmentLower => shown.kind = KpiIndicatorKind::AttainmentLower,
            Rule::RatioToFull { full } => {
                shown.kind = KpiIndicatorKind::RatioToFull;
                shown.full = Some(full.into());
            }
            Rule::Manual { full } => {
                shown.kind = KpiIndicatorKind::Manual;
                shown.full = Some(full.into());
            }
            Rule::Steps { steps } => {
                shown.kind = KpiIndicatorKind::Steps;
                let step = |it: &kpi::ScoreStep| KpiScoreStep {
                    from: (&it.from).into(),
                    score: (&it.score).into(),
                };
                shown.steps = steps.iter().map(step).collect();
            }
            Rule::Deduction { full, unit } => {
                shown.kind = KpiIndicatorKind::Deduction;
                shown.full = Some(full.into());
                shown.unit = Some(unit.into());
            }
            Rule::Satisfaction { dimension } => {
                shown.kind = KpiIndicatorKind::Satisfaction;
                shown.dimension.clone_from(dimension);
            }
            Rule::Expression { source, full, unit } => {
                shown.kind = KpiIndicatorKind::Expression;
                shown.expression = Some(source.clone());
                shown.full = Some(full.into());
                shown.unit = Some(unit.into());
            }
        }
        shown
    }
}
