//! Fault 4: the disk is full, and later it is not.
//!
//! Twice, because the two fail at different places: a full file system, where it can
//! be made, and a limit on the size of files, which needs no right.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use super::announce;
use super::books::{Books, rows};
use super::company::{Company, submit};
use super::http::{Lost, Person};
use super::site::{PATIENCE, Process, Site, until};

/// Free room that is left in each round, in bytes: a commit breaks off at different
/// places.
const ROOMS: [u64; 2] = [0, 20 * 1024];

/// Enough submissions that some are left after the last round: a full disk still has
/// the journal's file, which takes a hundred before it has to grow.
const PEOPLE: usize = 12;
const EACH: usize = 36;

/// A write beyond a limit is to fail, and not to end the process by a signal.
const WITHOUT_SIGNAL: &[&str] = &["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

/// Makes room scarce, and plenty again.
trait Disk {
    fn fill(&self, server: &Process, room: u64);
    fn empty(&self, server: &Process);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let Some(disk) = SmallDisk::mount() else {
        announce("no file system can be mounted here: only the limit on files is tested");
        return;
    };
    announce("the full disk is a small file system");
    let site = Site::with_data(TempDir::new().unwrap(), disk.0.path().join("data"));
    story(&site, &disk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_grow_loses_nothing_that_was_acknowledged() {
    let mut site = Site::on_sqlite();
    site.launcher = WITHOUT_SIGNAL;
    story(&site, &Limit).await;
}

async fn story(site: &Site, disk: &impl Disk) {
    let mut server = site.serve(&[]).await;
    let company = Company::found(&mut server, PEOPLE, EACH).await;
    let refusals = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = company
        .evaluators
        .iter()
        .cloned()
        .map(|evaluator| {
            let (address, refusals) = (server.address.clone(), Arc::clone(&refusals));
            tokio::spawn(answer_all(evaluator, address, refusals))
        })
        .collect();

    for room in ROOMS {
        let before = refusals.load(Ordering::SeqCst);
        disk.fill(&server.process, room);
        until("a write is refused", async || {
            (refusals.load(Ordering::SeqCst) > before + 8).then_some(())
        })
        .await;
        let (person, _) = &company.evaluators[0];
        let variables = json!({ "first": 10 });
        let read = person
            .send(&server.address, "Departments", &variables)
            .await;
        let read = read.unwrap();
        assert_eq!(
            read["data"]["departments"]["totalCount"],
            EACH + 1,
            "{read:#}"
        );
        disk.empty(&server.process);
    }

    let mut books = Books::default();
    for client in clients {
        books.add(client.await.unwrap());
    }
    assert_eq!(books.acknowledged.len(), PEOPLE * EACH);
    books.agree(&site.url).await;
    server.process.kill();
    let server = site.serve(&[]).await;
    books.agree(&site.url).await;
    let integrity = rows(&site.url, "PRAGMA integrity_check").await;
    assert_eq!(integrity[0].try_get_by_index::<String>(0).unwrap(), "ok");
    drop(server);
}

/// Submits each assignment until it is acknowledged; a refusal must be UNAVAILABLE.
async fn answer_all(
    (person, assignments): (Person, Vec<String>),
    address: String,
    refusals: Arc<AtomicUsize>,
) -> Books {
    let mut books = Books::default();
    for assignment in assignments {
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < PATIENCE, "writes do not resume");
            match submit(&person, &address, &assignment, "k").await {
                Ok(response) => {
                    books.acknowledged.insert(assignment, response);
                    break;
                }
                Err(Lost::Status(503, body)) => {
                    let code = &body["errors"][0]["extensions"]["code"];
                    assert_eq!(code, "UNAVAILABLE", "{body:#}");
                    refusals.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(lost) => panic!("{lost:?}"),
            }
        }
    }
    books
}

/// A file system of a few megabytes, filled by a ballast.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let place = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"])
            .arg(place.path())
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then_some(Self(place))
    }

    fn ballast(&self) -> PathBuf {
        self.0.path().join("ballast")
    }
}

impl Disk for SmallDisk {
    fn fill(&self, _: &Process, room: u64) {
        let mut ballast = File::create(self.ballast()).unwrap();
        let page = [1; 4096];
        let mut length = 0;
        // The last page that fits; a full disk is what is wanted.
        while ballast.write_all(&page).is_ok() {
            length += 4096;
        }
        ballast.set_len(length - room).unwrap();
    }

    fn empty(&self, _: &Process) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server of a failed test may still have files there.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// A limit on the size of the files that the server writes.
struct Limit;

impl Disk for Limit {
    fn fill(&self, server: &Process, room: u64) {
        // Less than the files have: whatever goes behind it is refused, so that the
        // journal cannot be begun anew either.
        set_limit(server, &format!("{}:", 64 * 1024 + room));
    }

    fn empty(&self, server: &Process) {
        set_limit(server, "unlimited:");
    }
}

fn set_limit(server: &Process, soft: &str) {
    let number = server.id().to_string();
    let set = Command::new("prlimit")
        .args(["--pid", &number, &format!("--fsize={soft}")])
        .output()
        .expect("prlimit of util-linux is needed");
    assert!(set.status.success(), "{set:?}");
}
