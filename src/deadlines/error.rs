//! What can be wrong with working days that somebody types.

use crate::kernel::{ErrorCode, Problem};

pub(super) fn days_out_of_range(most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("Give 1 to {most} working days."),
        format!("工作日数为 1 至 {most}。"),
    )
}

pub(super) fn told_before_those_below() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Nobody is told before those further down: give at least the days of the step before.",
        "上一级不得先于下一级收到督办：天数不得少于前一级。",
    )
}
