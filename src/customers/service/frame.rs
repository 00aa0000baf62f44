//! The contacts that a survey can draw from.

use tokio::sync::mpsc;

use crate::customers::model::{FrameCustomer, FrameSource};
use crate::customers::store;
use crate::database::Database;
use crate::kernel::Outcome;

/// As many customers as a page of the frame best has: a few megabytes.
pub const FRAME_PAGE: u64 = 2_000;

/// The customers of a source by code, each with its contacts, page by page. All contacts are
/// there, also those who may not be asked: their fate can be told.
pub struct Frame {
    pages: mpsc::Receiver<Outcome<Vec<FrameCustomer>>>,
}

impl Frame {
    /// The next customers, at most a page of them; `None` at the end.
    pub async fn next(&mut self) -> Outcome<Option<Vec<FrameCustomer>>> {
        self.pages.recv().await.transpose()
    }
}

/// Begins to read the frame, so many customers a page. The next page is read while the last
/// one is worked on: a register of a million contacts keeps the database as busy as whoever
/// draws from it. The caller has authorised.
pub fn frame(database: &Database, source: FrameSource, page: u64) -> Frame {
    let (sender, pages) = mpsc::channel(1);
    tokio::spawn(read(database.clone(), source, page, sender));
    Frame { pages }
}

/// Reads until the end, the first failure, or the day nobody listens any more.
async fn read(
    database: Database,
    source: FrameSource,
    limit: u64,
    sender: mpsc::Sender<Outcome<Vec<FrameCustomer>>>,
) {
    let mut after: Option<String> = None;
    loop {
        let page = store::frame(&database, source, after.as_deref(), limit).await;
        let last = match &page {
            Ok(page) => page.last().map(|customer| customer.code.clone()),
            Err(_) => None,
        };
        if last.is_none() && page.is_ok() {
            return;
        }
        after = last;
        if sender.send(page).await.is_err() || after.is_none() {
            return;
        }
    }
}
