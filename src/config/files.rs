//! Where the bytes of files are, and how long a file may be.

use std::path::{Path, PathBuf};

use url::Url;

use super::secret::{Secret, secret};
use super::{Given, InvalidSetting, within};

/// How long a file may be where nobody says otherwise: 10 MiB.
const USUAL: u64 = 10 * 1024 * 1024;
/// The least that can be set: 1 KiB.
const LEAST: u64 = 1024;
/// The most that can be set: 200 MiB.
const MOST: u64 = 200 * 1024 * 1024;

/// Where the bytes of files are, and how long a file may be.
#[derive(Clone, Debug)]
pub struct FileSettings {
    /// Where they are.
    pub place: FilePlace,
    /// How many bytes a file may have.
    pub longest: u64,
}

/// Where the bytes of files are.
#[derive(Clone, Debug)]
pub enum FilePlace {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In a bucket of a server that speaks S3.
    Bucket(BucketSettings),
}

/// A bucket of a server that speaks S3.
#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// Its name.
    pub bucket: String,
    /// The server; `None` for Amazon's own in the region.
    pub endpoint: Option<Url>,
    /// The region.
    pub region: String,
    /// Who this server is there.
    pub access_key: String,
    /// What only the two know.
    pub secret_key: Secret,
    /// Whether the bucket stands in the path, and not before the host.
    pub path_style: bool,
    /// Whether the server may be spoken to without TLS.
    pub allow_http: bool,
}

impl FileSettings {
    pub(super) fn from(given: &Given, data_dir: &Path) -> Result<Self, InvalidSetting> {
        let longest = within("file_limit", given.file_limit, LEAST, MOST)?.unwrap_or(USUAL);
        let place = match bucket(given)? {
            Some(bucket) => FilePlace::Bucket(bucket),
            None => {
                let folder = given.files_dir.clone();
                FilePlace::Folder(folder.unwrap_or_else(|| data_dir.join("files")))
            }
        };
        Ok(Self { place, longest })
    }
}

impl BucketSettings {
    /// Where the bucket is, where it is not at Amazon: many servers, such as Aliyun's OSS,
    /// want its name before the host.
    pub fn address(&self) -> Option<String> {
        let mut address = self.endpoint.clone()?;
        if !self.path_style {
            let host = address.host_str().unwrap_or_default();
            let host = format!("{}.{host}", self.bucket);
            // A bucket that makes no host stays where it is, and is not found there.
            let _ = address.set_host(Some(&host));
        }
        Some(address.as_str().trim_end_matches('/').to_owned())
    }
}

fn bucket(given: &Given) -> Result<Option<BucketSettings>, InvalidSetting> {
    let Some(bucket) = given.s3_bucket.clone() else {
        return match lonely(given) {
            Some(name) => Err(InvalidSetting(format!(
                "{name} is set without s3_bucket; set both or neither"
            ))),
            None => Ok(None),
        };
    };
    if given.files_dir.is_some() {
        return Err(InvalidSetting(
            "files_dir and s3_bucket are both set; files are at one place".to_owned(),
        ));
    }
    let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    if !(3..=63).contains(&bucket.len()) || !bucket.chars().all(named) {
        return Err(InvalidSetting(format!(
            "s3_bucket is \"{}\"; 3 to 63 small letters, digits, \"-\" and \".\" are allowed",
            bucket.escape_debug()
        )));
    }
    let allow_http = given.s3_allow_http.unwrap_or(false);
    let endpoint = endpoint(given.s3_endpoint.as_deref(), allow_http)?;
    let secret_key = secret(
        "s3_secret_key",
        given.s3_secret_key.as_deref(),
        "s3_secret_key_file",
        given.s3_secret_key_file.as_deref(),
    )?;
    let missing = |name: &str| InvalidSetting(format!("{name} is missing; s3_bucket needs it"));
    Ok(Some(BucketSettings {
        bucket,
        endpoint,
        region: given
            .s3_region
            .clone()
            .unwrap_or_else(|| "us-east-1".to_owned()),
        access_key: given
            .s3_access_key
            .clone()
            .ok_or_else(|| missing("s3_access_key"))?,
        secret_key: secret_key.ok_or_else(|| missing("s3_secret_key"))?,
        path_style: given.s3_path_style.unwrap_or(false),
        allow_http,
    }))
}

/// A setting of a bucket that nobody named.
fn lonely(given: &Given) -> Option<&'static str> {
    let settings = [
        ("s3_endpoint", given.s3_endpoint.is_some()),
        ("s3_region", given.s3_region.is_some()),
        ("s3_access_key", given.s3_access_key.is_some()),
        ("s3_secret_key", given.s3_secret_key.is_some()),
        ("s3_secret_key_file", given.s3_secret_key_file.is_some()),
        ("s3_path_style", given.s3_path_style.is_some()),
        ("s3_allow_http", given.s3_allow_http.is_some()),
    ];
    let mut given = settings.into_iter().filter(|(_, is_given)| *is_given);
    given.next().map(|(name, _)| name)
}

fn endpoint(text: Option<&str>, allow_http: bool) -> Result<Option<Url>, InvalidSetting> {
    let Some(text) = text else { return Ok(None) };
    let unfit = || {
        let http = match allow_http {
            true => "http:// too",
            false => "http:// only with s3_allow_http",
        };
        InvalidSetting(format!(
            "s3_endpoint cannot be used; an address such as https://s3.example.com is allowed, {http}"
        ))
    };
    let url = Url::parse(text).map_err(|_| unfit())?;
    let by_tls = url.scheme() == "https" || allow_http && url.scheme() == "http";
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    match by_tls && bare && nobody && url.host_str().is_some() {
        true => Ok(Some(url)),
        false => Err(unfit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Given {
        Given {
            s3_bucket: Some("evidence".into()),
            s3_endpoint: Some("https://oss-cn-hangzhou.aliyuncs.com".into()),
            s3_region: Some("cn-hangzhou".into()),
            s3_access_key: Some("plumbline".into()),
            s3_secret_key: Some("hush".into()),
            ..Given::default()
        }
    }

    fn bucket_of(given: &Given) -> BucketSettings {
        bucket(given).unwrap().unwrap()
    }

    #[test]
    fn without_settings_files_are_beside_the_database() {
        let settings = FileSettings::from(&Given::default(), Path::new("data")).unwrap();
        assert_eq!(settings.longest, 10 * 1024 * 1024);
        match settings.place {
            FilePlace::Folder(folder) => assert_eq!(folder, Path::new("data/files")),
            FilePlace::Bucket(_) => panic!("nobody named a bucket"),
        }
    }

    #[test]
    fn the_bucket_stands_before_the_host_or_in_the_path() {
        let mut given = complete();
        let address = bucket_of(&given).address();
        let hosted = "https://evidence.oss-cn-hangzhou.aliyuncs.com";
        assert_eq!(address.as_deref(), Some(hosted));
        given.s3_path_style = Some(true);
        given.s3_allow_http = Some(true);
        given.s3_endpoint = Some("http://minio:9000/".into());
        let address = bucket_of(&given).address();
        assert_eq!(address.as_deref(), Some("http://minio:9000"));
        given.s3_endpoint = None;
        assert_eq!(bucket_of(&given).address(), None);
    }

    #[test]
    fn a_wrong_setting_is_named_and_no_secret_is_shown() {
        type Change = fn(&mut Given);
        let cases: [(&str, Change); 10] = [
            ("files_dir ", |given| given.files_dir = Some("a".into())),
            ("s3_bucket ", |given| given.s3_bucket = Some("A b".into())),
            ("s3_endpoint ", |given| {
                given.s3_endpoint = Some("http://minio:9000".into());
            }),
            ("s3_endpoint ", |given| {
                given.s3_endpoint = Some("https://a:hush@s3.example.com".into());
            }),
            ("s3_endpoint ", |given| {
                given.s3_endpoint = Some("https://s3.example.com/path".into());
            }),
            ("s3_access_key ", |given| given.s3_access_key = None),
            ("s3_secret_key ", |given| given.s3_secret_key = None),
            ("s3_secret_key ", |given| {
                given.s3_secret_key_file = Some("a".into());
            }),
            ("s3_endpoint ", |given| given.s3_bucket = None),
            ("file_limit ", |given| given.file_limit = Some(1)),
        ];
        for (at, (name, change)) in cases.into_iter().enumerate() {
            let mut given = complete();
            change(&mut given);
            let message = FileSettings::from(&given, Path::new("data")).err();
            let message = message.unwrap_or_else(|| panic!("{at} is accepted")).0;
            assert!(message.starts_with(name), "{at} {name}: {message}");
            assert!(!message.contains("hush"), "{at} {message}");
        }
    }
}
