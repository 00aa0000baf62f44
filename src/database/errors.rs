//! What a database error means.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::kernel::Failure;

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        if is_unavailable(&error) {
            tracing::warn!(error = %error, "the database does not answer");
            Self::Unavailable
        } else {
            Self::internal(error)
        }
    }
}

/// Whether `error` is the breach of the unique constraint over `columns`, written
/// `table.column` and separated by `, `. SQLite names the columns, PostgreSQL the
/// constraint, so the migrations name each constraint by its table and columns:
/// `uq_departments_code`.
pub fn violates(error: &DbErr, columns: &str) -> bool {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(message)) => {
            message.contains(&format!("\"{}\"", constraint(columns)))
                || message.ends_with(&format!(": {columns}"))
        }
        _ => false,
    }
}

fn constraint(columns: &str) -> String {
    let mut name = "uq".to_owned();
    for (index, column) in columns.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or_default();
        if index == 0 {
            name = format!("{name}_{table}");
        }
        name = format!("{name}_{column}");
    }
    name
}

fn is_unavailable(error: &DbErr) -> bool {
    use sea_orm::sqlx::Error;
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            match cause.as_ref() {
                Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => {
                    true
                }
                // PostgreSQL: connection exceptions, shutting down, too many
                // connections. SQLite: busy, full, I/O error.
                Error::Database(cause) => cause.code().is_some_and(|code| {
                    code.starts_with("08")
                        || code.starts_with("57P")
                        || code == "53300"
                        || code == "5"
                        || code == "13"
                        || code == "10"
                        || code == "778"
                }),
                _ => false,
            }
        }
        _ => false,
    }
}
