//! What can be wrong with issues.

use chrono::NaiveDate;

use super::model::{ExtensionState, Happening, IssueState, ProposalState};
use crate::kernel::{ErrorCode, Failure, Problem};

/// Declares problems that need no argument.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $code:ident, $english:literal, $chinese:literal;)*) => {
        $(
            $(#[$doc])*
            pub(super) fn $name() -> Problem {
                Problem::new(ErrorCode::$code, $english, $chinese)
            }
        )*
    };
}

problems! {
    /// The planner does not approve.
    planner_does_not_approve: SeparationOfDuties,
        "Whoever submitted the plan does not decide about it.", "提交方案的人不能审批该方案。";
    /// The first decision was theirs.
    two_people_decide: SeparationOfDuties,
        "You gave the first decision; somebody else gives the second.", "您已作出第一次审批，第二次须由他人审批。";
    /// Nobody decides about the own department.
    own_department: SeparationOfDuties,
        "Nobody decides on what the own department has to put right.", "不能审批本部门的整改事项。";
    /// Neither a manager above nor an executive.
    somebody_above_decides: SeparationOfDuties,
        "A manager above the department decides, or an executive.", "须由该部门的上级部门经理或高管决定。";
    /// It is the turn of a manager.
    the_manager_decides: SeparationOfDuties,
        "The manager above the department decides first.", "须先由该部门的上级部门经理审批。";
    /// It is the turn of an executive.
    an_executive_decides: SeparationOfDuties,
        "The next decision is an executive's.", "下一次审批须由高管作出。";
    /// Owners do not verify.
    owner_does_not_verify: SeparationOfDuties,
        "Whoever owns an action does not verify the plan.", "整改措施的责任人不能验证该方案。";
    /// Whoever asked does not decide.
    asker_does_not_decide: SeparationOfDuties,
        "Somebody else decides on what you asked for.", "不能审批自己的申请。";
    /// Neither the owner nor the department's manager.
    owner_completes: SeparationOfDuties,
        "The owner of the action does this, or the manager of the department.", "须由措施责任人或该部门负责人操作。";
    /// Only the department itself plans.
    department_plans: SeparationOfDuties,
        "The manager of the department analyses and plans.", "须由该部门负责人分析并制定方案。";
    /// Something asks already.
    extension_pending: Taken,
        "A request for more time waits for a decision already.", "该措施已有待审批的延期申请。";
    /// The action is done.
    action_is_over: InvalidState,
        "The action is not open any more.", "该措施已结束。";
    /// The new day is not later.
    not_later: OutOfRange,
        "More time ends after the present due day.", "延期后的日期须晚于原定日期。";
    /// The owner does not work here any more.
    owner_has_left: Invalid,
        "This employee has left.", "该员工已离职。";
    /// Data decide.
    data_decide: InvalidState,
        "There are data, so they decide; leave the decision out.", "已有数据，须由数据决定，请勿填写决定。";
    /// No figure before is known.
    no_baseline: Required,
        "There is no such figure yet to compare with; give the baseline.", "尚无可比较的数值，请填写基准值。";
    /// Less than nothing.
    gain_is_negative: OutOfRange,
        "The gain is 0 or more.", "最低改善值必须大于或等于 0。";
    /// The rule is not in use.
    rule_is_retired: InvalidState,
        "The rule is retired already.", "该规则已停用。";
    /// The period ends before it begins.
    period_backwards: OutOfRange,
        "The last day is not before the first.", "结束日期不能早于开始日期。";
}

pub(super) fn no_issue() -> Problem {
    Problem::not_found("issue", "整改事项")
}

pub(super) fn no_action() -> Problem {
    Problem::not_found("action", "整改措施")
}

pub(super) fn no_extension() -> Problem {
    Problem::not_found("request for more time", "延期申请")
}

pub(super) fn no_proposal() -> Problem {
    Problem::not_found("proposal", "建议")
}

pub(super) fn proposal_is_decided(state: ProposalState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The proposal is {state}; only one that is PROPOSED is decided about."),
        format!("该建议的状态为 {state}；只能处理 PROPOSED 的建议。"),
    )
}

pub(super) fn no_rule() -> Problem {
    Problem::not_found("rule", "规则")
}

pub(super) fn no_department() -> Problem {
    Problem::not_found("department", "部门")
}

pub(super) fn no_employee() -> Problem {
    Problem::not_found("employee", "员工")
}

/// What is asked for is not possible where the issue stands.
pub(super) fn not_in_state(state: IssueState, possible: &[Happening]) -> Problem {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for (one, other) in possible.iter().filter_map(|it| said(*it)) {
        if !english.contains(&one) {
            english.push(one);
            chinese.push(other);
        }
    }
    let (english, chinese) = match english.is_empty() {
        true => ("nothing any more".to_owned(), "无".to_owned()),
        false => (english.join(", "), chinese.join("、")),
    };
    Problem::new(
        ErrorCode::InvalidState,
        format!("The issue is {state}; possible now: {english}."),
        format!("整改事项的状态为 {state}；当前可以：{chinese}。"),
    )
}

/// What somebody can do, in words; `None` for what happens by itself.
fn said(happening: Happening) -> Option<(&'static str, &'static str)> {
    Some(match happening {
        Happening::Analysed => ("analyse it", "分析"),
        Happening::PlanSubmitted => ("submit a plan", "提交方案"),
        Happening::PlanEndorsed | Happening::PlanApproved => ("approve the plan", "批准方案"),
        Happening::PlanRejected => ("turn the plan down", "驳回方案"),
        Happening::Started | Happening::ActionCompleted | Happening::Finished => {
            ("complete actions", "完成措施")
        }
        Happening::ExtensionRequested => ("ask for more time", "申请延期"),
        Happening::Closed | Happening::Reopened => ("verify it", "验证"),
        Happening::Cancelled => ("cancel it", "取消"),
        Happening::Opened
        | Happening::ExtensionApproved
        | Happening::ExtensionRejected
        | Happening::DataMissing
        | Happening::Escalated
        | Happening::Recurred => return None,
    })
}

pub(super) fn not_observed(state: IssueState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!(
            "The issue is {state}; people are asked again while it is VERIFYING, when all actions are done."
        ),
        format!("该整改事项处于 {state}；全部措施完成后、处于 VERIFYING 时才能发起复评。"),
    )
}

pub(super) fn asked_again_already() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "People were asked again in this round already; its cycle is among the resurveys of the issue.",
        "本轮已发起过复评；请在该事项的复评列表中查看。",
    )
}

pub(super) fn extension_is_decided(state: ExtensionState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The request is {state}; only one that is PENDING is decided about."),
        format!("该申请的状态为 {state}；只能审批 PENDING 的申请。"),
    )
}

/// The observation has not ended.
pub(super) fn too_early(last: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::TooEarly,
        format!("The effect is observed until {last}. Before that only its failure can be found."),
        format!("观察期至 {last} 结束，此前只能判定为无效。"),
    )
}

pub(super) fn due_in_the_past(today: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("An action is due on {today} or later."),
        format!("措施的到期日须为 {today} 或之后。"),
    )
}

pub(super) fn window_out_of_range(most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("The effect is observed for 0 to {most} days."),
        format!("观察期为 0 至 {most} 天。"),
    )
}

pub(super) fn unknown_dimension() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The department is not assessed in this dimension; give the code of one in which it is.",
        "该部门的测评中没有此维度，请填写已测评维度的代码。",
    )
}

/// The failure to find an issue, told of the action through which it was named.
pub(super) fn about_action(failure: Failure, field: &str) -> Failure {
    match failure {
        Failure::Problems(_) => no_action().at([field]).into(),
        other => other,
    }
}
