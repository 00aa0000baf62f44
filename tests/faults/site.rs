//! Installations: a data directory, a database, and the processes that work on them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::http::connections;
use crate::support::{create_postgres, drop_postgres};

/// Names the server that the tests may use, with a user who may create databases.
const POSTGRES_URL: &str = "PLUMBLINE_TEST_POSTGRES_URL";

/// How long anything that has to happen may take, on a busy machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between two looks.
const LOOK: Duration = Duration::from_millis(10);

/// An installation.
pub(super) struct Site {
    /// Where the output of the processes goes, and by default the data.
    logs: TempDir,
    /// The data directory.
    pub(super) data: PathBuf,
    /// The database.
    pub(super) url: String,
    /// A command that runs the program and its arguments; empty: nothing in between.
    pub(super) launcher: &'static [&'static str],
    /// What is logged.
    pub(super) log: &'static str,
}

/// A running process of an installation; killed when dropped.
pub(super) struct Process {
    child: Child,
    output: PathBuf,
}

/// A running server.
pub(super) struct Server {
    /// The process.
    pub(super) process: Process,
    /// `http://127.0.0.1:port`.
    pub(super) address: String,
    /// How long it took from the start of the process to being ready.
    pub(super) started_in: Duration,
}

/// Plays `story` on SQLite, and on PostgreSQL where a server is named.
pub(super) async fn each_database(story: impl AsyncFn(Site)) {
    println!("on SQLite");
    story(Site::on_sqlite()).await;
    if let Ok(server) = std::env::var(POSTGRES_URL) {
        println!("on PostgreSQL");
        let url = create_postgres(&server).await;
        let logs = TempDir::new().unwrap();
        let data = logs.path().join("data");
        let site = Site {
            logs,
            data,
            url: url.clone(),
            launcher: &[],
            log: "warn",
        };
        story(site).await;
        drop_postgres(&server, &url).await;
    }
}

impl Site {
    /// An empty one, on the embedded database.
    pub(super) fn on_sqlite() -> Self {
        let logs = TempDir::new().unwrap();
        let data = logs.path().join("data");
        Self::with_data(logs, data)
    }

    /// An empty one whose embedded database lies in `data`.
    pub(super) fn with_data(logs: TempDir, data: PathBuf) -> Self {
        let url = format!("sqlite:{}", data.join("plumbline.db").display());
        Self {
            logs,
            data,
            url,
            launcher: &[],
            log: "warn",
        }
    }

    /// Starts the server and waits until it is ready.
    pub(super) async fn serve(&self, arguments: &[&str]) -> Server {
        let begun = Instant::now();
        let mut process = self.start(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        let said = process.says("Plumbline answers at ").await;
        let address = said.trim_end_matches("/graphql").to_owned();
        let http = connections();
        let ready = format!("{address}/readyz");
        until("the server is ready", async || {
            let answer = http.get(&ready).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
        Server {
            process,
            address,
            started_in: begun.elapsed(),
        }
    }

    /// Starts a command.
    pub(super) fn start(&self, arguments: &[&str]) -> Process {
        let number = std::fs::read_dir(self.logs.path()).unwrap().count();
        let output = self.logs.path().join(format!("{number}.out"));
        let log = self.logs.path().join(format!("{number}.log"));
        let program = [env!("CARGO_BIN_EXE_plumbline")];
        let line = [self.launcher, &program, arguments].concat();
        let child = Command::new(line[0])
            .args(&line[1..])
            .env("PLUMBLINE_DATA_DIR", &self.data)
            .env("PLUMBLINE_DATABASE_URL", &self.url)
            .env("PLUMBLINE_LOG", self.log)
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&output).unwrap())
            .stderr(std::fs::File::create(log).unwrap())
            .spawn()
            .unwrap();
        Process { child, output }
    }

    /// What the processes complained about, for when something went wrong.
    pub(super) fn complaints(&self) -> String {
        let files = std::fs::read_dir(self.logs.path()).unwrap();
        let logs = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "log"));
        logs.map(|log| read(&log)).collect()
    }
}

impl Process {
    /// What stands behind `beginning` on a line that the process prints.
    pub(super) async fn says(&mut self, beginning: &str) -> String {
        let output = self.output.clone();
        let said = || {
            let text = read(&output);
            // A line counts when it is whole.
            let (whole, _) = text.rsplit_once('\n')?;
            let mut lines = whole.lines();
            lines.find_map(|line| Some(line.trim().strip_prefix(beginning)?.to_owned()))
        };
        until(beginning, async || said()).await
    }

    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a crash would.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop.
    pub(super) fn terminate(&self) {
        let number = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &number]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for its end.
    pub(super) async fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the process does not end");
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already, mostly.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again until there is something.
pub(super) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(LOOK).await;
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
