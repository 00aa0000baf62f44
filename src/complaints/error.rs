//! What can be wrong with complaints.

use super::model::{ComplaintState, Happening};
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
    /// A survey assesses one department.
    the_survey_says: InvalidState,
        "This complaint came from a survey, which says whom it is about.", "该投诉来自调查问卷，所涉部门由调查方案确定。";
    /// Nobody can be spoken with.
    nobody_knows: InvalidState,
        "This complaint was made anonymously: there is nobody to be in contact with.", "该投诉为匿名，无法联系投诉人。";
    /// Whoever is not told who it is does not speak with them.
    promised: SeparationOfDuties,
        "Whoever complained was promised confidentiality: those who may read the answer sheets are in contact with them.", "已向投诉人承诺保密，须由可查看答卷的人员联系。";
    /// Nobody closes what is at stake for themselves.
    somebody_else_closes: SeparationOfDuties,
        "A HIGH complaint is closed by HR or a manager above the department, and by nobody who works in it.", "高严重度的投诉须由人力资源或上级部门经理关闭，本部门人员不能关闭。";
    /// It has not happened.
    not_yet: OutOfRange,
        "A contact that is noted is over; give a moment that has passed.", "只能登记已发生的联系，时间不能晚于现在。";
    /// It is being looked into already.
    finding_needed: Required,
        "It is looked into already; write down what was found.", "该投诉已在调查中，请填写调查结果。";
    /// Somebody was told that it is about another one.
    reason_needed: Required,
        "A department is known already; say why it is about another one.", "该投诉已有所涉部门，更改须说明原因。";
    /// It is about that one.
    same_department: Invalid,
        "The complaint is about this department already.", "该投诉所涉部门已是此部门。";
}

/// There is no such complaint.
pub(super) fn no_complaint() -> Problem {
    Problem::not_found("complaint", "投诉")
}

/// What is asked for is not possible where the complaint stands.
pub(super) fn not_in_state(state: ComplaintState, possible: &[Happening]) -> Problem {
    let said = possible.iter().filter_map(|it| said(*it));
    let (english, chinese): (Vec<_>, Vec<_>) = said.unzip();
    let (english, chinese) = (english.join(", "), chinese.join("、"));
    Problem::new(
        ErrorCode::InvalidState,
        format!("The complaint is {state}; possible now: {english}."),
        format!("投诉的状态为 {state}；当前可以：{chinese}。"),
    )
}

/// What somebody can do, in words; `None` for what happens by itself.
fn said(happening: Happening) -> Option<(&'static str, &'static str)> {
    Some(match happening {
        Happening::Assigned => ("say whom it is about", "指定所涉部门"),
        Happening::Acknowledged => ("acknowledge it", "确认受理"),
        Happening::Investigated => ("investigate it", "调查"),
        Happening::Answered => ("answer it", "答复"),
        Happening::Closed => ("close it", "关闭"),
        Happening::Reopened => ("reopen it", "重新调查"),
        Happening::Logged | Happening::Reminded => return None,
    })
}

/// There is no such customer.
pub(super) fn no_customer() -> Problem {
    Problem::not_found("customer", "客户")
}

/// There is no such contact.
pub(super) fn no_contact() -> Problem {
    Problem::not_found("contact", "联系人")
}

/// There is no such department.
pub(super) fn no_department() -> Problem {
    Problem::not_found("department", "部门")
}

/// The same key came with another complaint before.
pub(super) fn idempotency_conflict() -> Problem {
    Problem::idempotency_conflict("complaint", "投诉")
}

/// The same key came with another note before.
pub(super) fn note_conflict() -> Problem {
    Problem::idempotency_conflict("note", "联系记录")
}
