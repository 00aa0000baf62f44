//! What can be wrong with answers and with their submission.

use crate::kernel::{ErrorCode, Problem};
use crate::questionnaires::PublishedItem;

pub(super) fn unknown_item() -> Problem {
    Problem::new(
        ErrorCode::UnknownItem,
        "The questionnaire has no item of this code.",
        "问卷中没有该编码的测评项。",
    )
}

pub(super) fn answered_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This item is answered before in the same list.",
        "该测评项在同一列表中已作答。",
    )
}

pub(super) fn other_field(own: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("This item is answered with \"{own}\"."),
        format!("该测评项应使用“{own}”作答。"),
    )
}

pub(super) fn beside_not_applicable() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "An item that is not applicable has no other answer.",
        "标为“不适用”的测评项不能再有其他答案。",
    )
}

pub(super) fn always_applicable() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This item cannot be answered \"not applicable\".",
        "该测评项不允许选择“不适用”。",
    )
}

pub(super) fn outside_scale(min: i32, max: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("The levels of this item are {min} to {max}."),
        format!("该测评项的等级为 {min} 至 {max}。"),
    )
}

pub(super) fn one_choice_only() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Only one option of this item can be chosen.",
        "该测评项只能选择一个选项。",
    )
}

pub(super) fn no_such_option() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This item has no option of this code.",
        "该测评项没有此编码的选项。",
    )
}

pub(super) fn chosen_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This option is chosen before in the same list.",
        "该选项在同一列表中已选择。",
    )
}

pub(super) fn comment_required(item: &PublishedItem) -> Problem {
    let code = item.code.as_str();
    Problem::new(
        ErrorCode::CommentRequired,
        format!("A mark this low on the item \"{code}\" needs a comment that says why."),
        format!("测评项“{code}”评分偏低，请填写说明原因。"),
    )
}

pub(super) fn answer_required(item: &PublishedItem) -> Problem {
    let code = item.code.as_str();
    Problem::new(
        ErrorCode::Required,
        format!("The item \"{code}\" must be answered."),
        format!("测评项“{code}”必须作答。"),
    )
}

/// The same key came with other answers.
pub(super) fn idempotency_conflict() -> Problem {
    Problem::idempotency_conflict("answer sheet", "答卷")
}

/// The duty is fulfilled.
pub(super) fn already_submitted() -> Problem {
    Problem::new(
        ErrorCode::AlreadySubmitted,
        "This assignment was answered already.",
        "该测评任务已提交。",
    )
    .at(["assignmentId"])
}

/// No answers are let in, not yet or no longer.
pub(super) fn cycle_not_open() -> Problem {
    Problem::new(
        ErrorCode::CycleNotOpen,
        "This assignment takes no answers now.",
        "该测评任务现在不接受作答。",
    )
    .at(["assignmentId"])
}

/// It can be answered as it is.
pub(super) fn open_already() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This assignment takes answers already.",
        "该测评任务已可作答，无需重新开放。",
    )
    .at(["id"])
}

/// Nobody can tell which sheet it was.
pub(super) fn anonymous_and_submitted() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The cycle promised anonymity: nobody can tell which sheet would have to be replaced.",
        "本次考核承诺匿名：无法得知应替换哪份答卷。",
    )
    .at(["id"])
}
