//! What can be wrong with invitations and answers, for people.

use crate::kernel::{ErrorCode, Problem};
use crate::surveys::Channel;

/// An unknown, used, expired or revoked token, or one of a cycle that takes no answers:
/// all alike.
pub(super) fn no_token() -> Problem {
    Problem::new(
        ErrorCode::NotFound,
        "This link cannot be answered: it is unknown, was used, has expired or was taken back.",
        "该链接无法作答：链接不存在、已使用、已过期或已撤回。",
    )
    .at(["token"])
}

pub(super) fn no_invitation() -> Problem {
    Problem::not_found("invitation", "邀请")
}

pub(super) fn idempotency_conflict() -> Problem {
    Problem::idempotency_conflict("answer", "答案")
}

/// The answer is kept, and no place was left for it.
pub fn quota_full() -> Problem {
    Problem::new(
        ErrorCode::QuotaFull,
        "Thank you. Enough people like you have answered already, so this answer is kept and not counted.",
        "感谢您的参与。同类受访者名额已满，您的答卷已保存，但不计入统计。",
    )
}

pub(super) fn limit_out_of_range(most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("Invite 1 to {most} at a time."),
        format!("每次可邀请 1 至 {most} 人。"),
    )
    .at(["limit"])
}

pub(super) fn not_by_phone() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This plan promised anonymity: nobody may enter answers for a contact. Hand the link over instead.",
        "该方案承诺匿名：不能代他人录入答案，请改为提供链接。",
    )
    .at(["invitationId"])
}

pub(super) fn not_open() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This invitation was answered, has expired or was given up; nothing more can be noted for it.",
        "该邀请已作答、已过期或已终止，不能再记录。",
    )
    .at(["invitationId"])
}

pub(super) fn cycle_is_closed() -> Problem {
    Problem::new(
        ErrorCode::CycleNotOpen,
        "The cycle takes no answers any more.",
        "考核周期已不再接受答卷。",
    )
}

pub(super) fn call_back_when() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "Say when the contact is to be called again.",
        "请填写再次致电的时间。",
    )
}

pub(super) fn call_back_in_the_past() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "The contact is called again at a time to come.",
        "再次致电的时间必须晚于现在。",
    )
}

pub(super) fn no_call_back() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A time belongs to CALL_BACK alone; leave it out.",
        "只有 CALL_BACK 才需要时间，请勿填写。",
    )
}

pub(super) fn no_answers() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "REACHED comes with the answers. If the contact answers later, note CALL_BACK.",
        "REACHED 必须同时录入答案；如对方稍后作答，请记录 CALL_BACK。",
    )
}

/// A sheet on which nothing stands.
pub(super) fn nothing_said() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "Answer at least one question.",
        "请至少回答一个问题。",
    )
    .at(["answers"])
}

pub(super) fn answers_unasked() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Only a contact who was reached has answers; note REACHED, or leave the answers out.",
        "只有已接通的联系人才有答案；请记录 REACHED，或不填写答案。",
    )
}

pub(super) fn not_entered(channel: Channel) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "{channel} is not entered by hand; PAPER and FACE_TO_FACE are, and PHONE by callRecord."
        ),
        format!(
            "{channel} 不需人工录入；仅 PAPER 与 FACE_TO_FACE 可录入，PHONE 请使用 callRecord。"
        ),
    )
}

pub(super) fn already_over() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This invitation is over already.",
        "该邀请已结束。",
    )
    .at(["id"])
}
