//! A database of its own for each test, copied from one that was migrated and
//! filled once.

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::Context;

use chrono::TimeDelta;
use plumbline::database::{Database, DatabaseOptions, migrate};
use plumbline::kernel::{Clock, Ids};
use sea_orm::{ConnectionTrait as _, Statement, TryGetable};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::app::{TestApp, platform};
use super::company;

/// Names the server that the tests may use, with a user who may create databases.
const POSTGRES_URL: &str = "PLUMBLINE_TEST_POSTGRES_URL";

/// The stack on which a story is played, in bytes.
const STACK: usize = 16 * 1024 * 1024;

/// Plays `story` on SQLite, and on PostgreSQL where a server is named.
pub(crate) async fn each_database(story: impl AsyncFn(TestApp)) {
    println!("on SQLite");
    let sqlite = Sqlite::new().await;
    with_room(Box::pin(story(sqlite.app().await))).await;
    if let Ok(server) = std::env::var(POSTGRES_URL) {
        println!("on PostgreSQL");
        let postgres = Postgres::new(&server).await;
        with_room(Box::pin(story(postgres.app().await))).await;
        postgres.drop_database().await;
    }
}

/// Plays `story` with the URL of an empty database on SQLite, and on PostgreSQL where
/// a server is named.
pub(crate) async fn each_empty_database(story: impl AsyncFn(String)) {
    println!("on SQLite");
    let sqlite = Sqlite::empty();
    story(sqlite.url()).await;
    if let Ok(server) = std::env::var(POSTGRES_URL) {
        println!("on PostgreSQL");
        let url = create_postgres(&server).await;
        story(url.clone()).await;
        drop_postgres(&server, &url).await;
    }
}

/// A long story is large, and unoptimised code keeps room on the stack for all that it
/// begins: so it lies on the heap and is played on a large stack. A thread that has none,
/// because `RUST_MIN_STACK` does not ask for it, gets one anew for each step of the story,
/// which takes longer than the step.
async fn with_room(mut story: Pin<Box<impl Future>>) {
    let mut play = |context: &mut Context<'_>| story.as_mut().poll(context);
    poll_fn(|context| stacker::maybe_grow(STACK / 2, STACK, || play(context))).await;
}

struct Sqlite {
    directory: TempDir,
}

impl Sqlite {
    async fn new() -> Self {
        static TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
        let (_, template) = TEMPLATE
            .get_or_init(|| async {
                let directory = TempDir::new().unwrap();
                let file = directory.path().join("template.db");
                fill(&format!("sqlite:{}", file.display())).await;
                (directory, file)
            })
            .await;
        let copy = Self::empty();
        std::fs::copy(template, copy.file()).unwrap();
        copy
    }

    fn empty() -> Self {
        let directory = TempDir::new().unwrap();
        Self { directory }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("plumbline.db")
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.file().display())
    }

    async fn app(&self) -> TestApp {
        TestApp::on(&self.url()).await
    }
}

struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    async fn new(server: &str) -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async {
                drop_leftovers(server).await;
                // Named by the process: two test runs at once must not share it.
                let name = format!("plumbline_test_{}_template_{}", today(), std::process::id());
                execute(server, &format!("DROP DATABASE IF EXISTS {name}")).await;
                execute(server, &format!("CREATE DATABASE {name}")).await;
                fill(&database_url(server, &name)).await;
                name
            })
            .await;
        let name = test_name();
        execute(
            server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        Self {
            server: server.to_owned(),
            name,
        }
    }

    async fn app(&self) -> TestApp {
        TestApp::on(&database_url(&self.server, &self.name)).await
    }

    async fn drop_database(self) {
        execute(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        )
        .await;
    }
}

/// Migrates an empty database and puts the company of the stories into it.
async fn fill(url: &str) {
    let files = TempDir::new().unwrap();
    let clock = Clock::manual(company::opening_day());
    let platform = platform(url, clock, files.path()).await;
    let lock = std::env::temp_dir().join(format!("plumbline-test-{}.lock", std::process::id()));
    migrate(&platform.database, url, &lock).await.unwrap();
    company::fill(&platform).await;
    platform.database.close().await.unwrap();
}

/// Makes an empty database on the PostgreSQL at `server`; its URL.
pub(crate) async fn create_postgres(server: &str) -> String {
    let name = test_name();
    execute(server, &format!("CREATE DATABASE {name}")).await;
    database_url(server, &name)
}

/// Removes a database that [`create_postgres`] made.
pub(crate) async fn drop_postgres(server: &str, url: &str) {
    let (_, name) = url.rsplit_once('/').expect("the URL names a database");
    execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// Removes what test runs of earlier days left behind: the template, which no test may
/// remove, and the databases of tests that failed.
async fn drop_leftovers(server: &str) {
    let names = texts(
        server,
        "SELECT datname FROM pg_database WHERE datname LIKE 'plumbline\\_test\\_%'",
    );
    // Yesterday's may still be in use by a run over midnight.
    let kept = [today(), yesterday()].map(|day| format!("plumbline_test_{day}_"));
    for name in names.await {
        if !kept.iter().any(|prefix| name.starts_with(prefix)) {
            execute(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await;
        }
    }
}

fn test_name() -> String {
    format!("plumbline_test_{}_{}", today(), unique())
}

fn today() -> String {
    Clock::system().now().format("%Y%m%d").to_string()
}

fn yesterday() -> String {
    let day = Clock::system().now() - TimeDelta::days(1);
    day.format("%Y%m%d").to_string()
}

fn unique() -> String {
    Ids::new(Clock::system()).next().simple().to_string()
}

fn database_url(server: &str, name: &str) -> String {
    let (base, _) = server
        .rsplit_once('/')
        .expect("the server's URL names a database");
    format!("{base}/{name}")
}

/// Runs a statement on a connection of its own.
pub(crate) async fn execute(url: &str, sql: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

/// The first value of the first row of a query, on a connection of its own.
pub(super) async fn value<T: TryGetable>(url: &str, sql: &str) -> T {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let query = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(query).await.unwrap();
    connection.close().await.unwrap();
    row.expect("a row").try_get_by_index(0).unwrap()
}

/// The first column of the rows of a query, on a connection of its own.
pub(crate) async fn texts(url: &str, sql: &str) -> Vec<String> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let query = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(query).await.unwrap();
    connection.close().await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

/// The tables of a database, by name.
pub(crate) async fn tables(url: &str) -> Vec<String> {
    let sql = if url.starts_with("sqlite:") {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    };
    texts(url, sql).await
}

/// Opens a database as the server does.
pub(crate) async fn connect(url: &str) -> Database {
    Database::connect(&DatabaseOptions {
        url: url.to_owned(),
        max_connections: 4,
    })
    .await
    .unwrap()
}
