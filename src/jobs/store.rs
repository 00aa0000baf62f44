//! The statements. One text serves both databases; what differs is the lock that
//! PostgreSQL needs where SQLite has but one writer.

mod events;
mod summaries;

pub(super) use events::{
    Wanted, count_waiting_events, events_waiting, forget_events, insert_event, lock_relay,
    mark_relayed, waiting_events,
};
pub(super) use summaries::{count_by_state, summaries};

use chrono::{DateTime, TimeDelta, Utc};
use entity::job;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult as _, PaginatorTrait,
    QueryFilter, QuerySelect, QueryTrait, Set, SqlErr, Statement, Value,
};
use uuid::Uuid;

use super::{Job, JobState, NewJob};
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::JobId;

/// Rows of one INSERT; SQLite takes 32,766 parameters.
const ROWS: usize = 500;

/// The conditions of the partial indexes, word for word: a planner takes such an
/// index only where it finds its condition again.
const UNFINISHED: &str = "state IN ('QUEUED', 'RUNNING')";
const FINISHED: &str = "state IN ('DONE', 'DEAD')";

fn statement(backend: DbBackend, sql: impl Into<String>, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(backend, sql, values)
}

/// Queues jobs in their order, behind all that are unfinished in the snapshot of
/// the statement; tells how many of them were new.
pub(super) async fn insert_jobs(
    transaction: &Transaction,
    jobs: &[(Uuid, &NewJob)],
    now: DateTime<Utc>,
) -> Outcome<u64> {
    let connection = transaction.connection();
    let backend = connection.get_database_backend();
    let mut queued = 0;
    for jobs in jobs.chunks(ROWS) {
        let mut values: Vec<Value> = vec![now.into()];
        let mut rows = Vec::with_capacity(jobs.len());
        for (index, (id, job)) in jobs.iter().enumerate() {
            let [a, b, c, d, e, f, g] = [1, 2, 3, 4, 5, 6, 7].map(|n| values.len() + n);
            let place = index + 1;
            rows.push(format!(
                "(${a}, ${b}, ${c}, ${d}, ${e}, ${f}, ${g}, {place})"
            ));
            values.extend([
                (*id).into(),
                job.kind.as_str().into(),
                job.effect_key.as_str().into(),
                job.subject.as_str().into(),
                job.payload.as_str().into(),
                job.run_at.into(),
                job.max_attempts.into(),
            ]);
        }
        // `WHERE true` keeps SQLite from reading ON CONFLICT as the ON of a join.
        let sql = format!(
            "INSERT INTO jobs (id, kind, effect_key, subject, payload, run_at, max_attempts, \
                 position, state, attempts, queued_at) \
             SELECT entry.column1, entry.column2, entry.column3, entry.column4, entry.column5, \
                 entry.column6, entry.column7, last.position + entry.column8, 'QUEUED', 0, $1 \
             FROM (VALUES {rows}) AS entry, \
                 (SELECT COALESCE(MAX(position), 0) AS position FROM jobs WHERE {UNFINISHED}) \
                 AS last \
             WHERE true ON CONFLICT (effect_key) DO NOTHING",
            rows = rows.join(", "),
        );
        let result = connection
            .execute_raw(statement(backend, sql, values))
            .await?;
        queued += result.rows_affected();
    }
    Ok(queued)
}

/// What one claim takes.
pub(super) struct Claim<'a> {
    pub(super) kinds: Vec<&'a str>,
    pub(super) limit: u32,
    pub(super) now: DateTime<Utc>,
    pub(super) lease: TimeDelta,
    pub(super) lease_token: Uuid,
}

/// Leases jobs that may run now, in their order. `None`: another worker was faster
/// with one of them, and nothing was leased.
///
/// A job may run when its time has come, or when the lease of the worker that ran
/// it is over, unless an unfinished job of its kind and subject comes before it.
/// One that waits for an appointed time comes before nobody; one that waits for
/// its next attempt does.
pub(super) async fn claim(
    transaction: &Transaction,
    claim: &Claim<'_>,
) -> Outcome<Option<Vec<Job>>> {
    let connection = transaction.connection();
    let backend = connection.get_database_backend();
    let mut values: Vec<Value> = vec![
        claim.now.into(),
        (claim.now + claim.lease).into(),
        claim.lease_token.into(),
        i64::from(claim.limit).into(),
    ];
    let mut kinds = Vec::with_capacity(claim.kinds.len());
    for kind in &claim.kinds {
        values.push((*kind).into());
        kinds.push(format!("${}", values.len()));
    }
    let sql = format!(
        "WITH due AS ( \
             SELECT job.id FROM jobs AS job \
             WHERE job.state IN ('QUEUED', 'RUNNING') \
               AND (job.state = 'QUEUED' AND (job.run_at IS NULL OR job.run_at <= $1) \
                    OR job.state = 'RUNNING' AND job.lease_until <= $1) \
               AND job.kind IN ({kinds}) \
               AND NOT EXISTS ( \
                   SELECT 1 FROM jobs AS other \
                   WHERE other.state IN ('QUEUED', 'RUNNING') \
                     AND other.subject = job.subject AND other.kind = job.kind \
                     AND other.id <> job.id \
                     AND (other.state = 'RUNNING' \
                          OR (other.position, other.id) < (job.position, job.id) \
                             AND (other.attempts > 0 OR other.run_at IS NULL \
                                  OR other.run_at <= $1))) \
             ORDER BY job.position, job.id LIMIT $4 {lock}) \
         UPDATE jobs SET state = 'RUNNING', attempts = attempts + 1, lease_token = $3, \
             lease_until = $2 \
         WHERE id IN (SELECT id FROM due) RETURNING *",
        kinds = kinds.join(", "),
        lock = if backend == DbBackend::Postgres {
            "FOR UPDATE SKIP LOCKED"
        } else {
            ""
        },
    );
    let claimed = job::Model::find_by_statement(statement(backend, sql, values))
        .all(connection)
        .await;
    let mut rows = match claimed {
        Ok(rows) => rows,
        // The only unique thing that a claim touches is the running job of a kind
        // and subject.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    rows.sort_by_key(|row| (row.position, row.id));
    let leased = |row: job::Model| Job {
        id: row.id,
        kind: row.kind,
        effect_key: row.effect_key,
        subject: row.subject,
        attempt: row.attempts,
        queued_at: row.queued_at,
        payload: row.payload,
        max_attempts: row.max_attempts,
        lease_token: claim.lease_token,
    };
    Ok(Some(rows.into_iter().map(leased).collect()))
}

/// What becomes of a job after an attempt.
pub(super) enum End<'a> {
    Done,
    Again { at: DateTime<Utc>, error: &'a str },
    Dead { error: &'a str },
}

/// Gives the lease back. `false`: it was lost, and somebody else has the job.
pub(super) async fn end(
    transaction: &Transaction,
    job: &Job,
    end: End<'_>,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    let mut row = job::ActiveModel {
        lease_token: Set(None),
        lease_until: Set(None),
        ..Default::default()
    };
    let state = match end {
        End::Done => {
            row.finished_at = Set(Some(now));
            row.last_error = Set(None);
            JobState::Done
        }
        End::Again { at, error } => {
            row.run_at = Set(Some(at));
            row.last_error = Set(Some(error.to_owned()));
            JobState::Queued
        }
        End::Dead { error } => {
            row.finished_at = Set(Some(now));
            row.last_error = Set(Some(error.to_owned()));
            row.attempts = Set(job.attempt.min(job.max_attempts));
            JobState::Dead
        }
    };
    row.state = Set(state.as_str().to_owned());
    let ended = job::Entity::update_many()
        .set(row)
        .filter(job::Column::Id.eq(job.id))
        .filter(job::Column::LeaseToken.eq(job.lease_token))
        .exec(transaction.connection())
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Queues a dead job again. `false`: there is no such dead job.
pub(super) async fn revive(transaction: &Transaction, id: JobId) -> Outcome<bool> {
    let row = job::ActiveModel {
        state: Set(JobState::Queued.as_str().to_owned()),
        attempts: Set(0),
        run_at: Set(None),
        finished_at: Set(None),
        ..Default::default()
    };
    let revived = job::Entity::update_many()
        .set(row)
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::State.eq(JobState::Dead.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(revived.rows_affected == 1)
}

pub(super) async fn exists(handle: &impl Handle, id: JobId) -> Outcome<bool> {
    let found = job::Entity::find_by_id(id)
        .count(handle.connection())
        .await?;
    Ok(found > 0)
}

/// Whether a job of `kind` about `subject` waits or runs.
pub(super) async fn unfinished(handle: &impl Handle, kind: &str, subject: &str) -> Outcome<bool> {
    let found = job::Entity::find()
        .filter(job::Column::Subject.eq(subject))
        .filter(job::Column::Kind.eq(kind))
        .filter(Expr::cust(UNFINISHED))
        .count(handle.connection())
        .await?;
    Ok(found > 0)
}

/// `false`: it was set already.
pub(super) async fn set_last_tick(
    transaction: &Transaction,
    name: &str,
    tick: DateTime<Utc>,
) -> Outcome<bool> {
    let connection = transaction.connection();
    let sql = "INSERT INTO schedules (name, last_tick_at) VALUES ($1, $2) \
               ON CONFLICT (name) DO UPDATE SET last_tick_at = excluded.last_tick_at \
               WHERE schedules.last_tick_at <> excluded.last_tick_at";
    let values = vec![name.into(), tick.into()];
    let result = connection
        .execute_raw(statement(connection.get_database_backend(), sql, values))
        .await?;
    Ok(result.rows_affected() == 1)
}

pub(super) async fn forget_jobs(
    transaction: &Transaction,
    before: DateTime<Utc>,
    limit: u64,
) -> Outcome<u64> {
    let old = job::Entity::find()
        .select_only()
        .column(job::Column::Id)
        .filter(Expr::cust(FINISHED))
        .filter(job::Column::State.eq(JobState::Done.as_str()))
        .filter(job::Column::FinishedAt.lt(before))
        .limit(limit);
    let removed = job::Entity::delete_many()
        .filter(job::Column::Id.in_subquery(old.into_query()))
        .exec(transaction.connection())
        .await?;
    Ok(removed.rows_affected)
}
