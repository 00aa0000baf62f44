//! What can be wrong with the organisation.

use crate::kernel::{ErrorCode, Problem};

/// The code belongs to another department.
pub(super) fn department_code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This department code is taken.",
        "部门编码已被使用。",
    )
    .at(["input", "code"])
}

/// The number belongs to another employee.
pub(super) fn employee_number_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This employee number is taken.",
        "员工编号已被使用。",
    )
    .at(["input", "number"])
}

/// The code belongs to another legal entity.
pub(super) fn legal_entity_code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This legal entity code is taken.",
        "法人实体编码已被使用。",
    )
    .at(["input", "code"])
}

/// The identity belongs to somebody already.
pub(super) fn identity_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This identity belongs to an employee already.",
        "该外部身份已绑定员工。",
    )
    .at(["input", "subject"])
}

/// There is no such department.
pub(super) fn department_not_found<const N: usize>(field: [&str; N]) -> Problem {
    Problem::not_found("department", "部门").at(field)
}

/// There is no such employee.
pub(super) fn employee_not_found<const N: usize>(field: [&str; N]) -> Problem {
    Problem::not_found("employee", "员工").at(field)
}

/// A department would stand below itself.
pub(super) fn parent_below_itself() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A department cannot stand below itself or below one of its own.",
        "部门不能隶属于自身或其下级部门。",
    )
    .at(["input", "parentId"])
}

/// Another main post covers some of the days.
pub(super) fn main_post_overlaps() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Another main post covers some of these days.",
        "该期间已有主岗。",
    )
    .at(["input", "startsOn"])
}

/// A post cannot end before it starts.
pub(super) fn post_ends_before_start() -> Problem {
    crate::access::period_backwards().at(["endsOn"])
}

/// Who works for the company cannot be erased.
pub(super) fn not_left() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This person works for the company. Only who has left can be erased: set the last day first.",
        "该员工仍在职；只有离职后才能删除个人信息，请先填写离职日期。",
    )
    .at(["id"])
}

/// Nothing is left of the person to change or erase.
pub(super) fn already_erased() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This person was erased, and nothing can be written down about them any more.",
        "该员工的个人信息已删除，不能再修改。",
    )
    .at(["id"])
}

/// Not an e-mail address.
pub(super) fn invalid_email() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is no e-mail address.",
        "电子邮箱格式不正确。",
    )
}

/// Not a time zone.
pub(super) fn unknown_time_zone() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is no time zone; a name such as Asia/Shanghai is needed.",
        "时区无效，请使用 Asia/Shanghai 之类的名称。",
    )
}

/// Not a language tag, or none at all.
pub(super) fn invalid_languages() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "One to eight language tags such as zh or en are needed, each once.",
        "需要 1 至 8 个语言标签（如 zh、en），不可重复。",
    )
}

/// Not a language tag.
pub(super) fn invalid_language() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is no language tag such as zh or en-GB.",
        "语言标签无效，请使用 zh 或 en-GB 之类的标签。",
    )
}

/// Not a month.
pub(super) fn invalid_month() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A month is 1 to 12.",
        "月份应为 1 至 12。",
    )
}

/// More days than a calendar shows at once.
pub(super) fn too_many_days() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "At most three years are shown at once.",
        "一次最多显示三年。",
    )
}

/// A department came from another one.
pub(super) fn predecessor_of_itself(index: usize) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A department is not its own predecessor.",
        "部门不能是自己的前身。",
    )
    .at(["input", "predecessorIds", &index.to_string()])
}

/// A department came from another one once.
pub(super) fn predecessor_twice(index: usize) -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This predecessor is named twice.",
        "前身部门重复。",
    )
    .at(["input", "predecessorIds", &index.to_string()])
}
