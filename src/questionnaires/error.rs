//! What can be wrong with a questionnaire as a whole; what can be wrong with its
//! content is told by the rules of the model.

use super::library::LANGUAGES;
use crate::kernel::{ErrorCode, Problem};

/// The code, which came in at `path`, belongs to another questionnaire.
pub(super) fn code_taken(path: &[&str]) -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This questionnaire code is taken.",
        "问卷编码已被使用。",
    )
    .at(path.iter().copied())
}

/// The library has no such instrument.
pub(super) fn instrument_not_found() -> Problem {
    Problem::not_found("instrument", "问卷模板")
}

/// The library does not speak that language.
pub(super) fn language_not_spoken() -> Problem {
    let known = LANGUAGES.join(", ");
    Problem::new(
        ErrorCode::Invalid,
        format!("Instruments are available in these languages: {known}."),
        format!("问卷模板仅提供以下语言：{known}。"),
    )
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
