//! What can be wrong with complaints.

use crate::kernel::Problem;

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
