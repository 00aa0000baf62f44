//! What the mutations of responses take.

use async_graphql::{ID, InputObject};

use crate::graphql::base::Decimal;
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Outcome, Parse};
use crate::responses as domain;

/// The answer to one item: `level` for a rating, `choices` for a choice, `number` for
/// a number, `text` for a text, or `notApplicable: true` where the item allows it. Blank
/// texts and empty lists are the same as left out.
#[derive(InputObject)]
pub(crate) struct AnswerInput {
    /// The code of the item.
    item: String,
    /// A level of the item's scale.
    level: Option<i32>,
    /// The codes of the chosen options; one for a single choice.
    choices: Option<Vec<String>>,
    /// A number of at most 40 digits.
    number: Option<Decimal>,
    /// 1 to 4,000 characters.
    text: Option<String>,
    /// Whether the item does not apply.
    not_applicable: Option<bool>,
    /// Why, or whatever else there is to say: 1 to 4,000 characters. A bad mark needs one.
    comment: Option<String>,
}

impl From<AnswerInput> for domain::AnswerForm {
    fn from(input: AnswerInput) -> Self {
        Self {
            item: input.item,
            level: input.level,
            choices: input.choices,
            number: input.number.map(|number| number.parse()),
            text: input.text,
            not_applicable: input.not_applicable,
            comment: input.comment,
        }
    }
}

/// The answers as they were sent.
pub(crate) fn answer_forms(inputs: Vec<AnswerInput>) -> Vec<domain::AnswerForm> {
    inputs.into_iter().map(Into::into).collect()
}

/// The arguments of `responseSubmit`.
pub(super) fn submission(
    assignment_id: &ID,
    inputs: Vec<AnswerInput>,
    idempotency_key: &str,
) -> Outcome<domain::Submission> {
    let mut parse = Parse::arguments();
    let assignment_id = parse.id("assignmentId", assignment_id, "assignment", "测评任务");
    let key = parse.field("idempotencyKey", IdempotencyKey::parse(idempotency_key));
    let (assignment_id, key) = parse.finish(assignment_id.zip(key))?;
    Ok(domain::Submission {
        assignment_id,
        key,
        answers: answer_forms(inputs),
    })
}
