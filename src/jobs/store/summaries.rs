//! The statements about what people see of the queue.

use chrono::{DateTime, Utc};
use entity::job;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use super::{FINISHED, UNFINISHED};
use crate::database::Handle;
use crate::jobs::{JobFilter, JobState, JobSummary};
use crate::kernel::ids::JobId;
use crate::kernel::{Failure, Outcome, PageRequest};

/// What a summary reads; not the payload, which may be long.
#[derive(FromQueryResult)]
struct SummaryRow {
    id: JobId,
    kind: String,
    subject: String,
    state: String,
    attempts: i32,
    max_attempts: i32,
    run_at: Option<DateTime<Utc>>,
    queued_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

pub(in crate::jobs) async fn summaries(
    handle: &impl Handle,
    filter: &JobFilter,
    page: &PageRequest<JobId>,
) -> Outcome<Vec<JobSummary>> {
    use job::Column;
    let mut condition = Condition::all();
    if let Some(state) = filter.state {
        let index = match state {
            JobState::Queued | JobState::Running => UNFINISHED,
            JobState::Done | JobState::Dead => FINISHED,
        };
        condition = condition
            .add(Expr::cust(index))
            .add(Column::State.eq(state.as_str()));
    }
    if let Some(kind) = &filter.kind {
        condition = condition.add(Column::Kind.eq(kind.as_str()));
    }
    if let Some(after) = page.after {
        condition = condition.add(Column::Id.lt(after));
    }
    let rows = job::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Kind,
            Column::Subject,
            Column::State,
            Column::Attempts,
            Column::MaxAttempts,
            Column::RunAt,
            Column::QueuedAt,
            Column::FinishedAt,
        ])
        .filter(condition)
        .order_by_desc(Column::Id)
        .limit(page.limit())
        .into_model::<SummaryRow>()
        .all(handle.connection())
        .await?;
    rows.into_iter().map(SummaryRow::into_summary).collect()
}

impl SummaryRow {
    fn into_summary(self) -> Outcome<JobSummary> {
        Ok(JobSummary {
            id: self.id,
            kind: self.kind,
            subject: self.subject,
            state: self.state.parse().map_err(Failure::internal)?,
            attempts: self.attempts,
            max_attempts: self.max_attempts,
            run_at: self.run_at,
            queued_at: self.queued_at,
            finished_at: self.finished_at,
        })
    }
}

pub(in crate::jobs) async fn count_by_state(handle: &impl Handle) -> Outcome<Vec<(JobState, u64)>> {
    let mut counts = Vec::new();
    for index in [UNFINISHED, FINISHED] {
        let rows = job::Entity::find()
            .select_only()
            .column(job::Column::State)
            .expr_as(job::Column::Id.count(), "number")
            .filter(Expr::cust(index))
            .group_by(job::Column::State)
            .into_tuple::<(String, i64)>()
            .all(handle.connection())
            .await?;
        for (state, number) in rows {
            let state = state.parse().map_err(Failure::internal)?;
            counts.push((state, u64::try_from(number).unwrap_or_default()));
        }
    }
    Ok(counts)
}
