//! What waits for the viewer's decision, as the API shows it.

use async_graphql::{Context, Enum, ID, Object, Result};

use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{
    Connection, Moment, arrived, connection, language, loaded, page, wants_total,
};
use crate::inbox::{self, Entry};

/// What waits for a decision, and by which mutation it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kernel::WaitingKind")]
pub(crate) enum InboxKind {
    /// The plan of an issue: `planDecide`. The subject is the issue.
    Plan,
    /// More time for an action: `extensionDecide`.
    Extension,
    /// Leaving a contact out of a survey: `exclusionDecide`.
    Exclusion,
    /// Surveying a customer no more for a while: `suspensionDecide`.
    Suspension,
    /// An appeal against a score or a KPI sheet: `appealDecide`.
    Appeal,
    /// Another target for a line of a KPI sheet: `kpiRequestDecide`.
    TargetChange,
    /// Bonus or penalty points, or a veto: `kpiRequestDecide`.
    Adjustment,
    /// Whether the plan of an issue worked, where data do not tell: `issueVerify`. The subject
    /// is the issue.
    Verification,
    /// The next step of a KPI sheet: `kpiSheetAdvance`.
    KpiSheet,
}

/// Something that waits for the viewer's decision: what decides it would be accepted from the
/// viewer now.
pub(crate) struct InboxEntry(Entry);

/// Something that waits for the viewer's decision: what decides it would be accepted from the
/// viewer now.
#[Object]
impl InboxEntry {
    /// What waits.
    async fn kind(&self) -> InboxKind {
        self.0.waiting.kind.into()
    }

    /// The id that the deciding mutation takes.
    async fn subject_id(&self) -> ID {
        self.0.waiting.subject_id.as_str().into()
    }

    /// What it is called and whom it is about, in the viewer's language.
    async fn title(&self, context: &Context<'_>) -> &str {
        self.0.title.in_language(language(context))
    }

    /// Who asked; null for what came by itself.
    async fn requested_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.waiting.requested_by).await
    }

    /// Since when it waits for this decision.
    async fn since(&self) -> Moment {
        self.0.waiting.since.into()
    }

    /// The last second of the last day for it, where the company is; null where there is no
    /// such day.
    async fn due_at(&self, context: &Context<'_>) -> Result<Option<Moment>> {
        let context = arrived(context)?;
        let due = self.0.waiting.due_on;
        Ok(due.map(|day| context.end_of(day).into()))
    }

    /// Whether that day is over.
    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        let today = arrived(context)?.today();
        Ok(self.0.waiting.due_on.is_some_and(|last| last < today))
    }
}

/// One page of what waits for the viewer's decision.
pub(crate) async fn viewer_inbox(
    context: &Context<'_>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<InboxEntry>> {
    let operation = arrived(context)?;
    let page = page(context, first, after.as_deref())?;
    let (found, total) = loaded(context, inbox::inbox(operation, page).await)?;
    let total = wants_total(context).then_some(Ok(total));
    connection(context, Ok(found), total, Entry::key, InboxEntry)
}
