//! The connection to the database, transactions, and everything in which the two
//! dialects differ.
//!
//! Reads go through [`Database`]; every write goes through a [`Transaction`]. On
//! SQLite there is one writer connection, so that writers wait in a fair queue
//! instead of failing, and a transaction takes the write lock when it begins.

mod connect;
mod errors;
mod keyset;
mod migrate;
mod numbering;

pub use connect::{ConnectError, DatabaseOptions};
pub use errors::violates;
pub use keyset::behind;
pub use migrate::{MigrationState, migrate, migration_states};
pub use numbering::next_number;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    Statement, StreamTrait, TransactionOptions, TransactionTrait,
};

use crate::kernel::Outcome;

/// Where data live. Clones share the connections.
#[derive(Clone, Debug)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Arc<AtomicU64>,
}

/// What a store may run a query on: the database, or a transaction.
pub trait Handle: Sync {
    /// The kind of connection behind the handle.
    type Connection: ConnectionTrait + StreamTrait;

    /// The connection, for stores only.
    fn connection(&self) -> &Self::Connection;
}

impl Database {
    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Outcome<Transaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Transaction(self.writer.begin_with_options(options).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Outcome<()> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// On SQLite, writes the log of changes into the file and empties it, so that the
    /// order of past changes is gone; waits for nobody, and the next time makes good
    /// what readers kept from being done.
    async fn empty_log(&self) -> Outcome<()> {
        if self.is_sqlite() {
            self.writer
                .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
                .await?;
        }
        Ok(())
    }

    /// Removes what the database keeps of rows of `tables` that were deleted or written
    /// again: old versions in the tables of PostgreSQL, the log of SQLite. Done when
    /// nobody reads them any more; the database's own schedule makes good the rest.
    pub async fn forget_the_past(&self, tables: &[&str]) -> Outcome<()> {
        self.empty_log().await?;
        if !self.is_sqlite() {
            for table in tables {
                let sql = format!("VACUUM {table}");
                self.writer.execute_unprepared(&sql).await?;
            }
        }
        Ok(())
    }

    /// Whether the database is SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Sqlite
    }

    /// How many statements have been sent so far; tests compare two readings.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections, after the statements that still run.
    pub async fn close(self) -> Outcome<()> {
        self.writer.close().await?;
        self.reader.close().await?;
        Ok(())
    }
}

impl Handle for Database {
    type Connection = DatabaseConnection;

    fn connection(&self) -> &DatabaseConnection {
        &self.reader
    }
}

/// Writes that happen together or not at all. Dropped without [`Transaction::commit`],
/// nothing has happened.
#[derive(Debug)]
pub struct Transaction(DatabaseTransaction);

impl Transaction {
    /// Makes the writes durable.
    pub async fn commit(self) -> Outcome<()> {
        self.0.commit().await?;
        Ok(())
    }

    /// Waits until no other transaction that took the same `turn` is running, on
    /// any instance. On SQLite there is only ever one transaction.
    pub async fn take_turn(&self, turn: i64) -> Outcome<()> {
        if ConnectionTrait::get_database_backend(&self.0) == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock($1)";
            let lock = Statement::from_sql_and_values(DbBackend::Postgres, sql, [turn.into()]);
            self.0.execute_raw(lock).await?;
        }
        Ok(())
    }

    /// Forgets the writes.
    pub async fn rollback(self) -> Outcome<()> {
        self.0.rollback().await?;
        Ok(())
    }
}

impl Handle for Transaction {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.0
    }
}
