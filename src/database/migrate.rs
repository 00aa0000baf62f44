//! Brings the schema up to date, one process at a time.

use std::fs::File;
use std::path::Path;

use migration::{MigrationStatus, Migrator, MigratorTrait};
use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::postgres::PgConnection;

use super::Database;
use crate::kernel::{Failure, Outcome};

/// Names the lock that a migrating process holds on PostgreSQL.
const ADVISORY_LOCK: i64 = 0x706c_756d_626c_696e;

/// One change of the schema and whether the database has it.
#[derive(Clone, Debug)]
pub struct MigrationState {
    /// The file of the change.
    pub name: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// Applies what is missing. A second process that comes meanwhile waits.
///
/// `url` is the database's own, `lock_file` a path on the same machine as a
/// SQLite file; PostgreSQL is locked in itself.
pub async fn migrate(database: &Database, url: &str, lock_file: &Path) -> Outcome<()> {
    if database.is_sqlite() {
        let path = lock_file.to_owned();
        // Waiting for a file lock blocks the thread, so it is not an async one.
        let lock = tokio::task::spawn_blocking(move || {
            let file = File::create(path)?;
            file.lock()?;
            Ok::<_, std::io::Error>(file)
        });
        let lock = lock
            .await
            .map_err(Failure::internal)?
            .map_err(Failure::internal)?;
        Migrator::up(&database.writer, None).await?;
        drop(lock);
    } else {
        // On a connection of its own: the lock belongs to a connection and must
        // not go back to the pool with it.
        let mut lock = PgConnection::connect(url)
            .await
            .map_err(Failure::internal)?;
        let take = sea_orm::sqlx::query("SELECT pg_advisory_lock($1)").bind(ADVISORY_LOCK);
        take.execute(&mut lock).await.map_err(Failure::internal)?;
        Migrator::up(&database.writer, None).await?;
        lock.close().await.map_err(Failure::internal)?;
    }
    Ok(())
}

/// All changes of the schema, oldest first. Changes nothing.
pub async fn migration_states(database: &Database) -> Outcome<Vec<MigrationState>> {
    let migrations = Migrator::get_migration_with_status(&database.writer).await?;
    Ok(migrations
        .into_iter()
        .map(|migration| MigrationState {
            name: migration.name().to_owned(),
            applied: matches!(migration.status(), MigrationStatus::Applied),
        })
        .collect())
}
