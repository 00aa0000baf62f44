//! Turns away what would cost too much, before it costs anything.
//!
//! The parser recurses once for each open bracket and the executor's own limits
//! walk a fragment again at each spread, so a query of 4 KB overflows the stack
//! and one of 771 bytes takes seconds. Therefore two steps, each linear in the
//! text: [`check_text`] before parsing, [`inspect`] after parsing and before
//! validation. A document that passes both has bounded depth and bounded size
//! however it is walked.

mod document;
mod measure;
mod text;

pub(super) use document::inspect;
pub(super) use text::check_text;

use super::refusal::Refusal;

/// `count` exceeds what the setting allows.
fn exceeded(english: &str, chinese: &str, limit: usize) -> Refusal {
    Refusal::too_complex(
        format!("The query has {english}; at most {limit} are allowed."),
        format!("查询的{chinese}超过上限 {limit}。"),
    )
}
