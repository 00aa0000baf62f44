//! The keys that sign access tokens, and those that encrypt what must be read again, in
//! files that only the server may read.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::Random;

/// A secret and its name.
#[derive(Clone, Serialize, Deserialize)]
pub struct SecretKey {
    /// The name under which tokens refer to it.
    pub id: String,
    /// 256 bits, base64 for URLs without padding.
    pub secret: String,
    /// From when on it signs; since ever if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs_from: Option<DateTime<Utc>>,
}

/// How long a new key waits until it signs: by then every server that shares the file
/// has read it, and none meets a token that it cannot check.
const TAKEN_UP: TimeDelta = TimeDelta::minutes(2);

/// How long a key that no longer signs still checks: longer than any access token is
/// good for.
const STILL_CHECKS: TimeDelta = TimeDelta::hours(1);

/// Why the keys cannot be used.
#[derive(Debug)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    Io(PathBuf, std::io::Error),
    /// The file is not what this server wrote.
    Damaged(PathBuf),
    /// Others than the server's user may read the file.
    Exposed(PathBuf),
    /// Another process is changing the keys, or died while it did.
    Busy(PathBuf),
}

/// What signs access tokens.
const SIGNING: &str = "keys.json";
/// What encrypts the secrets of second factors.
const VAULT: &str = "vault.json";

/// The keys of the file `keys.json` in `data_dir`; made with one new key if there
/// is none. The newest stands first.
pub fn load_or_create(data_dir: &Path, random: &Random) -> Result<Vec<SecretKey>, KeyFileError> {
    load_or_create_file(data_dir.join(SIGNING), random)
}

/// The keys of the file `vault.json` in `data_dir`; made with one new key if there is
/// none. The first encrypts, the others still decrypt.
pub fn load_or_create_vault(
    data_dir: &Path,
    random: &Random,
) -> Result<Vec<SecretKey>, KeyFileError> {
    load_or_create_file(data_dir.join(VAULT), random)
}

fn load_or_create_file(path: PathBuf, random: &Random) -> Result<Vec<SecretKey>, KeyFileError> {
    if let Some(keys) = load_file(&path)? {
        return Ok(keys);
    }
    let keys = vec![new_key(random, None)];
    match create(&path, &keys) {
        Ok(()) => Ok(keys),
        // Another process that starts at the same time was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            load_or_create_file(path, random)
        }
        Err(error) => Err(KeyFileError::Io(path, error)),
    }
}

/// The keys of the file `keys.json` in `data_dir`, if there is one.
pub fn load(data_dir: &Path) -> Result<Option<Vec<SecretKey>>, KeyFileError> {
    load_file(&data_dir.join(SIGNING))
}

/// The keys of the file `vault.json` in `data_dir`, if there is one.
pub fn load_vault(data_dir: &Path) -> Result<Option<Vec<SecretKey>>, KeyFileError> {
    load_file(&data_dir.join(VAULT))
}

fn load_file(path: &Path) -> Result<Option<Vec<SecretKey>>, KeyFileError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeyFileError::Io(path.to_owned(), error)),
    };
    check_private(path, &file)?;
    let mut text = String::new();
    if let Err(error) = file.read_to_string(&mut text) {
        return Err(KeyFileError::Io(path.to_owned(), error));
    }
    match serde_json::from_str::<Vec<SecretKey>>(&text) {
        Ok(keys) if !keys.is_empty() => Ok(Some(keys)),
        _ => Err(KeyFileError::Damaged(path.to_owned())),
    }
}

/// Puts a new key before the others, which signs in two minutes, and leaves those out
/// that have not signed for an hour. Nobody is signed out: sessions live on, and tokens
/// of the last key are good to their end.
pub fn rotate(
    data_dir: &Path,
    random: &Random,
    now: DateTime<Utc>,
) -> Result<Vec<SecretKey>, KeyFileError> {
    let path = data_dir.join(SIGNING);
    let draft = path.with_extension("json.next");
    let mut file = private(OpenOptions::new().write(true).create_new(true))
        .open(&draft)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => KeyFileError::Busy(draft.clone()),
            _ => KeyFileError::Io(draft.clone(), error),
        })?;
    let rotated = load_or_create(data_dir, random).map(|keys| {
        let mut rotated = vec![new_key(random, Some(now + TAKEN_UP))];
        rotated.extend(still_needed(keys, now));
        rotated
    });
    let written = rotated.and_then(|keys| {
        let text = serde_json::to_string_pretty(&keys).map_err(std::io::Error::from);
        text.and_then(|text| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::rename(&draft, &path))
            .map_err(|error| KeyFileError::Io(path.clone(), error))?;
        Ok(keys)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}

/// Of `keys`, the newest first, those that sign or whose tokens may still be about.
fn still_needed(keys: Vec<SecretKey>, now: DateTime<Utc>) -> Vec<SecretKey> {
    let mut replaced_at: Option<DateTime<Utc>> = None;
    let mut needed = Vec::with_capacity(keys.len());
    for key in keys {
        let began = key.signs_from;
        if replaced_at.is_none_or(|at| now < at + STILL_CHECKS) {
            needed.push(key);
        }
        replaced_at = began.or(Some(DateTime::<Utc>::MIN_UTC));
    }
    needed
}

fn new_key(random: &Random, signs_from: Option<DateTime<Utc>>) -> SecretKey {
    SecretKey {
        id: hex::encode(random.bytes::<8>()),
        secret: random.token(),
        signs_from,
    }
}

/// Writes the whole file beside its place and links it there, so that nobody ever
/// reads half of it and the first of two writers wins.
fn create(path: &Path, keys: &[SecretKey]) -> std::io::Result<()> {
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut file =
        private(OpenOptions::new().write(true).create(true).truncate(true)).open(&draft)?;
    file.write_all(serde_json::to_string_pretty(keys)?.as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    linked
}

/// A file that only the server's user may read.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(unix)]
fn check_private(path: &Path, file: &File) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file
        .metadata()
        .map_err(|error| KeyFileError::Io(path.to_owned(), error))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyFileError::Exposed(path.to_owned()))
    }
}

#[cfg(not(unix))]
fn check_private(_: &Path, _: &File) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_rotation_keeps_what_signs_and_what_may_still_be_checked() {
        let directory = tempfile::tempdir().unwrap();
        let first = load_or_create(directory.path(), &Random).unwrap();
        let rotated = |time| {
            let keys = rotate(directory.path(), &Random, at(time)).unwrap();
            let reloaded = load(directory.path()).unwrap().unwrap();
            let ids =
                |keys: &[SecretKey]| keys.iter().map(|key| key.id.clone()).collect::<Vec<_>>();
            assert_eq!(ids(&keys), ids(&reloaded));
            keys
        };

        let second = rotated("2026-01-01T00:00:00Z");
        assert_eq!(second.len(), 2);
        assert_eq!(second[0].signs_from, Some(at("2026-01-01T00:02:00Z")));
        assert_eq!(second[1].id, first[0].id);
        // Soon afterwards tokens of the first are still about.
        assert_eq!(rotated("2026-01-01T00:30:00Z").len(), 3);
        // Much later only the one that signs is needed.
        let last = rotated("2026-01-02T00:00:00Z");
        assert_eq!(last.len(), 2);
        assert!(last.iter().all(|key| key.id != first[0].id));
    }

    #[test]
    fn two_rotations_at_once_do_not_lose_a_key() {
        let directory = tempfile::tempdir().unwrap();
        let before = load_or_create(directory.path(), &Random).unwrap();
        std::fs::write(directory.path().join("keys.json.next"), "").unwrap();

        let refused = rotate(directory.path(), &Random, at("2026-01-01T00:00:00Z"));

        assert!(matches!(refused, Err(KeyFileError::Busy(_))));
        let after = load(directory.path()).unwrap().unwrap();
        assert_eq!(after[0].id, before[0].id);
    }

    #[test]
    fn keys_are_made_once_and_kept_private() {
        let directory = tempfile::tempdir().unwrap();
        let first = load_or_create(directory.path(), &Random).unwrap();
        let second = load_or_create(directory.path(), &Random).unwrap();
        assert_eq!(first[0].secret, second[0].secret);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let path = directory.path().join("keys.json");
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(
                load_or_create(directory.path(), &Random),
                Err(KeyFileError::Exposed(_))
            ));
        }
    }
}
