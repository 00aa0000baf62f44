//! What can be wrong with a questionnaire as a whole; what can be wrong with its
//! content is told by the rules of the model.

use crate::kernel::{ErrorCode, Problem};

/// The code belongs to another questionnaire.
pub(super) fn code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This questionnaire code is taken.",
        "问卷编码已被使用。",
    )
    .at(["input", "code"])
}

/// There is no such questionnaire.
pub(super) fn questionnaire_not_found() -> Problem {
    Problem::not_found("questionnaire", "问卷").at(["id"])
}

/// Everything that was written is published already.
pub(super) fn nothing_to_publish() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "There is no draft: the latest version is published. Change the questionnaire first.",
        "没有草稿：最新版本已发布。请先修改问卷。",
    )
    .at(["id"])
}
