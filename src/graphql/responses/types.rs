//! Responses and drafts as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::ResponseLoaders;
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::cycles::{Assignment, CycleLoaders};
use crate::kernel::ids::AssignmentId;
use crate::responses as domain;
use crate::responses::{AnswerSheet, AnswerValue};

/// One submitted answer sheet. Its evaluator may read it; HR and auditors too, but none
/// of an anonymous cycle, and before publication none about their own department. Each
/// such reading is noted in the audit trail.
#[derive(Clone)]
pub(crate) struct Response(domain::Response);

impl From<domain::Response> for Response {
    fn from(response: domain::Response) -> Self {
        Self(response)
    }
}

/// One submitted answer sheet. Its evaluator may read it; HR and auditors too, but none
/// of an anonymous cycle, and before publication none about their own department. Each
/// such reading is noted in the audit trail.
#[Object]
impl Response {
    /// The global id. In an anonymous cycle it names the receipt of the evaluator; nothing
    /// leads from it to the answers.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The duty that it fulfilled.
    async fn assignment(&self, context: &Context<'_>) -> Result<Option<Assignment>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders
            .assignments
            .one(context, self.0.assignment_id)
            .await?;
        Ok(found.map(Assignment))
    }

    /// When it was submitted; in an anonymous cycle the beginning of that day.
    async fn submitted_at(&self) -> Moment {
        self.0.submitted_at.into()
    }

    /// Since when it counts no longer, because the assignment was reopened; null while it
    /// counts.
    async fn superseded_at(&self) -> Option<Moment> {
        self.0.superseded_at.map(Into::into)
    }

    /// The answers in the order of the items; null where the cycle promised anonymity.
    async fn answers(&self) -> Option<Vec<Answer<'_>>> {
        self.0.sheet.as_ref().map(answers)
    }
}

/// Answers that were saved and not submitted yet. Their author may read them.
#[derive(Clone)]
pub(crate) struct AssignmentDraft(domain::Draft);

impl From<domain::Draft> for AssignmentDraft {
    fn from(draft: domain::Draft) -> Self {
        Self(draft)
    }
}

/// Answers that were saved and not submitted yet. Their author may read them.
#[Object]
impl AssignmentDraft {
    /// When they were saved.
    async fn saved_at(&self) -> Moment {
        self.0.saved_at.into()
    }

    /// The answers in the order of the items.
    async fn answers(&self) -> Vec<Answer<'_>> {
        answers(&self.0.sheet)
    }
}

/// The answer to one item.
#[derive(SimpleObject)]
pub(crate) struct Answer<'a> {
    /// The code of the item.
    item: &'a str,
    /// The level of a rating.
    level: Option<i32>,
    /// The codes of the chosen options, in the order in which they are offered.
    choices: Option<Vec<&'a str>>,
    /// The number.
    number: Option<Decimal>,
    /// The text.
    text: Option<&'a str>,
    /// Whether the item did not apply.
    not_applicable: bool,
    /// Why, or whatever else there was to say.
    comment: Option<&'a str>,
}

pub(crate) fn answers(sheet: &AnswerSheet) -> Vec<Answer<'_>> {
    sheet.answers().iter().map(Answer::of).collect()
}

impl<'a> Answer<'a> {
    fn of(answer: &'a domain::Answer) -> Self {
        let mut shown = Self {
            item: answer.item.as_str(),
            level: None,
            choices: None,
            number: None,
            text: None,
            not_applicable: false,
            comment: answer.comment.as_deref(),
        };
        match &answer.value {
            None => {}
            Some(AnswerValue::Level(level)) => shown.level = Some(*level),
            Some(AnswerValue::Choices(codes)) => {
                shown.choices = Some(codes.iter().map(|code| code.as_str()).collect());
            }
            Some(AnswerValue::Number(number)) => shown.number = Some(number.into()),
            Some(AnswerValue::Text(text)) => shown.text = Some(text),
            Some(AnswerValue::NotApplicable) => shown.not_applicable = true,
        }
        shown
    }
}

/// The response to an assignment that counts, as far as the viewer may read it.
pub(crate) async fn counted_response(
    context: &Context<'_>,
    assignment: AssignmentId,
) -> Result<Option<Response>> {
    let loaders = context.data::<ResponseLoaders>()?;
    let found = loaders.of_assignments.one(context, assignment).await?;
    Ok(found.map(Response))
}

/// The viewer's own draft for an assignment.
pub(crate) async fn own_draft(
    context: &Context<'_>,
    assignment: AssignmentId,
) -> Result<Option<AssignmentDraft>> {
    let loaders = context.data::<ResponseLoaders>()?;
    let found = loaders.drafts.one(context, assignment).await?;
    Ok(found.map(AssignmentDraft))
}
