//! Raw answer sheets and comments as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::types::Score;
use crate::graphql::base::{
    Connection, Moment, connection, loaded, page, parse_id, signed_in, wants_total,
};
use crate::graphql::cycles::{Assignment, CycleLoaders};
use crate::graphql::org::{Department, department};
use crate::graphql::responses::{Answer, answers};
use crate::{cycles, scoring};

/// One answer sheet that counts, as HR and auditors read it. Nobody reads sheets about a
/// department that they manage, nor before publication about one that they work in. Each
/// reading is noted in the audit trail.
pub(crate) struct AnswerSheet(scoring::JudgedSheet);

/// One answer sheet that counts, as HR and auditors read it. Nobody reads sheets about a
/// department that they manage, nor before publication about one that they work in. Each
/// reading is noted in the audit trail.
#[Object]
impl AnswerSheet {
    /// Who is assessed.
    async fn assessed(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.assessed)).await
    }

    /// The department for which the sheet speaks.
    async fn assessing(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.assessing)).await
    }

    /// The answers and comments in the order of the items.
    async fn answers(&self) -> Vec<Answer<'_>> {
        answers(&self.0.sheet)
    }

    /// Whether it is scored; an invalid sheet is counted only.
    async fn valid(&self) -> bool {
        self.0.invalid.is_none()
    }

    /// Why it is not scored, such as `TOO_MANY_MISSING`; null for a valid sheet.
    async fn invalid_reason(&self) -> Option<&str> {
        self.0.invalid
    }

    /// When it was submitted; null where the cycle promised anonymity.
    async fn submitted_at(&self) -> Option<Moment> {
        self.0.author.map(|(_, at)| at.into())
    }

    /// The duty that it fulfils, which names the person; null where the cycle promised
    /// anonymity.
    async fn assignment(&self, context: &Context<'_>) -> Result<Option<Assignment>> {
        let Some((id, _)) = self.0.author else {
            return Ok(None);
        };
        let loaders = context.data::<CycleLoaders>()?;
        Ok(loaders.assignments.one(context, id).await?.map(Assignment))
    }
}

/// Something that was written about a department. Who wrote it is not told, and the order
/// of the list does not tell it either.
#[derive(SimpleObject)]
pub(crate) struct ScoreComment {
    /// The code of the item.
    item: String,
    /// What was written.
    text: String,
}

impl From<scoring::Comment> for ScoreComment {
    fn from(comment: scoring::Comment) -> Self {
        Self {
            item: comment.item,
            text: comment.text,
        }
    }
}

/// The connection of the raw sheets of a cycle.
pub(crate) async fn sheets_of_cycle(
    context: &Context<'_>,
    cycle: &cycles::Cycle,
    assessed: Option<ID>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<AnswerSheet>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let assessed = assessed.map(|id| parse_id("assessedId", &id, "department", "部门"));
    let assessed = loaded(context, assessed.transpose())?;
    let found = scoring::sheets_of_cycle(operation, cycle, assessed, page).await;
    let total = if wants_total(context) {
        Some(scoring::sheet_count_of_cycle(operation, cycle, assessed).await)
    } else {
        None
    };
    connection(context, found, total, |sheet| sheet.key, AnswerSheet)
}

/// The connection of the comments about the department of a score.
pub(super) async fn comments_of(
    context: &Context<'_>,
    score: &Score,
    first: i32,
    after: Option<String>,
) -> Result<Option<Connection<ScoreComment>>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = scoring::comments_of(operation, &score.0, page).await;
    let Some(found) = loaded(context, found)? else {
        return Ok(None);
    };
    let total = if wants_total(context) {
        let counted = scoring::comment_count_of(operation, &score.0).await;
        Some(counted.map(Option::unwrap_or_default))
    } else {
        None
    };
    let wrap = |(_, comment): (usize, scoring::Comment)| comment.into();
    connection(context, Ok(found), total, |(place, _)| *place, wrap).map(Some)
}
