//! What can be wrong with customers and what is kept about them.

use chrono::NaiveDate;

use crate::kernel::{ErrorCode, Problem};

/// The code belongs to another customer.
pub(super) fn customer_code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This customer code is taken.",
        "客户编码已被使用。",
    )
}

/// The code belongs to another monthly table.
pub(super) fn table_code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This table code is taken.",
        "客户表编码已被使用。",
    )
    .at(["input", "code"])
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

/// There is no such service record.
pub(super) fn no_record() -> Problem {
    Problem::not_found("service record", "服务记录")
}

/// There is no such week of a department.
pub(super) fn no_hand_in() -> Problem {
    Problem::not_found("weekly hand-in", "周报送记录")
}

/// There is no such monthly table.
pub(super) fn no_table() -> Problem {
    Problem::not_found("customer table", "客户表")
}

/// Two rows have one code; `first` is the index of the earlier one.
pub(super) fn code_twice(first: usize) -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        format!("Row {first} has this code already."),
        format!("第 {first} 行已有此编码。"),
    )
}

/// One thing is told of a customer twice.
pub(super) fn attribute_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This attribute is named twice.",
        "属性重复。",
    )
}

/// One contact is named twice.
pub(super) fn named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This is named twice.",
        "重复指定了同一项。",
    )
}

/// Nobody buys less than nothing.
pub(super) fn negative_volume() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A yearly volume is 0 or more.",
        "年交易额不能为负数。",
    )
}

/// The customer has as many contacts as it may have.
pub(super) fn too_many_contacts(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("A customer has at most {most} contacts."),
        format!("每个客户最多 {most} 名联系人。"),
    )
}

/// A time of consent says nothing without what the consent is.
pub(super) fn consent_without_basis() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "A time of consent needs its basis.",
        "填写同意时间时须填写依据。",
    )
}

/// The details would have to be gone already.
pub(super) fn past_retention() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This day is over; details are kept until today at least.",
        "保存期限不能早于今天。",
    )
}

/// The contact's details are gone.
pub(super) fn contact_erased() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This contact was erased, and nothing can be written down about the person any more.",
        "该联系人的个人信息已删除，不能再修改。",
    )
}

/// Only the code of the customer is left.
pub(super) fn customer_erased() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This customer was erased, and nothing can be written down about it any more.",
        "该客户的信息已删除，不能再修改。",
    )
}

/// The same key came with other rows before.
pub(super) fn idempotency_conflict() -> Problem {
    Problem::idempotency_conflict("list of customers", "客户数据")
}

/// A week is named by its Monday.
pub(super) fn no_monday(monday: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("A week is named by its Monday; that of this day is {monday}."),
        format!("周以其星期一表示，该日所在周为 {monday}。"),
    )
}

/// A month is named by its first day.
pub(super) fn no_first_of_month() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A month is named by its first day.",
        "月份以其第一天表示。",
    )
}

/// A service far in the future is a slip of the pen.
pub(super) fn served_too_far_ahead() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This day is more than a year away.",
        "服务日期不能晚于一年之后。",
    )
}

/// The week has not begun.
pub(super) fn week_to_come() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This week has not begun; it can be handed in from its Monday on.",
        "该周尚未开始，自星期一起方可报送。",
    )
}

/// The department has handed the week in.
pub(super) fn week_handed_in() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The department has handed this week in. HR can reopen it.",
        "该周已报送，如需修改请由人力资源部门重新打开。",
    )
}

/// What was handed in stays as it was.
pub(super) fn record_handed_in() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This record was handed in. HR can reopen its week.",
        "该记录已报送，如需修改请由人力资源部门重新打开该周。",
    )
}

/// The week was handed in before.
pub(super) fn handed_in_already() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This week was handed in already. HR can reopen it.",
        "该周已报送，如需修改请由人力资源部门重新打开。",
    )
}

/// Only what was handed in can be reopened.
pub(super) fn not_handed_in() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This week is not handed in; only one that is can be reopened.",
        "该周未报送，只有已报送的周可以重新打开。",
    )
}

/// A duty would be overdue for longer than a year.
pub(super) fn duty_too_far_back(weeks: i64) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A duty begins at most {weeks} weeks ago."),
        format!("报送义务最早可自 {weeks} 周前开始。"),
    )
}

/// The rows of a completed table stay as they are.
pub(super) fn table_not_draft() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This table is completed; HR can reopen it.",
        "该客户表已完成，如需修改请重新打开。",
    )
}

/// Only a completed table can be checked.
pub(super) fn table_not_completed() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "Only a table that was completed and not yet checked can be checked.",
        "只有已完成且未校审的客户表可以校审。",
    )
}

/// Only a checked table can be drawn from.
pub(super) fn table_not_checked() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "Only a table that was checked can be drawn from.",
        "只有已校审的客户表可用于抽样。",
    )
}

/// A draft is open already.
pub(super) fn table_is_draft() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This table is a draft; it is open already.",
        "该客户表为草稿，无需重新打开。",
    )
}

/// A table without rows says nothing.
pub(super) fn table_empty() -> Problem {
    Problem::new(
        ErrorCode::Incomplete,
        "This table has no rows; add some first.",
        "客户表没有任何行，请先添加。",
    )
}

/// Nobody checks what they completed.
pub(super) fn own_table() -> Problem {
    Problem::new(
        ErrorCode::SeparationOfDuties,
        "You completed this table; somebody else must check it.",
        "您是该客户表的操作人，须由他人校审。",
    )
}
