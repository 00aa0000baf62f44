//! Schemes that come with the program, each a file under `assets/kpi`.

use serde::Deserialize;

use super::schemes::scheme_create;
use crate::access::{Action, OpContext};
use crate::closed_set;
use crate::cycles::PeriodKind;
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Failure, Outcome};
use crate::kpi::model::{
    IndicatorKind, NewScheme, Scheme, SubjectKind, TypedContent, TypedDistribution, TypedGrade,
    TypedIndicator, TypedNode,
};

closed_set! {
    /// A scheme that comes with the program.
    pub enum Template {
        /// A marketing department.
        MarketingDepartment = "MARKETING_DEPARTMENT",
        /// Whoever phones customers.
        SurveyClerk = "SURVEY_CLERK",
        /// A customer service department.
        CustomerService = "CUSTOMER_SERVICE",
    }
}

impl Template {
    fn file(self) -> &'static str {
        match self {
            Self::MarketingDepartment => {
                include_str!("../../../assets/kpi/marketing-department.toml")
            }
            Self::SurveyClerk => include_str!("../../../assets/kpi/survey-clerk.toml"),
            Self::CustomerService => include_str!("../../../assets/kpi/customer-service.toml"),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SchemeFile {
    name: String,
    subject: SubjectKind,
    period: PeriodKind,
    appeal_working_days: i32,
    node: Vec<NodePart>,
    grade: Vec<GradePart>,
    #[serde(default)]
    distribution: Vec<SharePart>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct NodePart {
    code: String,
    name: String,
    weight: Decimal,
    children: Option<Vec<NodePart>>,
    kind: Option<IndicatorKind>,
    target: Option<Decimal>,
    cap: Option<Decimal>,
    unit: Option<Decimal>,
    #[serde(default)]
    steps: Vec<StepPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepPart {
    from: Decimal,
    score: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GradePart {
    code: String,
    from: Decimal,
    coefficient: Decimal,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SharePart {
    grade: String,
    at_most: Option<Decimal>,
    at_least: Option<Decimal>,
}

/// Makes a draft of a scheme that comes with the program, under this code.
pub async fn scheme_install(
    context: &OpContext,
    template: Template,
    code: &str,
) -> Outcome<Scheme> {
    context.authorize_company(Action::KpiSchemeWrite).await?;
    Code::parse(code).map_err(|problem| problem.at(["code"]))?;
    let made = scheme_create(context, read(template, code)?).await;
    made.map_err(|failure| match failure {
        Failure::Problems(problems) => {
            let problems = problems.into_iter();
            Failure::Problems(problems.map(|problem| problem.at(["code"])).collect())
        }
        other => other,
    })
}

fn read(template: Template, code: &str) -> Outcome<NewScheme> {
    let file: SchemeFile = toml::from_str(template.file()).map_err(Failure::internal)?;
    let grade = |part: GradePart| TypedGrade {
        code: part.code,
        from: Ok(part.from),
        coefficient: Ok(part.coefficient),
    };
    let share = |part: SharePart| TypedDistribution {
        grade: part.grade,
        at_most: part.at_most.map(Ok),
        at_least: part.at_least.map(Ok),
    };
    let content = TypedContent {
        root: file.node.into_iter().map(node).collect(),
        grades: file.grade.into_iter().map(grade).collect(),
        appeal_working_days: Some(file.appeal_working_days),
        distribution: file.distribution.into_iter().map(share).collect(),
        ..TypedContent::default()
    };
    let read = NewScheme::read(code, &file.name, file.subject, file.period, content);
    // A file that the rules refuse is our mistake.
    read.map_err(|problems| Failure::internal(format!("{template}: {problems:?}")))
}

fn node(part: NodePart) -> TypedNode {
    let steps = part.steps.into_iter();
    let indicator = part.kind.map(|kind| TypedIndicator {
        kind,
        target: part.target.map(Ok),
        full: None,
        cap: part.cap.map(Ok),
        floor: None,
        unit: part.unit.map(Ok),
        steps: steps.map(|step| (Ok(step.from), Ok(step.score))).collect(),
        expression: None,
        dimension: None,
        missing: None,
    });
    TypedNode {
        code: part.code,
        name: part.name,
        weight: Ok(part.weight),
        children: part
            .children
            .map(|children| children.into_iter().map(node).collect()),
        indicator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_that_comes_along_can_be_published() {
        for template in Template::ALL {
            let scheme = read(*template, "CODE").unwrap();
            assert_eq!(scheme.content.publish_problems(), [], "{template}");
        }
    }
}
