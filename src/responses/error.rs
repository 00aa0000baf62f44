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
