//! A folder as a storage.

use std::path::Path;

use bytes::BytesMut;
use futures_util::TryStreamExt as _;
use tempfile::TempDir;

use super::*;
use crate::config::{FilePlace, FileSettings};

fn folder(path: &Path) -> Result<Storage, UnfitStorage> {
    Storage::open(&FileSettings {
        place: FilePlace::Folder(path.to_owned()),
        longest: 1_000_000,
    })
}

async fn content(storage: &Storage, key: &str) -> Option<Vec<u8>> {
    let parts = storage.read(key).await.unwrap()?;
    let bytes: BytesMut = parts.try_collect().await.unwrap();
    Some(bytes.to_vec())
}

/// The files below a folder.
fn files(path: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(path).into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| entry.path().display().to_string())
        .collect()
}

#[tokio::test]
async fn a_file_is_there_once_it_is_finished_and_until_it_is_removed() {
    let directory = TempDir::new().unwrap();
    let storage = folder(directory.path()).unwrap();
    // Longer than what is handed over at once, and not a multiple of it.
    let bytes: Vec<u8> = (0..700_001_u32).map(|it| it as u8).collect();
    let mut writing = storage.begin("fil_1").await.unwrap();
    for part in bytes.chunks(100_000) {
        writing.write(part).await.unwrap();
        assert_eq!(content(&storage, "fil_1").await, None, "not yet");
    }
    writing.finish().await.unwrap();
    assert_eq!(content(&storage, "fil_1").await, Some(bytes));
    storage.remove("fil_1").await.unwrap();
    storage.remove("fil_1").await.unwrap();
    assert_eq!(content(&storage, "fil_1").await, None);
    assert_eq!(files(directory.path()), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_given_up_leaves_nothing() {
    let directory = TempDir::new().unwrap();
    let storage = folder(directory.path()).unwrap();
    let mut writing = storage.begin("fil_1").await.unwrap();
    writing.write(&[1; 400_000]).await.unwrap();
    assert_eq!(files(directory.path()).len(), 1);
    writing.give_up().await;
    assert_eq!(files(directory.path()), Vec::<String>::new());
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let directory = TempDir::new().unwrap();
    let storage = folder(&directory.path().join("files")).unwrap();
    let mut writing = storage.begin("../../out").await.unwrap();
    writing.write(b"out").await.unwrap();
    writing.finish().await.unwrap();
    let found = files(directory.path());
    let within = directory.path().join("files/evidence");
    let is_within = |path: &String| path.starts_with(&within.display().to_string());
    assert!(found.len() == 1 && found.iter().all(is_within), "{found:?}");
}

#[tokio::test]
async fn a_folder_is_checked_and_a_wrong_one_named() {
    let directory = TempDir::new().unwrap();
    let storage = folder(&directory.path().join("a/b")).unwrap();
    assert_eq!(storage.check().await, Ok(()));
    assert_eq!(files(directory.path()), Vec::<String>::new());
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    let Err(UnfitStorage::Wrong(message)) = folder(&file.join("files")) else {
        panic!("a file is no folder");
    };
    assert!(message.starts_with("files_dir "), "{message}");
    // What was a folder at the start is none any more.
    std::fs::remove_dir_all(directory.path().join("a")).unwrap();
    std::fs::write(directory.path().join("a"), "").unwrap();
    let checked = storage.check().await;
    assert!(
        matches!(checked, Err(UnfitStorage::Wrong(_))),
        "{checked:?}"
    );
}

#[tokio::test]
async fn servers_that_start_at_once_check_beside_each_other() {
    let directory = TempDir::new().unwrap();
    let storage = folder(&directory.path().join("files")).unwrap();
    let checks = (0..50).map(|_| storage.check());
    for checked in futures_util::future::join_all(checks).await {
        assert_eq!(checked, Ok(()));
    }
    assert_eq!(files(directory.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("files");
    folder(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
