//! What SQLite calls the types of the migrations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs the statements of one change in the dialect of the connected database.
pub(crate) async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = match connection.get_database_backend() {
        DbBackend::Sqlite => for_sqlite(sql),
        _ => for_postgres(sql),
    };
    connection.execute_unprepared(&statements).await.map(drop)
}

/// SQLite has five types; `STRICT` makes it keep to the one declared.
fn for_sqlite(sql: &str) -> String {
    [
        (" UUID", " BLOB"),
        (" TIMESTAMPTZ", " TEXT"),
        (" DATE", " TEXT"),
        (" BOOLEAN", " INTEGER"),
        (" BIGINT", " INTEGER"),
        (" BYTEA", " BLOB"),
    ]
    .iter()
    .fold(sql.to_owned(), |text, (shared, own)| {
        text.replace(shared, own)
    })
}

/// Texts sort by their bytes, as SQLite sorts them, whatever the locale of the
/// server: a list must have one order on both.
fn for_postgres(sql: &str) -> String {
    sql.replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(") STRICT;", ");")
        .replace(") STRICT, WITHOUT ROWID;", ");")
}
