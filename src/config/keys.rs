//! The keys that sign access tokens, and those that encrypt what must be read again, in
//! files that only the server may read.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::kernel::Random;

/// A secret and its name.
#[derive(Clone, Serialize, Deserialize)]
pub struct SecretKey {
    /// The name under which tokens refer to it.
    pub id: String,
    /// 256 bits, base64 for URLs without padding.
    pub secret: String,
}

/// Why the keys cannot be used.
#[derive(Debug)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    Io(PathBuf, std::io::Error),
    /// The file is not what this server wrote.
    Damaged(PathBuf),
    /// Others than the server's user may read the file.
    Exposed(PathBuf),
}

/// What signs access tokens.
const SIGNING: &str = "keys.json";
/// What encrypts the secrets of second factors.
const VAULT: &str = "vault.json";

/// The keys of the file `keys.json` in `data_dir`; made with one new key if there
/// is none. The first signs, the others still check.
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
    let keys = vec![SecretKey {
        id: hex::encode(random.bytes::<8>()),
        secret: random.token(),
    }];
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

/// Writes the whole file beside its place and links it there, so that nobody ever
/// reads half of it and the first of two writers wins.
fn create(path: &Path, keys: &[SecretKey]) -> std::io::Result<()> {
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(serde_json::to_string_pretty(keys)?.as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    linked
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
