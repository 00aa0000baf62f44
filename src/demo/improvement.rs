//! How the demo company puts right what its assessments show: after the oldest quarter a rule
//! finds three departments whose manner is rated low. Engineering and IT make plans that an
//! executive approves; a quarter later it is seen that engineering's worked and IT's did not.
//! Purchasing has done nothing.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::people::{number, username};
use super::stage::Stage;
use crate::access::OpContext;
use crate::complaints::Severity;
use crate::kernel::ids::{CycleId, DepartmentId, IssueId};
use crate::kernel::text::LongText;
use crate::kernel::{Decimal, Failure, Outcome, PageRequest};
use crate::org;
use crate::rectification::{
    self, Cause, IssueFilter, Metric, NewAnalysis, NewPlan, NewRule, RuleKind, TypedAction,
    TypedAnalysis, TypedMeasure, TypedPlan, TypedRule,
};

/// The dimension that the rule looks at, and below what.
const DIMENSION: &str = "attitude";
const THRESHOLD: i64 = 75;

/// By how many points a plan makes it better at least.
const GAIN: i64 = 5;

/// Who manages a department, and who does what was planned, by their places among its people.
const HEAD: usize = 0;
const OWNER: usize = 1;

/// What a department does about it.
struct Effort {
    department: &'static str,
    cause: Cause,
    whys: [&'static str; 3],
    root_cause: &'static str,
    action: &'static str,
    expected: &'static str,
}

const EFFORTS: [Effort; 2] = [
    Effort {
        department: "END",
        cause: Cause::Method,
        whys: ["报修电话常常无人接听", "所有人都在现场", "没有安排人员值守"],
        root_cause: "没有报修值守制度",
        action: "建立报修值守与回访制度",
        expected: "每个报修两小时内有人答复",
    },
    Effort {
        department: "ITD",
        cause: Cause::People,
        whys: ["答复生硬", "不了解业务", "没有培训"],
        root_cause: "新人缺少服务培训",
        action: "组织一次服务礼仪培训",
        expected: "全员参加并通过测验",
    },
];

/// HR makes the rule before anything is published.
pub(super) async fn begin(hr: &OpContext) -> Outcome<()> {
    let rule = NewRule::read(TypedRule {
        name: "服务态度偏低".to_owned(),
        kind: RuleKind::ScoreBelow,
        threshold: Some(Ok(Decimal::from(THRESHOLD))),
        dimension: Some(DIMENSION.to_owned()),
        level: None,
        expression: None,
        severity: Severity::Medium,
        due_working_days: 30,
    })?;
    rectification::trigger_rule_create(hr, rule).await?;
    Ok(())
}

/// What follows from the publication of a quarter: issues are opened, and what was done about
/// the earlier ones is looked at.
pub(super) async fn published(stage: &Stage, cycle: CycleId) -> Outcome<()> {
    let system = stage.system().await?;
    let opened = rectification::scores_published(&system, cycle).await?;
    opened.commit().await?;
    rectification::verification_tick(&system)
        .await?
        .commit()
        .await
}

/// Two of the three departments do something; `from` is the moment of the publication.
pub(super) async fn carried_out(stage: &Stage, from: DateTime<Utc>) -> Outcome<()> {
    for effort in &EFFORTS {
        stage.at(from + TimeDelta::days(2));
        let manager = stage.somebody(&username(effort.department, HEAD)).await?;
        let issue = issue_of(&manager, effort.department).await?;
        let analysis = NewAnalysis::read(TypedAnalysis {
            containment: None,
            cause: effort.cause,
            whys: effort.whys.map(str::to_owned).to_vec(),
            root_cause: effort.root_cause.to_owned(),
            responsible: None,
        })?;
        rectification::issue_analyse(&manager, issue, analysis, None).await?;
        let plan = plan(&manager, effort).await?;
        rectification::plan_submit(&manager, issue, plan, None).await?;
        stage.at(from + TimeDelta::days(4));
        let executive = stage.somebody("exec1").await?;
        let reason = LongText::parse("措施具体，同意执行。")?;
        rectification::plan_decide(&executive, issue, true, reason).await?;
        stage.at(from + TimeDelta::days(12));
        let owner = stage.somebody(&username(effort.department, OWNER)).await?;
        let plans = rectification::plans_of(&owner, vec![issue]).await?;
        let plans = plans.iter().map(|plan| plan.id).collect();
        for action in rectification::actions_of(&owner, plans).await? {
            let result = LongText::parse("已完成，记录已归档。")?;
            rectification::action_complete(&owner, action.id, result, &[]).await?;
        }
    }
    Ok(())
}

async fn issue_of(manager: &OpContext, code: &str) -> Outcome<IssueId> {
    let department = org::department_by_code(manager, code).await?;
    let department: Option<DepartmentId> = department.map(|department| department.id);
    let filter = IssueFilter {
        department_id: department,
        ..IssueFilter::default()
    };
    let page = PageRequest {
        first: 1,
        after: None,
    };
    let found = rectification::issues(manager, &filter, page).await?;
    let issue = found.items.first().map(|issue| issue.id);
    issue.ok_or_else(|| Failure::internal("the demo company lacks the issue it works on"))
}

async fn plan(manager: &OpContext, effort: &Effort) -> Outcome<NewPlan> {
    let owner = org::employee_by_number(manager, &number(effort.department, OWNER)).await?;
    let owner = owner.ok_or_else(|| Failure::internal("the demo company lacks who does it"))?;
    let due_on = manager.today() + Days::new(20);
    let typed = TypedPlan {
        actions: vec![TypedAction {
            title: effort.action.to_owned(),
            expected_result: effort.expected.to_owned(),
            owner_id: owner.id.to_string(),
            due_on,
        }],
        measure: TypedMeasure {
            metric: Metric::DimensionIndex,
            dimension: Some(DIMENSION.to_owned()),
            indicator: None,
            baseline: None,
            minimum_gain: Ok(Decimal::from(GAIN)),
            window_days: 30,
        },
    };
    Ok(NewPlan::read(typed, manager.today())?)
}
