//! What can be wrong with a cycle, a matrix or an opening, in words.

use chrono::{DateTime, SecondsFormat, Utc};

use super::model::{CycleState, PeriodKind, Person, Rule, Step};
use crate::kernel::{ErrorCode, Problem};
use crate::org::DepartmentKind;

/// `step` is not possible in `state`; says what is.
pub(super) fn step_refused(state: CycleState, step: Step) -> Problem {
    let label = state.label();
    let refused = step.label();
    let possible: Vec<_> = state.possible().map(Step::label).collect();
    let joined = |texts: Vec<String>, comma: &str| texts.join(comma);
    let english = joined(possible.iter().map(|it| it.english.clone()).collect(), ", ");
    let chinese = joined(possible.iter().map(|it| it.chinese.clone()).collect(), "、");
    let (english, chinese) = if possible.is_empty() {
        (
            "Nothing more can be done with it.".to_owned(),
            "该周期不能再做任何操作。".to_owned(),
        )
    } else {
        (
            format!("It can be {english}."),
            format!("当前可以：{chinese}。"),
        )
    };
    Problem::new(
        ErrorCode::InvalidState,
        format!(
            "The cycle is {} ({state}) and cannot be {}. {english}",
            label.english, refused.english
        ),
        format!(
            "考核周期处于“{}”状态（{state}），不能{}。{chinese}",
            label.chinese, refused.chinese
        ),
    )
}

pub(super) fn out_of_range(least: i32, most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This must be from {least} to {most}."),
        format!("取值范围为 {least} 到 {most}。"),
    )
}

pub(super) fn year_out_of_range() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "The year must be from 1970 to 2999.",
        "年份范围为 1970 到 2999。",
    )
}

pub(super) fn ends_before_start() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The period ends before it starts.",
        "期间的结束日期早于开始日期。",
    )
}

pub(super) fn period_starts_inside_month(kind: PeriodKind) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "A period of the kind {kind} starts on the first day of a month; use AD_HOC for other days."
        ),
        format!("{kind} 类型的期间须从某月第一天开始；其他日期请使用 AD_HOC。"),
    )
}

pub(super) fn period_length(kind: PeriodKind, months: u32) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "A period of the kind {kind} has {months} whole months and ends on the last day of a month; use AD_HOC for other days."
        ),
        format!("{kind} 类型的期间为 {months} 个整月，须在月末结束；其他日期请使用 AD_HOC。"),
    )
}

pub(super) fn closes_before_opening() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The cycle must close after it opens.",
        "关闭时间必须晚于开启时间。",
    )
}

pub(super) fn only_later(closes_at: DateTime<Utc>) -> Problem {
    let closes_at = moment(closes_at);
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "While a cycle is open its closing can only be moved to a later time, later than now and than {closes_at}."
        ),
        format!("周期进行中只能把关闭时间改到更晚(晚于当前时间和 {closes_at})。"),
    )
}

pub(super) fn missed_its_opening(closes_at: DateTime<Utc>) -> Problem {
    let closes_at = moment(closes_at);
    Problem::new(
        ErrorCode::InvalidState,
        format!(
            "Nobody was at work when the cycle should have opened, and its closing at {closes_at} is past. Give it new times."
        ),
        format!("周期应开启时系统未在运行，关闭时间 {closes_at} 已过，请重新设定时间。"),
    )
}

/// The department was not assessed in the cycle.
pub(super) fn not_assessed_there() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "That cycle did not assess the department; name one whose matrix has a row for it.",
        "该考核周期没有考核此部门；请选择矩阵中包含该部门的周期。",
    )
}

pub(super) fn no_cycle() -> Problem {
    Problem::not_found("cycle", "考核周期")
}

pub(super) fn no_assignment() -> Problem {
    Problem::not_found("assignment", "测评任务")
}

pub(super) fn code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This cycle code is taken.",
        "考核周期编码已被使用。",
    )
    .at(["input", "code"])
}

/// The person answers for the assessed department already.
pub(super) fn answers_already() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This person assesses this department in this cycle already.",
        "该员工在本周期中已有对该部门的测评任务。",
    )
    .at(["employeeId"])
}

pub(super) fn already_submitted() -> Problem {
    Problem::new(
        ErrorCode::AlreadySubmitted,
        "This assignment was answered already.",
        "该测评任务已提交。",
    )
}

pub(super) fn assignment_cancelled() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This assignment was cancelled.",
        "该测评任务已取消。",
    )
}

pub(super) fn no_department() -> Problem {
    Problem::not_found("department", "部门")
}

pub(super) fn no_employee() -> Problem {
    Problem::not_found("employee", "员工")
}

pub(super) fn no_version() -> Problem {
    Problem::not_found("questionnaire version", "问卷版本")
}

pub(super) fn version_unpublished() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This questionnaire version is a draft; publish it first.",
        "该问卷版本尚未发布，请先发布。",
    )
}

pub(super) fn duplicate_row() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This department is assessed in an earlier row; give it one row.",
        "该被考核部门在前面的行中已出现，每个部门只能有一行。",
    )
}

pub(super) fn duplicate_assessor() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This row names the assessor twice.",
        "该行重复列出了同一考核部门。",
    )
}

pub(super) fn duplicate_employee() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This person is named twice.",
        "该员工被重复列出。",
    )
}

pub(super) fn self_assessment() -> Problem {
    Problem::new(
        ErrorCode::SelfAssessment,
        "A department does not assess itself.",
        "部门不能考核自己。",
    )
}

pub(super) fn assessor_missing() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "An assessor needs a department or a kind of department.",
        "考核方须指定部门或部门类型。",
    )
}

pub(super) fn assessor_twofold() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "An assessor is a department or a kind of department, not both.",
        "考核方只能指定部门或部门类型之一。",
    )
}

pub(super) fn weight_missing() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "Other assessors of this row have weights; give all of them one, or none.",
        "本行其他考核方已填写权重；请全部填写或全部不填。",
    )
}

pub(super) fn weight_out_of_range(greatest: i64) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A weight is greater than 0 and at most {greatest}."),
        format!("权重须大于 0 且不超过 {greatest}。"),
    )
}

pub(super) fn only_with(rule: Rule) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("This is allowed with the rule {rule} only."),
        format!("仅在规则为 {rule} 时可以填写。"),
    )
}

pub(super) fn closing_has_passed(closes_at: DateTime<Utc>) -> Problem {
    let closes_at = moment(closes_at);
    incomplete(
        format!("The closing time has passed ({closes_at}); move it to the future."),
        format!("关闭时间（{closes_at}）已过，请改为将来的时间。"),
    )
}

pub(super) fn side_named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This department is named before; each has one pair of weights.",
        "该部门已列出；每个部门只能有一组权重。",
    )
}

pub(super) fn negative_side_weight() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A weight is 0 or more.",
        "权重必须大于或等于 0。",
    )
}

pub(super) fn no_side_weighs() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "At least one of the two weights is more than 0.",
        "两个权重中至少有一个必须大于 0。",
    )
}

pub(super) fn side_weights_too_late(state: CycleState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The cycle is {state}; weights of the sides are set while it is DRAFT or OPEN."),
        format!("周期状态为 {state}；内外部权重只能在 DRAFT 或 OPEN 时设置。"),
    )
}

pub(super) fn matrix_is_empty() -> Problem {
    incomplete(
        "The matrix has no rows; say who is assessed by whom.",
        "考核关系表为空，请先填写谁被谁考核。",
    )
}

pub(super) fn too_many_assignments(count: usize, most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("This matrix makes {count} assignments; one cycle has at most {most}."),
        format!("该考核关系表将产生 {count} 个测评任务，一个周期最多 {most} 个。"),
    )
}

pub(super) fn department_gone(department: &str) -> Problem {
    incomplete(
        format!("The department {department} does not exist today."),
        format!("部门 {department} 目前不存在。"),
    )
}

pub(super) fn version_not_ready() -> Problem {
    incomplete(
        "The questionnaire version of this row is not published.",
        "本行的问卷版本尚未发布。",
    )
}

pub(super) fn selector_is_empty(kind: DepartmentKind) -> Problem {
    incomplete(
        format!("No department of the kind {kind} is left for this selector."),
        format!("类型 {kind} 下没有可作为考核方的部门。"),
    )
}

pub(super) fn head_missing(departments: &[String]) -> Problem {
    incomplete(
        format!(
            "These departments have no head: {}.",
            departments.join(", ")
        ),
        format!("以下部门没有负责人：{}。", departments.join("、")),
    )
}

pub(super) fn no_evaluator(departments: &[String]) -> Problem {
    incomplete(
        format!(
            "Nobody is left to answer for: {}. Whoever heads the assessed department or holds a post in it does not assess it, and a person answers for one department only.",
            departments.join(", ")
        ),
        format!(
            "以下部门没有可用的测评人：{}。负责被考核部门或在其中任职的人不参与测评，且每人只代表一个部门。",
            departments.join("、")
        ),
    )
}

pub(super) fn too_few_to_draw(departments: &[(String, usize)]) -> Problem {
    let listed = |comma: &str| {
        let each = departments
            .iter()
            .map(|(label, count)| format!("{label} ({count})"));
        each.collect::<Vec<_>>().join(comma)
    };
    incomplete(
        format!("More are to be drawn than can answer: {}.", listed(", ")),
        format!("抽取人数超过可用的测评人数：{}。", listed("、")),
    )
}

pub(super) fn group_too_small(departments: &[String], group: u32) -> Problem {
    incomplete(
        format!(
            "An anonymous cycle needs at least {group} evaluators of each department; these have fewer: {}.",
            departments.join(", ")
        ),
        format!(
            "匿名考核要求每个考核部门至少有 {group} 名测评人，以下部门不足：{}。",
            departments.join("、")
        ),
    )
}

pub(super) fn named_has_left(person: Option<&Person>) -> Problem {
    let label = person.map(label).unwrap_or_default();
    incomplete(
        format!("The named person {label} has left the company."),
        format!("指定的测评人 {label} 已离职。"),
    )
}

pub(super) fn named_is_elsewhere(person: &Person) -> Problem {
    let label = label(person);
    incomplete(
        format!(
            "The named person {label} neither heads the assessing department nor holds a post in it or below it."
        ),
        format!("指定的测评人 {label} 既不是考核部门的负责人，也不在该部门或其下级部门任职。"),
    )
}

pub(super) fn evaluator_has_left() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This person has left the company.",
        "该员工已离职。",
    )
}

pub(super) fn evaluator_is_biased() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This person heads the assessed department or holds a post in it.",
        "该员工是被考核部门的负责人或在其中任职，不能测评该部门。",
    )
}

pub(super) fn evaluator_is_elsewhere() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This person neither heads the assessing department nor holds a post in it or below it.",
        "该员工既不是考核部门的负责人，也不在该部门或其下级部门任职。",
    )
}

fn incomplete(english: impl Into<String>, chinese: impl Into<String>) -> Problem {
    Problem::new(ErrorCode::Incomplete, english, chinese)
}

fn label(person: &Person) -> String {
    format!("{} {}", person.number, person.name)
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
