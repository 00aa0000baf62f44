//! Opens the connections as each database needs them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};

use super::Database;

/// How long a statement waits for a connection or a lock before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the database is and how many connections it may have.
#[derive(Clone, Debug)]
pub struct DatabaseOptions {
    /// `sqlite:` or `postgres:` URL.
    pub url: String,
    /// The most connections at one time.
    pub max_connections: u32,
}

/// Why the database could not be opened.
#[derive(Debug)]
pub enum ConnectError {
    /// Neither a SQLite nor a PostgreSQL URL.
    UnknownKind,
    /// The database refused or does not answer; the cause may name hosts and
    /// files, but no password.
    Refused(String),
}

impl Database {
    /// Opens the database; a SQLite file is made if there is none.
    pub async fn connect(options: &DatabaseOptions) -> Result<Self, ConnectError> {
        let refused = |error: DbErr| ConnectError::Refused(error.to_string());
        let statements = Arc::new(AtomicU64::new(0));
        if options.url.starts_with("sqlite:") {
            // The writer first: it creates the file and sets its journal mode.
            let writer = connect(sqlite(options, 1, false), &statements)
                .await
                .map_err(refused)?;
            let reader = connect(sqlite(options, options.max_connections, true), &statements)
                .await
                .map_err(refused)?;
            Ok(Self {
                reader,
                writer,
                statements,
            })
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            let pool = connect(pool(options, options.max_connections), &statements)
                .await
                .map_err(refused)?;
            Ok(Self {
                reader: pool.clone(),
                writer: pool,
                statements,
            })
        } else {
            Err(ConnectError::UnknownKind)
        }
    }
}

async fn connect(
    options: ConnectOptions,
    statements: &Arc<AtomicU64>,
) -> Result<DatabaseConnection, DbErr> {
    let mut connection = sea_orm::Database::connect(options).await?;
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

fn pool(options: &DatabaseOptions, max_connections: u32) -> ConnectOptions {
    let mut pool = ConnectOptions::new(&options.url);
    pool.max_connections(max_connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    pool
}

/// How many rows SQLite reads ahead of whoever takes them.
const ROWS_AT_A_TIME: usize = 1_000;

fn sqlite(options: &DatabaseOptions, max_connections: u32, read_only: bool) -> ConnectOptions {
    let mut pool = pool(options, max_connections);
    pool.map_sqlx_sqlite_opts(move |options: SqliteConnectOptions| {
        let options = options
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", "-16384")
            // Rows come from a thread of their own: the more at a time, the less often the
            // two wait for each other.
            .row_buffer_size(ROWS_AT_A_TIME)
            .optimize_on_close(!read_only, None);
        if read_only {
            options.pragma("query_only", "ON")
        } else {
            // An acknowledged answer must survive a power cut: WAL alone syncs
            // only at checkpoints, FULL syncs at each commit.
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                // What is deleted is gone from the file: a draft, the place of an
                // anonymous sheet before the shuffling.
                .pragma("secure_delete", "ON")
        }
    });
    // A connection whose COMMIT failed stays inside its transaction; used again,
    // it would take writes and lose them all. It is closed instead.
    pool.map_sqlx_sqlite_pool_opts(|pool: SqlitePoolOptions| {
        pool.after_release(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
    });
    pool
}
