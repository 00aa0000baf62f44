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
                Error::Database(cause) => cause.code().is_some_and(|code| means_unavailable(&code)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether the database could not do what it can do at other times.
fn means_unavailable(code: &str) -> bool {
    // PostgreSQL has five signs: connection exceptions, resources such as disk and
    // connections, shutting down, trouble of the system.
    if code.len() == 5 {
        return ["08", "53", "57P", "58"]
            .iter()
            .any(|class| code.starts_with(class));
    }
    // SQLite has a number whose last byte tells the kind: busy, I/O error, full.
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, 5 | 10 | 13))
}

#[cfg(test)]
mod tests {
    use super::means_unavailable;

    #[test]
    fn what_passes_by_itself_is_unavailable() {
        // SQLite: busy, its snapshot too old, I/O errors of writing, syncing and of
        // shared memory, full. PostgreSQL: no connection, disk full, too many
        // connections, shut down, I/O error.
        for code in [
            "5", "517", "10", "778", "1034", "4874", "13", "08006", "53100", "53300", "57P01",
            "58030",
        ] {
            assert!(means_unavailable(code), "{code}");
        }
    }

    #[test]
    fn what_is_wrong_each_time_is_not() {
        // SQLite: error, constraint, unique, corrupt. PostgreSQL: syntax, unique,
        // query cancelled.
        for code in ["1", "19", "2067", "11", "42601", "23505", "57014"] {
            assert!(!means_unavailable(code), "{code}");
        }
    }
}
