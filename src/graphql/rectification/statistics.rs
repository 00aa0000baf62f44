//! How issues fare, as the API shows it.

use async_graphql::{Context, Object, Result};

use super::enums::CauseCategory;
use crate::graphql::base::{Date, Decimal, loaded, signed_in};
use crate::graphql::org::{Department, department};
use crate::kernel::{Exact, Parse};
use crate::rectification;

/// Places of days and rates.
const PLACES: u32 = 2;

fn shown(figure: &Exact) -> Decimal {
    Decimal::published(figure.rounded(PLACES))
}

/// How issues fared in a period, of those departments that the viewer sees.
pub(crate) struct Statistics(rectification::Statistics);

/// How issues fared in a period, of those departments that the viewer sees.
#[Object(name = "RectificationStats")]
impl Statistics {
    /// Opened within the period.
    async fn opened(&self) -> u64 {
        self.0.opened
    }

    /// Closed within the period because they worked; what was given up is not counted.
    async fn closed(&self) -> u64 {
        self.0.closed
    }

    /// Late today, whenever they were opened.
    async fn overdue(&self) -> u64 {
        self.0.overdue
    }

    /// The mean of the calendar days from opening to closing, of those closed; null without
    /// any.
    async fn mean_days_to_close(&self) -> Option<Decimal> {
        self.0.mean_days_to_close.as_ref().map(shown)
    }

    /// The share of those closed of which all was done by the due day, per cent.
    async fn on_time_rate(&self) -> Option<Decimal> {
        self.0.on_time_rate.as_ref().map(shown)
    }

    /// The share of plans that worked among those of which it was found out within the
    /// period, per cent.
    async fn effectiveness_rate(&self) -> Option<Decimal> {
        self.0.effectiveness_rate.as_ref().map(shown)
    }

    /// The causes of those opened, the most frequent first (Pareto).
    async fn causes(&self) -> Vec<CauseShare> {
        self.0.causes.iter().cloned().map(CauseShare).collect()
    }

    /// What departments have to do today, the most loaded first.
    async fn by_department(&self) -> Vec<Load> {
        self.0.departments.iter().copied().map(Load).collect()
    }
}

/// How often a cause was found.
pub(crate) struct CauseShare(rectification::CauseShare);

/// How often a cause was found.
#[Object(name = "RectificationCauseShare")]
impl CauseShare {
    /// The cause.
    async fn category(&self) -> CauseCategory {
        self.0.cause.into()
    }

    /// How many issues.
    async fn count(&self) -> u64 {
        self.0.count
    }

    /// Their share, per cent.
    async fn share(&self) -> Decimal {
        shown(&self.0.share)
    }

    /// The share of this cause and of those that are more frequent, per cent.
    async fn cumulative_share(&self) -> Decimal {
        shown(&self.0.cumulative)
    }
}

/// What a department has to do.
pub(crate) struct Load(rectification::DepartmentLoad);

/// What a department has to do.
#[Object(name = "RectificationLoad")]
impl Load {
    /// The department.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Issues that are open today.
    async fn open(&self) -> u64 {
        self.0.open
    }

    /// Issues that are late today.
    async fn overdue(&self) -> u64 {
        self.0.overdue
    }
}

#[derive(Default)]
pub(crate) struct RectificationQueries;

#[Object]
impl RectificationQueries {
    /// How issues fared from one day to another, both included. HR, EXECUTIVE and AUDITOR
    /// about all, MANAGER about the own subtree.
    async fn rectification_stats(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day.")] to: Date,
    ) -> Result<Option<Statistics>> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let from = parse.field("from", from.parse());
        let to = parse.field("to", to.parse());
        let done = async {
            let (from, to) = parse.finish(from.zip(to))?;
            rectification::rectification_stats(operation, from, to).await
        };
        loaded(context, done.await).map(|found| Some(Statistics(found)))
    }
}
