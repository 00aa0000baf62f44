//! What rectification takes, and how it is read.

use async_graphql::{ID, InputObject};

use super::enums::{CauseCategory, IssueSourceKind, IssueState, MeasureMetric, TriggerKind};
use crate::graphql::base::{Date, Decimal};
use crate::graphql::complaints::Severity;
use crate::graphql::evidence::file_ids_of;
use crate::kernel::ids::EvidenceFileId;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, Parse};
use crate::rectification;

/// One issue for all that show a pattern.
#[derive(InputObject)]
pub(crate) struct SystemicIssueInput {
    /// Who puts it right for all.
    department_id: ID,
    /// In a few words, 1 to 200 characters.
    title: String,
    /// In more, 1 to 4,000 characters.
    description: String,
    /// How much is at stake.
    #[graphql(default_with = "Severity::High")]
    severity: Severity,
    /// Working days for putting it right, 1 to 250; where left out 10 for HIGH, 20 for
    /// MEDIUM and 30 for LOW.
    due_working_days: Option<i32>,
}

impl TryFrom<SystemicIssueInput> for rectification::NewIssue {
    type Error = Failure;

    fn try_from(input: SystemicIssueInput) -> Outcome<Self> {
        let typed = rectification::TypedIssue {
            department_id: input.department_id.to_string(),
            title: input.title,
            description: input.description,
            severity: input.severity.into(),
            is_audit: false,
            due_working_days: input.due_working_days,
            // What it is about is what the issues have in common.
            dimension: None,
            item: None,
        };
        Ok(Self::read(&typed)?)
    }
}

/// An issue to be opened by hand.
#[derive(InputObject)]
pub(crate) struct IssueCreateInput {
    /// Who puts it right.
    department_id: ID,
    /// In a few words, 1 to 200 characters.
    title: String,
    /// In more, 1 to 4,000 characters.
    description: String,
    /// How much is at stake.
    #[graphql(default_with = "Severity::Medium")]
    severity: Severity,
    /// Whether it came from an audit.
    #[graphql(default)]
    is_audit: bool,
    /// Working days for putting it right, 1 to 250; where left out 10 for HIGH, 20 for
    /// MEDIUM and 30 for LOW.
    due_working_days: Option<i32>,
    /// The code of the dimension that it is about: by it similar issues are found.
    dimension: Option<String>,
    /// The code of the item that it is about.
    item: Option<String>,
    /// Files that show it, uploaded by whoever opens it; at most 20.
    evidence_ids: Option<Vec<ID>>,
}

/// Reads an issue and the files that show it.
pub(super) fn new_issue(
    input: IssueCreateInput,
) -> Outcome<(rectification::NewIssue, Vec<EvidenceFileId>)> {
    let typed = rectification::TypedIssue {
        department_id: input.department_id.to_string(),
        title: input.title,
        description: input.description,
        severity: input.severity.into(),
        is_audit: input.is_audit,
        due_working_days: input.due_working_days,
        dimension: input.dimension,
        item: input.item,
    };
    let mut parse = Parse::argument("input");
    let files = file_ids_of(&mut parse, input.evidence_ids);
    match (rectification::NewIssue::read(&typed), parse.finish(files)) {
        (Ok(new), Ok(files)) => Ok((new, files)),
        (new, files) => {
            let problems = [new.err(), files.err()].into_iter().flatten().flatten();
            Err(Failure::Problems(problems.collect()))
        }
    }
}

/// Which issues a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct IssueFilterInput {
    /// That stand so.
    state: Option<IssueState>,
    /// That this department puts right.
    department_id: Option<ID>,
    /// Of this severity.
    severity: Option<Severity>,
    /// That came from this.
    source: Option<IssueSourceKind>,
    /// Of this cause.
    cause_category: Option<CauseCategory>,
    /// True: those that are late. False: those that are not.
    overdue: Option<bool>,
}

impl TryFrom<IssueFilterInput> for rectification::IssueFilter {
    type Error = Failure;

    fn try_from(input: IssueFilterInput) -> Outcome<Self> {
        let mut parse = Parse::argument("filter");
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let filter = department.map(|department_id| Self {
            state: input.state.map(Into::into),
            department_id,
            severity: input.severity.map(Into::into),
            source: input.source.map(Into::into),
            cause: input.cause_category.map(Into::into),
            overdue: input.overdue,
        });
        Ok(parse.finish(filter)?)
    }
}

/// A rule to be made.
#[derive(InputObject)]
pub(crate) struct TriggerRuleInput {
    /// What it is called, 1 to 200 characters; its issues are titled so.
    name: String,
    /// What it looks for.
    when: TriggerInput,
    /// The severity of its issues.
    #[graphql(default_with = "Severity::Medium")]
    severity: Severity,
    /// The working days that its issues give, 1 to 250.
    due_working_days: i32,
}

/// What a rule looks for. What its kind does not need is not looked at.
#[derive(InputObject)]
pub(crate) struct TriggerInput {
    /// What kind of thing.
    kind: TriggerKind,
    /// For SCORE_BELOW, DIMENSION_DROP and BELOW_TARGET_TWICE: the figure that is compared
    /// with, 0 to 100; a fall in points. BELOW_TARGET_TWICE takes the target of the cycle
    /// where it is left out, if that target is set on the index.
    threshold: Option<Decimal>,
    /// The code of a dimension; where left out the department's index, for DIMENSION_DROP
    /// each dimension.
    dimension: Option<String>,
    /// For ANSWER_AT_OR_BELOW: the best level that is bad enough, such as 2 for D and E.
    level: Option<i32>,
    /// For EXPRESSION: a condition in CEL over `index` and `previous`, such as
    /// `index < 70 && previous - index > 5`.
    expression: Option<String>,
}

impl TryFrom<TriggerRuleInput> for rectification::NewRule {
    type Error = Failure;

    fn try_from(input: TriggerRuleInput) -> Outcome<Self> {
        let typed = rectification::TypedRule {
            name: input.name,
            kind: input.when.kind.into(),
            threshold: input.when.threshold.map(|number| number.parse()),
            dimension: input.when.dimension,
            level: input.when.level,
            expression: input.when.expression,
            severity: input.severity.into(),
            due_working_days: input.due_working_days,
        };
        Ok(Self::read(typed)?)
    }
}

/// Why an issue came about.
#[derive(InputObject)]
pub(crate) struct AnalysisInput {
    /// What was done at once, so that it gets no worse; at most 4,000 characters.
    containment: Option<String>,
    /// Where the cause lies.
    cause_category: CauseCategory,
    /// The questions why, each about the answer before: 1 to 10, each 1 to 4,000 characters.
    whys: Vec<String>,
    /// What is at the root of it, 1 to 4,000 characters.
    root_cause: String,
    /// Who has to put it right, where that is another department: the issue becomes its own.
    responsible_department_id: Option<ID>,
}

impl TryFrom<AnalysisInput> for rectification::NewAnalysis {
    type Error = Failure;

    fn try_from(input: AnalysisInput) -> Outcome<Self> {
        let typed = rectification::TypedAnalysis {
            containment: input.containment,
            cause: input.cause_category.into(),
            whys: input.whys,
            root_cause: input.root_cause,
            responsible: input.responsible_department_id.map(|id| id.to_string()),
        };
        Ok(Self::read(typed)?)
    }
}

/// A plan to be submitted.
#[derive(InputObject)]
pub(crate) struct PlanInput {
    /// What is done: 1 to 50 actions.
    actions: Vec<ActionInput>,
    /// By which figure it is seen whether it worked.
    measure: MeasureInput,
}

/// An action of a plan.
#[derive(InputObject)]
pub(crate) struct ActionInput {
    /// What is done, 1 to 200 characters.
    title: String,
    /// Who does it, an employee.
    owner_id: ID,
    /// The last day for it, today or later.
    due_on: Date,
    /// What comes of it, 1 to 4,000 characters.
    expected_result: String,
}

/// By which figure it is seen whether a plan worked.
#[derive(InputObject)]
pub(crate) struct MeasureInput {
    /// Which figure of the department.
    metric: MeasureMetric,
    /// For DIMENSION_INDEX: the code of the dimension.
    dimension: Option<String>,
    /// For KPI_LINE: the path or code of the indicator.
    indicator: Option<String>,
    /// The figure before; where left out the last published one, or the complaints of as many
    /// days as are observed.
    baseline: Option<Decimal>,
    /// By how much it gets better at least, 0 or more.
    minimum_gain: Decimal,
    /// How many calendar days it is observed from the day on which all is done, 0 to 730.
    window_days: i32,
}

/// Reads a plan that is submitted today.
pub(super) fn plan(input: PlanInput, today: chrono::NaiveDate) -> Outcome<rectification::NewPlan> {
    let mut parse = Parse::argument("input");
    let mut actions = Vec::new();
    let count = input.actions.len();
    for (index, action) in input.actions.into_iter().enumerate() {
        let due_on = action
            .due_on
            .parse()
            .map_err(|problem| problem.at(["actions", &index.to_string(), "dueOn"]));
        match due_on {
            Err(problem) => parse.push_here(problem),
            Ok(due_on) => actions.push(rectification::TypedAction {
                title: action.title,
                expected_result: action.expected_result,
                owner_id: action.owner_id.to_string(),
                due_on,
            }),
        }
    }
    // What is no day cannot be read on with: the places of the others would shift.
    parse.finish((actions.len() == count).then_some(()))?;
    let measure = input.measure;
    let typed = rectification::TypedPlan {
        actions,
        measure: rectification::TypedMeasure {
            metric: measure.metric.into(),
            dimension: measure.dimension,
            indicator: measure.indicator,
            baseline: measure.baseline.map(|number| number.parse()),
            minimum_gain: measure.minimum_gain.parse(),
            window_days: measure.window_days,
        },
    };
    Ok(rectification::NewPlan::read(typed, today)?)
}

/// What a person finds where there are no data, or before the observation has ended.
#[derive(InputObject)]
pub(crate) struct VerificationInput {
    /// Whether the plan worked.
    effective: bool,
    /// Why they think so, 1 to 4,000 characters.
    reason: String,
}

/// Reads what a person has found.
pub(super) fn decision(
    input: Option<VerificationInput>,
) -> Outcome<Option<rectification::VerificationDecision>> {
    let mut parse = Parse::argument("decision");
    let Some(input) = input else {
        return Ok(None);
    };
    let reason = parse.field("reason", LongText::parse(&input.reason));
    let read = reason.map(|reason| rectification::VerificationDecision {
        effective: input.effective,
        reason,
    });
    Ok(parse.finish(read.map(Some))?)
}
