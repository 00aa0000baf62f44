//! Where the server runs: its database, its process, its core.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;

use super::http;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plumbline");

/// The core of the server, and the one from which the requests come.
const SERVER_CORE: &str = "0";
const LOAD_CORE: &str = "1";

/// A data directory and a database.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    pub(crate) directory: TempDir,
}

/// A running server, killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:port`.
    pub(crate) address: String,
    /// From the start of the process to the first answer.
    pub(crate) started_in: Duration,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("plumbline.db");
        Self {
            name: "SQLite",
            url: format!("sqlite:{}", file.display()),
            directory,
        }
    }

    pub(crate) async fn postgres(server: &str) -> Self {
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        let name = format!("plumbline_bench_{}", std::process::id());
        execute(server, &format!("DROP DATABASE IF EXISTS {name}")).await;
        execute(server, &format!("CREATE DATABASE {name}")).await;
        Self {
            name: "PostgreSQL",
            url: format!("{base}/{name}"),
            directory: TempDir::new().unwrap(),
        }
    }

    /// Runs a command of the program that reads `input`.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) {
        let mut child = self
            .command(PROGRAM)
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{input}").unwrap();
        drop(stdin);
        assert!(child.wait().unwrap().success(), "{arguments:?}");
    }

    /// Starts the server on its core.
    pub(crate) async fn serve(&self, arguments: &[&str]) -> Server {
        let output = self.directory.path().join("output");
        let mut command = if taskset() {
            let mut command = self.command("taskset");
            command.args(["-c", SERVER_CORE, PROGRAM]);
            command
        } else {
            self.command(PROGRAM)
        };
        let begun = Instant::now();
        let child = command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&output).unwrap())
            .spawn()
            .unwrap();
        let mut server = Server {
            child,
            address: String::new(),
            started_in: Duration::ZERO,
        };
        let line = "Plumbline answers at http://";
        server.address = wait(|| {
            let text = std::fs::read_to_string(&output).ok()?;
            let mut lines = text.lines().filter_map(|it| it.strip_prefix(line));
            Some(lines.next()?.strip_suffix("/graphql")?.to_owned())
        })
        .await;
        while http::get(&server.address, "/readyz").await.is_none() {}
        server.started_in = begun.elapsed();
        server
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("PLUMBLINE_DATA_DIR", self.directory.path())
            .env("PLUMBLINE_DATABASE_URL", &self.url)
            .stderr(std::fs::File::create(self.log()).unwrap());
        command
    }

    fn log(&self) -> PathBuf {
        self.directory.path().join("log")
    }
}

impl Server {
    /// The most memory that the process had at one time, in MiB.
    pub(crate) fn peak(&self) -> Option<f64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
        let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kilobytes / 1024.0)
    }

    /// The processor time that the process has used.
    pub(crate) fn busy(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The fields behind the name, which is in brackets; in hundredths of a second.
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut times = fields.split(' ').skip(11).map(str::parse::<u64>);
        let (user, system) = (times.next()?.ok()?, times.next()?.ok()?);
        Some(Duration::from_millis(10 * (user + system)))
    }

    /// How many SQL statements it has sent.
    pub(crate) async fn statements(&self) -> u64 {
        let text = http::get(&self.address, "/metrics").await.unwrap();
        let name = "plumbline_database_statements_total ";
        let mut lines = text.lines().filter_map(|it| it.strip_prefix(name));
        lines.next().expect("the counter").parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks until there is something.
async fn wait<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it does not start"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Whether processes can be pinned to cores, and there are two of them.
pub(crate) fn taskset() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let tried = Command::new("taskset").args(["-p", "1"]).output();
    (cores > 1 || PINNED.get().is_some()) && tried.is_ok_and(|output| output.status.success())
}

static PINNED: std::sync::OnceLock<()> = std::sync::OnceLock::new();

/// Moves this process to its core.
pub(crate) fn pin_self() {
    if taskset() {
        let _ = PINNED.set(());
        pin(LOAD_CORE);
    } else {
        println!("not pinned: there is no taskset, or only one core");
    }
}

/// Lets this process use all cores again.
pub(crate) fn unpin_self() {
    if PINNED.get().is_some() {
        pin("0,1");
    }
}

fn pin(cores: &str) {
    let own = std::process::id().to_string();
    let pinned = Command::new("taskset")
        .args(["-a", "-cp", cores, &own])
        .output();
    assert!(pinned.unwrap().status.success());
}

pub(crate) async fn drop_postgres(server: &str, url: &str) {
    let (_, name) = url.rsplit_once('/').expect("the URL names a database");
    execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

pub(crate) async fn execute(url: &str, sql: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}
