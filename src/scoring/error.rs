//! What can be wrong with scoring.

use crate::kernel::{ErrorCode, Problem};

/// Published scores are replaced only for a reason.
pub(super) fn reason_required() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "The scores are published: say why they are computed again.",
        "得分已发布：重新计算必须说明原因。",
    )
    .at(["reason"])
}

/// Answers came in, or somebody else was faster, while the scores were computed.
pub(super) fn answers_changed() -> Problem {
    Problem::new(
        ErrorCode::VersionConflict,
        "Answers came in, or somebody else scored, while the scores were computed. Score again.",
        "计算期间收到了新的答卷或他人已计分，请重新计分。",
    )
    .at(["id"])
}

/// There is no such score.
pub(super) fn score_not_found() -> Problem {
    Problem::not_found("score", "得分").at(["scoreId"])
}

/// A later revision took the place of this one.
pub(super) fn superseded() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "A later revision took the place of this score. Explain that one.",
        "该得分已被新版本取代，请对新版本作说明。",
    )
    .at(["scoreId"])
}
