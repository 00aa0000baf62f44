//! What can be wrong with survey plans, draws, rules and requests, in words.

use super::model::Method;
use crate::kernel::{ErrorCode, Problem};

pub(super) fn out_of_range(least: i32, most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This must be from {least} to {most}."),
        format!("取值范围为 {least} 到 {most}。"),
    )
}

pub(super) fn share_out_of_range() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A share is greater than 0 and at most 100 per cent.",
        "比例须大于 0 且不超过 100(百分比)。",
    )
}

pub(super) fn negative() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This must not be negative.",
        "不能为负数。",
    )
}

pub(super) fn year_out_of_range() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "The year must be from 1970 to 2999.",
        "年份范围为 1970 到 2999。",
    )
}

pub(super) fn too_many(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("This list has more than {most} entries."),
        format!("列表超过 {most} 项。"),
    )
}

pub(super) fn named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This is named twice.",
        "此项被重复列出。",
    )
}

pub(super) fn not_the_sum(sum: i64) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("The strata have {sum} places together; leave the size out, or give that."),
        format!("各层名额合计为 {sum};请不填总数,或填写该合计数。"),
    )
}

pub(super) fn not_of_the_method(method: Method) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("{method} does not use this; leave it out."),
        format!("{method} 不使用此项,请不要填写。"),
    )
}

pub(super) fn quotas_against_volume() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "CUMULATIVE_VOLUME takes the largest customers, whatever their attributes; it has no quotas.",
        "CUMULATIVE_VOLUME 按业务量从大到小抽取,不能设置配额。",
    )
}

pub(super) fn no_ratio() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "At least one ratio must be greater than 0.",
        "至少有一个比值须大于 0。",
    )
}

pub(super) fn ends_before_start() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This ends before it starts.",
        "结束日期早于开始日期。",
    )
}

pub(super) fn window_backwards() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The daily window must end after it begins.",
        "每日时间段的结束时刻须晚于开始时刻。",
    )
}

pub(super) fn share_beyond(least: i64, most: i64, closed: bool) -> Problem {
    let (english, chinese) = match closed {
        true => ("from", "不小于"),
        false => ("greater than", "大于"),
    };
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This must be {english} {least} and at most {most} per cent."),
        format!("取值须{chinese} {least} 且不超过 {most}(百分比)。"),
    )
}

pub(super) fn unknown_confidence(known: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("The table has the confidences {known} per cent."),
        format!("可选的置信水平(百分比)为 {known}。"),
    )
}

pub(super) fn no_stage() -> Problem {
    Problem::not_found("stage of the eligibility rules", "资格规则阶段")
}

pub(super) fn condition_too_long(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!("A condition has at most {most} bytes."),
        format!("条件最多 {most} 字节。"),
    )
}

pub(super) fn no_condition() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is no CEL expression, such as subject.brand == 'own' && stage in ['a', 'b'].",
        "不是有效的 CEL 表达式,例如 subject.brand == 'own' && stage in ['a', 'b']。",
    )
}

pub(super) fn condition_without_truth() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A condition is true or false; compare the value with something.",
        "条件的结果须为真或假,请将该值与其他值比较。",
    )
}

pub(super) fn number_in_condition() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Write numbers as texts and compare them exactly: atLeast, atMost, moreThan, lessThan(subject.area, \"12.5\").",
        "数字请写成文本并精确比较:atLeast、atMost、moreThan、lessThan(subject.area, \"12.5\")。",
    )
}

pub(super) fn mixed_types() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This mixes texts, lists, and true or false; compare like with like.",
        "文本、列表与真假值不能混用,请比较同类的值。",
    )
}

pub(super) fn not_a_literal() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A key or stage stands here as a text in quotes.",
        "此处的键或阶段须为带引号的文本。",
    )
}

pub(super) fn unknown_in_condition(name: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "A condition knows no {name:?}. It has subject.key, stage, phase, texts, lists, ==, !=, in, !, &&, ||, contains, startsWith, endsWith, atLeast, atMost, moreThan, lessThan and assessed."
        ),
        format!(
            "条件中不能使用“{name}”。可用 subject.键、stage、phase、文本、列表、==、!=、in、!、&&、||、contains、startsWith、endsWith、atLeast、atMost、moreThan、lessThan、assessed。"
        ),
    )
}
