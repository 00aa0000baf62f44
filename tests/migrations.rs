//! The schema of the database: how it comes to be, and what it insists on.

use std::path::{Path, PathBuf};

use plumbline::database::{Database, migrate, migration_states};
use tempfile::TempDir;

use crate::support::databases::{connect, execute, tables, texts};
use crate::support::{TestApp, each_database, each_empty_database};

#[tokio::test]
async fn an_empty_database_is_migrated_once_and_a_second_time_nothing_happens() {
    each_empty_database(async |url| {
        let lock = Lock::new();
        let database = connect(&url).await;
        assert_eq!(applied(&database).await.0, 0);

        migrate(&database, &url, lock.path()).await.unwrap();

        let (done, all) = applied(&database).await;
        assert_eq!((done, all > 0), (all, true));
        let schema = schema(&url).await;
        migrate(&database, &url, lock.path()).await.unwrap();
        assert_eq!(self::schema(&url).await, schema);
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_filled_database_is_kept_as_it_was() {
    each_database(async |app| {
        let before = content(&app).await;
        assert!(before.iter().any(|row| row.contains("财务中心")));

        let lock = Lock::new();
        migrate(&app.platform.database, &app.url, lock.path())
            .await
            .unwrap();

        assert_eq!(content(&app).await, before);
    })
    .await;
}

#[tokio::test]
async fn half_a_migration_leaves_nothing_and_is_done_once_its_cause_is_gone() {
    each_empty_database(async |url| {
        let lock = Lock::new();
        // The last table of a change that makes several: it fails at its end.
        let database = connect(&url).await;
        execute(&url, "CREATE TABLE reminders (stray INTEGER)").await;

        let failed = migrate(&database, &url, lock.path()).await;

        assert!(failed.is_err());
        let made = tables(&url).await;
        assert!(
            made.contains(&"questionnaires".to_owned()),
            "what came before stays: {made:?}"
        );
        assert!(
            !made.contains(&"cycles".to_owned()),
            "nothing of the change: {made:?}"
        );
        let (done, all) = applied(&database).await;
        assert!(0 < done && done < all, "{done} of {all}");

        execute(&url, "DROP TABLE reminders").await;
        migrate(&database, &url, lock.path()).await.unwrap();
        assert_eq!(applied(&database).await, (all, all));
        assert!(tables(&url).await.contains(&"cycles".to_owned()));
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_many_that_migrate_at_once_one_does_and_the_others_wait() {
    each_empty_database(async |url| {
        let lock = Lock::new();
        let mut databases = Vec::new();
        for _ in 0..4 {
            databases.push(connect(&url).await);
        }

        let runs = databases
            .iter()
            .map(|database| migrate(database, &url, lock.path()));
        let outcomes = futures_util::future::join_all(runs).await;

        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        let (done, all) = applied(&databases[0]).await;
        assert_eq!(done, all);
        let noted = texts(
            &url,
            "SELECT version FROM seaql_migrations ORDER BY version",
        )
        .await;
        assert_eq!(noted.len(), all, "each change is noted once: {noted:?}");
        for database in databases {
            database.close().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn foreign_keys_are_enforced() {
    each_database(async |app| {
        use plumbline::database::Handle as _;
        use sea_orm::ConnectionTrait as _;
        let nobody = if app.platform.database.is_sqlite() {
            "x'01900000000070008000000000000000'"
        } else {
            "'01900000-0000-7000-8000-000000000000'"
        };
        let strays = [
            format!("UPDATE departments SET head_id = {nobody}"),
            format!("UPDATE posts SET department_id = {nobody}"),
            "DELETE FROM employees".to_owned(),
        ];
        for stray in strays {
            let transaction = app.platform.database.begin().await.unwrap();
            let refused = transaction.connection().execute_unprepared(&stray).await;
            assert!(refused.is_err(), "{stray}");
            transaction.rollback().await.unwrap();
        }
    })
    .await;
}

/// Foreign keys without an index of their own, and why.
const NEVER_SEARCHED: [&str; 6] = [
    // What these name is never deleted nor asked for its rows: reads go by cycle, pair
    // and evaluator. An index would be written at each submission for nothing.
    "assignments.assessed_department_id",
    "assignments.assessing_department_id",
    "assignments.questionnaire_version_id",
    "responses.pair_id",
    "anonymous_sheets.pair_id",
    // A cycle's policy is looked up the other way round, and policies are kept for ever.
    "cycles.scoring_policy_id",
];

#[tokio::test]
async fn every_foreign_key_has_an_index() {
    each_empty_database(async |url| {
        let lock = Lock::new();
        let database = connect(&url).await;
        migrate(&database, &url, lock.path()).await.unwrap();
        database.close().await.unwrap();
        let sqlite = url.starts_with("sqlite:");

        let keys = texts(
            &url,
            if sqlite {
                KEYS_OF_SQLITE
            } else {
                KEYS_OF_POSTGRES
            },
        )
        .await;
        let indexed = texts(
            &url,
            if sqlite {
                INDEXED_ON_SQLITE
            } else {
                INDEXED_ON_POSTGRES
            },
        )
        .await;

        assert!(keys.len() > 30, "{keys:?}");
        let bare: Vec<&String> = keys.iter().filter(|key| !indexed.contains(key)).collect();
        let unexpected: Vec<&&String> = bare
            .iter()
            .filter(|key| !NEVER_SEARCHED.contains(&key.as_str()))
            .collect();
        assert!(unexpected.is_empty(), "no index begins with {unexpected:?}");
        for key in NEVER_SEARCHED {
            assert!(
                bare.iter().any(|bare| *bare == key),
                "{key} is indexed, or gone"
            );
        }
    })
    .await;
}

const KEYS_OF_SQLITE: &str = "SELECT tables.name || '.' || keys.\"from\"
    FROM sqlite_master AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
    WHERE tables.type = 'table' ORDER BY 1";

/// The first column of every index over whole tables, primary keys too. What begins with
/// an expression has none.
const INDEXED_ON_SQLITE: &str = "SELECT tables.name || '.' || columns.name
    FROM sqlite_master AS tables JOIN pragma_index_list(tables.name) AS indexes
    JOIN pragma_index_info(indexes.name) AS columns
    WHERE tables.type = 'table' AND columns.seqno = 0 AND indexes.partial = 0
        AND columns.name IS NOT NULL";

const KEYS_OF_POSTGRES: &str = "SELECT (tables.relname || '.' || columns.attname)::text
    FROM pg_constraint AS keys JOIN pg_class AS tables ON tables.oid = keys.conrelid
    JOIN pg_attribute AS columns ON columns.attrelid = keys.conrelid AND columns.attnum = keys.conkey[1]
    WHERE keys.contype = 'f' ORDER BY 1";

const INDEXED_ON_POSTGRES: &str = "SELECT (tables.relname || '.' || columns.attname)::text
    FROM pg_index AS indexes JOIN pg_class AS tables ON tables.oid = indexes.indrelid
    JOIN pg_attribute AS columns ON columns.attrelid = indexes.indrelid AND columns.attnum = indexes.indkey[0]
    WHERE indexes.indpred IS NULL";

/// How many changes the database has, and how many there are.
async fn applied(database: &Database) -> (usize, usize) {
    let states = migration_states(database).await.unwrap();
    let applied = states.iter().filter(|state| state.applied).count();
    (applied, states.len())
}

/// Everything that the database is made of.
async fn schema(url: &str) -> Vec<String> {
    let sql = if url.starts_with("sqlite:") {
        "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1"
    } else {
        "SELECT (table_name || '.' || column_name || ' ' || data_type)::text
            FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"
    };
    texts(url, sql).await
}

/// Some of the company of the stories, and how many rows each table has.
async fn content(app: &TestApp) -> Vec<String> {
    let mut content = app
        .texts("SELECT code || ' ' || name || ' ' || kind FROM departments ORDER BY code")
        .await;
    content.extend(
        app.texts("SELECT username || ' ' || password_hash FROM accounts ORDER BY username")
            .await,
    );
    content.push(app.row_counts(&[]).await);
    content
}

/// The file by which processes that migrate one SQLite file wait for each other.
struct Lock {
    file: PathBuf,
    _directory: TempDir,
}

impl Lock {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("migrate.lock");
        Self {
            file,
            _directory: directory,
        }
    }

    fn path(&self) -> &Path {
        &self.file
    }
}
