//! What can be wrong with schemes, sheets and appeals.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::model::{Node, RequestState, SheetState};
use crate::kernel::text::Code;
use crate::kernel::{ErrorCode, Problem};

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
    /// Which of several schemes.
    several_schemes: Required,
        "Somebody has sheets of several schemes within the period; name the scheme to roll up.",
        "期间内有多个方案的考核表，请指定要汇总的方案。";
    /// Something waits for a decision.
    requests_wait: Incomplete,
        "A changed target or an adjustment of this sheet waits for a decision; decide first.",
        "该考核表有待审批的目标变更或调整，请先审批。";
    /// No line has a score.
    no_total: Incomplete,
        "The sheet has no total: no line has a score yet.", "该考核表没有总分：尚无任何指标得分。";
    /// Nobody checks the own figures.
    not_checked_by_oneself: SeparationOfDuties,
        "Figures are checked by somebody else than the subject.", "须由考核对象以外的人核对。";
    /// Not an adjustment that counts.
    no_such_adjustment: NotFound,
        "The sheet has no such adjustment that counts.", "该考核表没有此项生效的调整。";
    /// A node is both or neither.
    group_or_indicator: Invalid,
        "A part of the tree has either children or an indicator.", "节点要么有下级，要么有指标。";
    /// A cap under the floor.
    cap_below_floor: OutOfRange,
        "The cap is not below the floor.", "上限不能低于下限。";
    /// Two bands begin with the same figure.
    band_twice: Duplicate,
        "Two bands begin with the same figure.", "两个区间的起点相同。";
    /// Two grades of one code.
    grade_twice: Duplicate, "This grade is named twice.", "该等级重复。";
    /// No such grade.
    unknown_grade: UnknownItem, "The scheme has no such grade.", "方案没有该等级。";
    /// Nobody can be moved below the worst grade.
    most_of_the_worst: Invalid,
        "The worst grade takes whoever is left; it has no most.", "最低等级不能设上限。";
    /// Nobody is moved up.
    least_of_the_best: Invalid,
        "Nobody is moved up, so the best grade has no least.", "最高等级不能设下限。";
    /// A least above the most.
    least_above_most: OutOfRange, "The least is not above the most.", "最低比例不能高于最高比例。";
    /// Points are more than nothing.
    points_not_positive: OutOfRange, "Points are more than 0.", "分数必须大于 0。";
    /// Full marks are more than nothing.
    not_above_zero: OutOfRange, "This is more than 0.", "必须大于 0。";
    /// Not below nothing.
    negative: OutOfRange, "This is 0 or more.", "必须大于或等于 0。";
    /// Schemes are for months, quarters, half-years and years.
    period_of_schemes: Invalid,
        "A scheme is for a month, a quarter, a half-year or a year.", "方案的周期为月度、季度、半年度或年度。";
    /// The scheme has no draft.
    no_draft: InvalidState,
        "Nothing has changed since the scheme was published.", "方案发布后没有修改。";
    /// Sheets are made by published versions.
    version_unpublished: InvalidState,
        "Publish the scheme first.", "请先发布方案。";
    /// The period is of another kind than the scheme's.
    other_period: Invalid,
        "The scheme is for periods of another length.", "方案适用于其他长度的周期。";
    /// Subjects of the other kind.
    other_subject: Invalid,
        "The scheme measures the other kind of subject.", "方案适用于另一类考核对象。";
    /// Nobody is named.
    no_subjects: Required, "Name departments or employees.", "请指定部门或员工。";
    /// Neither actual nor target.
    no_figure: Required, "Give an actual or a target.", "请填写实际值或目标值。";
    /// The scheme has no such indicator.
    unknown_indicator: UnknownItem,
        "The sheet has no such indicator; name its path, or its code where only one has it.",
        "考核表没有该指标，请使用路径或唯一的编码。";
    /// The indicator is named twice.
    indicator_twice: Duplicate, "This indicator is named twice.", "该指标重复。";
    /// Satisfaction is pulled, not typed.
    pulled_not_typed: Invalid,
        "This figure is pulled from the assessment and cannot be typed.", "该数值由测评得分拉取，不能填写。";
    /// Somebody else rates.
    not_rated_by_oneself: SeparationOfDuties,
        "A rating is given by somebody else than the subject.", "评分须由考核对象以外的人给出。";
    /// Figures stand still from the self-review on, except for those above.
    not_yours_any_more: SeparationOfDuties,
        "After the self-review somebody else enters figures.", "自评后须由他人填写。";
    /// Only HR and executives enter figures after the manager's review.
    only_officers_now: SeparationOfDuties,
        "After the manager's review HR or an executive enters figures.", "复评后须由人力资源或高管填写。";
    /// A step of somebody else.
    somebody_elses_step: SeparationOfDuties,
        "The next step is somebody else's.", "下一步须由他人执行。";
    /// An own request.
    own_request: SeparationOfDuties,
        "Somebody else decides on what you asked for.", "不能审批自己的申请。";
    /// An own sheet.
    own_sheet: SeparationOfDuties,
        "Somebody else decides on your own sheet.", "不能审批自己的考核表。";
    /// The decider took part.
    took_part: SeparationOfDuties,
        "You entered, advanced, adjusted, scored or published something of it; somebody else decides.",
        "您曾参与该结果的填报、推进、调整、计分或公布，须由他人裁决。";
    /// Somebody else than the subject.
    not_the_subject: SeparationOfDuties,
        "The subject appeals: the employee, or the manager of the department.", "只能由考核对象本人或该部门负责人申诉。";
    /// Nothing published to appeal against.
    not_published: InvalidState,
        "There is nothing to appeal against before it is published.", "结果公布后才能申诉。";
    /// A newer revision took its place.
    superseded: InvalidState,
        "A later revision took the place of this one. Appeal against that one.", "该版本已被新版本取代，请对新版本申诉。";
    /// The revision was appealed against already.
    appealed_already: Taken,
        "There is an appeal about this revision already.", "该版本已有申诉。";
    /// The appeal is not open any more.
    appeal_is_closed: InvalidState, "The appeal is not open any more.", "该申诉已结束。";
    /// Scores are corrected by scoring again.
    scores_are_rescored: Invalid,
        "A score has no lines to correct: after granting, score the cycle again with a reason.",
        "得分没有可更正的指标，申诉成立后请说明原因并重新计分。";
    /// What is upheld is not corrected.
    upheld_is_not_corrected: Invalid,
        "An original that stands is not corrected.", "维持原结果时不能更正。";
    /// Nothing to be changed when granted.
    corrections_required: Required,
        "Say what is corrected.", "请填写更正内容。";
    /// Not in this state.
    figures_are_fixed: InvalidState,
        "The sheet is confirmed; return it first.", "考核表已确认，请先退回。";
    /// Nothing published changes but by an appeal.
    published_already: InvalidState,
        "The sheet is published; it changes only by an appeal.", "考核表已公布，只能通过申诉更改。";
    /// No step back from the beginning.
    nothing_before: InvalidState,
        "There is no step back from here.", "当前状态不能退回。";
    /// Another change of the target waits.
    target_waits: InvalidState,
        "Another change of this target waits for a decision.", "该目标已有待审批的变更。";
    /// The session is over.
    session_is_closed: InvalidState, "The session is closed.", "校准会议已结束。";
    /// A session is open.
    session_is_open: InvalidState,
        "A session about these sheets is open.", "这些考核表已有进行中的校准会议。";
    /// The sheet is in no session.
    not_in_session: Invalid,
        "The session is about other sheets, or the sheet waits for no calibration.",
        "该考核表不属于本次校准会议，或不处于待校准状态。";
    /// The scheme has no grades.
    no_grades: InvalidState, "The scheme has no grades.", "方案没有等级。";
    /// Nothing was entered to check.
    nothing_to_check: InvalidState, "There is no actual to check.", "没有可复核的实际值。";
    /// Whoever entered it cannot check it.
    own_entry: SeparationOfDuties,
        "Somebody else checks what you entered.", "须由他人复核您填写的数值。";
    /// The line rests on the newest revision.
    nothing_newer: InvalidState,
        "The line rests on the newest score already.", "该指标已是最新得分。";
    /// Nothing to roll up.
    nothing_to_roll_up: InvalidState,
        "None of these has a sheet of a shorter period within this one.", "没有可汇总的下级周期考核表。";
    /// Only drafts are rolled up anew.
    not_a_draft: InvalidState,
        "The sheet is no draft any more; return it first.", "考核表已不是草稿，请先退回。";
    /// Together the figures have too many digits.
    sum_too_long: OutOfRange,
        "Together these figures have more than 40 digits.", "合计超过 40 位数字。";
    /// The code is in use.
    scheme_code_taken: Taken, "Another scheme has this code.", "该编码已被其他方案使用。";
}

/// Two siblings of one code.
pub(super) fn code_twice(code: &Code) -> Problem {
    let code = code.as_str();
    Problem::new(
        ErrorCode::Duplicate,
        format!("Two siblings have the code \"{code}\"."),
        format!("同级中重复使用编码“{code}”。"),
    )
}

/// A tree with too many levels.
pub(super) fn tree_too_deep(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("A tree has at most {most} levels."),
        format!("最多 {most} 级。"),
    )
}

/// A tree with too many indicators.
pub(super) fn too_many_indicators(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("A scheme has at most {most} indicators."),
        format!("方案最多 {most} 个指标。"),
    )
}

/// A group without parts.
pub(super) fn group_is_empty(group: Option<&Node>) -> Problem {
    let (english, chinese) = called(group);
    Problem::new(
        ErrorCode::Incomplete,
        format!("There is nothing in {english}."),
        format!("{chinese}没有内容。"),
    )
}

/// A group of which the weights are wrong, with their sum.
pub(super) fn weights_do_not_total_100(group: Option<&Node>, total: &BigDecimal) -> Problem {
    let (english, chinese) = called(group);
    let total = total.normalized().to_plain_string();
    Problem::new(
        ErrorCode::WeightsDoNotTotal100,
        format!("The weights of {english} total {total}, not 100."),
        format!("{chinese}的权重合计为 {total}，应为 100。"),
    )
}

fn called(group: Option<&Node>) -> (String, String) {
    match group {
        None => ("the top level".to_owned(), "第一级".to_owned()),
        Some(node) => {
            let (code, name) = (node.code.as_str(), &node.name);
            (
                format!("the group \"{code}\" ({name})"),
                format!("“{name}”（{code}）各下级"),
            )
        }
    }
}

/// More subjects than one call may have.
pub(super) fn too_many_subjects(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("One call has at most {most} subjects."),
        format!("每次最多 {most} 个考核对象。"),
    )
}

/// A number outside its range.
pub(super) fn not_between(least: u32, most: u32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This is {least} to {most}."),
        format!("范围为 {least} 至 {most}。"),
    )
}

/// A rating outside its marks.
pub(super) fn rating_out_of_range(full: &str) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A rating is 0 to {full}."),
        format!("评分范围为 0 至 {full}。"),
    )
}

/// There is no such sheet that the actor may see.
pub(super) fn sheet_not_found(field: &str) -> Problem {
    Problem::not_found("KPI sheet", "考核表").at([field])
}

/// There is no such scheme.
pub(super) fn scheme_not_found() -> Problem {
    Problem::not_found("KPI scheme", "考核方案")
}

/// There is no such request.
pub(super) fn request_not_found() -> Problem {
    Problem::not_found("request", "申请").at(["id"])
}

/// There is no such appeal.
pub(super) fn appeal_not_found() -> Problem {
    Problem::not_found("appeal", "申诉").at(["id"])
}

/// There is no such session.
pub(super) fn calibration_not_found() -> Problem {
    Problem::not_found("calibration session", "校准会议").at(["id"])
}

/// A request that was decided.
pub(super) fn decided_already(state: RequestState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("This was decided already: {state}."),
        format!("该申请已审批：{state}。"),
    )
}

/// A line that keeps the sheet from its step.
pub(super) fn line_blocks(path: &str, state: &str) -> Problem {
    Problem::new(
        ErrorCode::Incomplete,
        format!("There is no total before \"{path}\" has a score; it is {state}."),
        format!("指标“{path}”得分前没有总分，当前为 {state}。"),
    )
}

/// A sheet that does not stand where the step begins.
pub(super) fn stands_elsewhere(state: SheetState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The sheet stands at {state}."),
        format!("考核表当前状态为 {state}。"),
    )
}

/// The notice period is over.
pub(super) fn too_late(last: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::TooLate,
        format!("The notice period ended on {last}."),
        format!("申诉期已于 {last} 结束。"),
    )
}

/// The step is not possible where the sheet stands.
pub(super) fn not_in_state(state: SheetState) -> Problem {
    match state {
        SheetState::Published => published_already(),
        _ => figures_are_fixed(),
    }
}
