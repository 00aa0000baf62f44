//! A database, a clock that stands still and handlers that write what they did.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use tempfile::TempDir;

use crate::database::{Database, DatabaseOptions, Handle, Transaction, migrate};
use crate::jobs::{Handler, Job, NewJob, Queue, Registry, Worker, WorkerSettings};
use crate::kernel::{Clock, Failure, Ids, Outcome};

pub(super) const KIND: &str = "test.work";

/// One database of its own, removed at the end.
pub(super) struct Bench {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) queue: Queue,
    _place: Place,
}

enum Place {
    Directory { _directory: TempDir },
    Server { url: String, name: String },
}

/// Runs `test` on each kind of database there is.
pub(super) async fn on_each_database(test: impl AsyncFn(&Bench)) {
    test(&Bench::sqlite().await).await;
    if let Ok(server) = std::env::var("PLUMBLINE_TEST_POSTGRES_URL") {
        test(&Bench::postgres(&server).await).await;
    }
}

pub(super) fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_774_000_000, 0).unwrap()
}

impl Bench {
    async fn sqlite() -> Self {
        let directory = TempDir::new().unwrap();
        let url = format!("sqlite:{}", directory.path().join("jobs.db").display());
        let place = Place::Directory {
            _directory: directory,
        };
        Self::open(&url, place).await
    }

    async fn postgres(server: &str) -> Self {
        let name = format!("jobs_{}", Ids::new(Clock::system()).next().simple());
        statement_on(server, format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        let place = Place::Server {
            url: server.to_owned(),
            name,
        };
        Self::open(&url, place).await
    }

    async fn open(url: &str, place: Place) -> Self {
        let options = DatabaseOptions {
            url: url.to_owned(),
            max_connections: 10,
        };
        let database = Database::connect(&options).await.unwrap();
        let directory = TempDir::new().unwrap();
        migrate(&database, url, &directory.path().join("lock"))
            .await
            .unwrap();
        let clock = Clock::manual(moment());
        let bench = Self {
            database,
            queue: Queue::new(clock.clone(), Ids::new(clock.clone())),
            clock,
            _place: place,
        };
        bench
            .execute("CREATE TABLE effects (effect_key TEXT NOT NULL, position BIGINT NOT NULL)")
            .await;
        bench
    }

    /// A worker whose jobs do what `registry` says.
    pub(super) fn worker(&self, registry: Registry) -> Worker {
        Worker::new(
            self.database.clone(),
            self.queue.clone(),
            registry,
            WorkerSettings::default(),
        )
        .unwrap()
    }

    /// A worker whose jobs write down that they ran.
    pub(super) fn recording_worker(&self) -> Worker {
        self.worker(Registry::new().handler(KIND, Record::default()))
    }

    pub(super) async fn enqueue(&self, job: NewJob) -> bool {
        let transaction = self.database.begin().await.unwrap();
        let queued = self.queue.enqueue(&transaction, job).await.unwrap();
        transaction.commit().await.unwrap();
        queued
    }

    /// The effects in the order in which they happened.
    pub(super) async fn effects(&self) -> Vec<String> {
        self.texts("SELECT effect_key AS text FROM effects ORDER BY position")
            .await
    }

    pub(super) async fn texts(&self, sql: &str) -> Vec<String> {
        #[derive(FromQueryResult)]
        struct Row {
            text: String,
        }
        let connection = self.database.connection();
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = Row::find_by_statement(statement).all(connection).await;
        rows.unwrap().into_iter().map(|row| row.text).collect()
    }

    pub(super) async fn states(&self) -> Vec<String> {
        self.texts("SELECT state AS text FROM jobs WHERE kind LIKE 'test.%' ORDER BY position, id")
            .await
    }

    pub(super) async fn execute(&self, sql: &str) -> u64 {
        let transaction = self.database.begin().await.unwrap();
        let done = transaction.connection().execute_unprepared(sql).await;
        transaction.commit().await.unwrap();
        done.unwrap().rows_affected()
    }

    /// Whether the database refuses `sql`.
    pub(super) async fn refused(&self, sql: &str) -> bool {
        let transaction = self.database.begin().await.unwrap();
        transaction
            .connection()
            .execute_unprepared(sql)
            .await
            .is_err()
    }

    pub(super) fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Self::Server { url, name } = self else {
            return;
        };
        let (url, sql) = (url.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
        // A runtime of its own: dropping cannot wait on the test's.
        let dropping = std::thread::spawn(move || {
            tokio::runtime::Runtime::new()
                .unwrap()
                .block_on(statement_on(&url, sql));
        });
        dropping.join().unwrap();
    }
}

async fn statement_on(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// A job for the handlers of these tests.
pub(super) fn job(effect_key: &str) -> NewJob {
    NewJob::new(KIND, effect_key, &()).unwrap()
}

/// Writes the effect of `job` down, once for each call.
pub(super) async fn record(job: &Job, database: &Database) -> Outcome<Transaction> {
    let transaction = database.begin().await?;
    let connection = transaction.connection();
    let sql = "INSERT INTO effects (effect_key, position) \
               VALUES ($1, (SELECT COUNT(*) FROM effects))";
    let values: [Value; 1] = [job.effect_key.as_str().into()];
    let backend = connection.get_database_backend();
    connection
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(transaction)
}

/// Writes effects down; fails as often as it is told before it does.
#[derive(Clone, Default)]
pub(super) struct Record {
    pub(super) failures: Arc<AtomicU32>,
}

impl Record {
    pub(super) fn failing(times: u32) -> Self {
        Self {
            failures: Arc::new(AtomicU32::new(times)),
        }
    }
}

#[async_trait]
impl Handler for Record {
    async fn handle(&self, job: &Job, database: &Database) -> Outcome<Transaction> {
        let transaction = record(job, database).await?;
        let left = self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        match left {
            Ok(_) => Err(Failure::internal("the machine is broken")),
            Err(_) => Ok(transaction),
        }
    }
}
