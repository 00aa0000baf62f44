//! The settings as they were given: each may be missing.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::InvalidSetting;

/// The file that is read when no other is named, if it is there.
const DEFAULT_FILE: &str = "plumbline.toml";

/// Declares the settings once for all three sources.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $variable:literal $(, $argument:meta)*;)*) => {
        /// What was given as flags, variables or keys of the file.
        #[derive(Clone, Debug, Default, clap::Args, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Given {
            /// The configuration file; plumbline.toml if it is there.
            #[arg(long, global = true, env = "PLUMBLINE_CONFIG", value_name = "FILE")]
            #[serde(skip)]
            pub config: Option<PathBuf>,
            $(
                $(#[doc = $doc])+
                #[arg(long, global = true, env = $variable $(, $argument)*)]
                pub $name: Option<$type>,
            )*
        }

        impl Given {
            /// The names of the environment variables that are read.
            pub const VARIABLES: &'static [&'static str] = &["PLUMBLINE_CONFIG", $($variable,)*];

            /// These settings, and those of `other` where these are missing.
            pub(super) fn or(self, other: Self) -> Self {
                Self { config: self.config, $($name: self.$name.or(other.$name),)* }
            }
        }
    };
}

settings! {
    /// Where files live [default: data].
    data_dir: PathBuf = "PLUMBLINE_DATA_DIR", value_name = "DIR";
    /// sqlite: or postgres: URL [default: a SQLite file in the data directory].
    database_url: String = "PLUMBLINE_DATABASE_URL", value_name = "URL", hide_env_values = true;
    /// The most connections to the database, 1 to 500 [default: 16].
    database_connections: u32 = "PLUMBLINE_DATABASE_CONNECTIONS", value_name = "N";
    /// Where the bytes of evidence files are [default: files in the data directory].
    files_dir: PathBuf = "PLUMBLINE_FILES_DIR", value_name = "DIR";
    /// How many bytes an evidence file may have, 1024 to 209715200 [default: 10485760].
    file_limit: u64 = "PLUMBLINE_FILE_LIMIT", value_name = "BYTES";
    /// The bucket of a server that speaks S3, for evidence files instead of a folder.
    s3_bucket: String = "PLUMBLINE_S3_BUCKET", value_name = "NAME";
    /// That server, such as https://s3.example.com [default: Amazon's in the region].
    s3_endpoint: String = "PLUMBLINE_S3_ENDPOINT", value_name = "URL";
    /// The region of the bucket [default: us-east-1].
    s3_region: String = "PLUMBLINE_S3_REGION", value_name = "REGION";
    /// The access key for the bucket.
    s3_access_key: String = "PLUMBLINE_S3_ACCESS_KEY", value_name = "KEY";
    /// The secret key for the bucket.
    s3_secret_key: String = "PLUMBLINE_S3_SECRET_KEY", value_name = "SECRET", hide_env_values = true;
    /// A file with that secret key and nothing else.
    s3_secret_key_file: PathBuf = "PLUMBLINE_S3_SECRET_KEY_FILE", value_name = "FILE";
    /// Name the bucket in the path and not before the host [default: false].
    s3_path_style: bool = "PLUMBLINE_S3_PATH_STYLE", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// Speak to the server without TLS if the address says so [default: false].
    s3_allow_http: bool = "PLUMBLINE_S3_ALLOW_HTTP", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// The address to listen on [default: 127.0.0.1:8080].
    listen: String = "PLUMBLINE_LISTEN", value_name = "ADDR";
    /// Where respondents reach this server, such as https://survey.example.com [default: http:// and the address to listen on].
    public_url: String = "PLUMBLINE_PUBLIC_URL", value_name = "URL";
    /// The server that takes mail, such as smtp://user:password@mail.example.com:587 or smtps://mail.example.com [default: none, no mail is sent].
    smtp_url: String = "PLUMBLINE_SMTP_URL", value_name = "URL", hide_env_values = true;
    /// A file with the password for that server and nothing else.
    smtp_password_file: PathBuf = "PLUMBLINE_SMTP_PASSWORD_FILE", value_name = "FILE";
    /// Who mail comes from, such as "Survey <survey@example.com>".
    mail_from: String = "PLUMBLINE_MAIL_FROM", value_name = "MAILBOX";
    /// The gateway that takes text messages by POST [default: none, no text messages are sent].
    sms_webhook_url: String = "PLUMBLINE_SMS_WEBHOOK_URL", value_name = "URL";
    /// The secret that signs what goes to the gateway, 16 characters and more.
    sms_webhook_secret: String = "PLUMBLINE_SMS_WEBHOOK_SECRET", value_name = "SECRET", hide_env_values = true;
    /// A file with that secret and nothing else.
    sms_webhook_secret_file: PathBuf = "PLUMBLINE_SMS_WEBHOOK_SECRET_FILE", value_name = "FILE";
    /// Threads that answer requests [default: one per core].
    workers: usize = "PLUMBLINE_WORKERS", value_name = "N";
    /// The longest request body in bytes [default: 262144].
    body_limit: usize = "PLUMBLINE_BODY_LIMIT", value_name = "BYTES";
    /// How long one request may run, in seconds [default: 7].
    request_timeout: u64 = "PLUMBLINE_REQUEST_TIMEOUT", value_name = "SECONDS";
    /// Origins, separated by commas, whose pages may read answers [default: none].
    allowed_origins: String = "PLUMBLINE_ALLOWED_ORIGINS", value_name = "ORIGINS";
    /// Addresses, separated by commas, of proxies whose X-Forwarded-For is believed [default: none].
    trusted_proxies: String = "PLUMBLINE_TRUSTED_PROXIES", value_name = "ADDRESSES";
    /// Serve GraphiQL at /graphiql [default: false, with --demo true].
    playground: bool = "PLUMBLINE_PLAYGROUND", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// Answer introspection queries [default: true].
    introspection: bool = "PLUMBLINE_INTROSPECTION", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// Say that clients come by TLS alone, through a proxy that ends it [default: false].
    behind_tls: bool = "PLUMBLINE_BEHIND_TLS", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// A folder of .graphql files, or a manifest, of documents that clients may name by their SHA-256 [default: none].
    trusted_documents: PathBuf = "PLUMBLINE_TRUSTED_DOCUMENTS", value_name = "PATH";
    /// Execute trusted documents alone [default: false].
    trusted_documents_only: bool = "PLUMBLINE_TRUSTED_DOCUMENTS_ONLY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// Passwords hashed at one time [default: one per core].
    password_hashing: usize = "PLUMBLINE_PASSWORD_HASHING", value_name = "N";
    /// ADMIN and HR need a second factor: without one they may only set it up [default: false].
    require_second_factor: bool = "PLUMBLINE_REQUIRE_SECOND_FACTOR", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL";
    /// The provider of company sign-on, as it names itself, such as https://idp.example.com [default: none, sign-on is off].
    oidc_issuer: String = "PLUMBLINE_OIDC_ISSUER", value_name = "URL";
    /// What the provider calls this server.
    oidc_client_id: String = "PLUMBLINE_OIDC_CLIENT_ID", value_name = "ID";
    /// The secret that the provider gave this server.
    oidc_client_secret: String = "PLUMBLINE_OIDC_CLIENT_SECRET", value_name = "SECRET", hide_env_values = true;
    /// A file with that secret and nothing else.
    oidc_client_secret_file: PathBuf = "PLUMBLINE_OIDC_CLIENT_SECRET_FILE", value_name = "FILE";
    /// The frontend's page to which the provider sends people back, as the provider has it.
    oidc_redirect_uri: String = "PLUMBLINE_OIDC_REDIRECT_URI", value_name = "URL";
    /// What people read on the button [default: the provider's host].
    oidc_name: String = "PLUMBLINE_OIDC_NAME", value_name = "TEXT";
    /// The code by which external identities name the provider [default: oidc].
    oidc_provider: String = "PLUMBLINE_OIDC_PROVIDER", value_name = "CODE";
    /// The claim that names the person, for ever [default: sub].
    oidc_subject_claim: String = "PLUMBLINE_OIDC_SUBJECT_CLAIM", value_name = "CLAIM";
    /// What connects somebody who comes for the first time with an employee: email (a verified one) or number [default: nothing].
    oidc_link_by: String = "PLUMBLINE_OIDC_LINK_BY", value_name = "CLAIM";
    /// The claim with the employee's number [default: employee_number].
    oidc_number_claim: String = "PLUMBLINE_OIDC_NUMBER_CLAIM", value_name = "CLAIM";
    /// The algorithms, separated by commas, by which ID tokens may be signed [default: RS256,ES256].
    oidc_algorithms: String = "PLUMBLINE_OIDC_ALGORITHMS", value_name = "ALGORITHMS";
    /// How many days sessions are kept after they have expired, 1 to 3650 [default: 90].
    keep_sessions: u32 = "PLUMBLINE_KEEP_SESSIONS", value_name = "DAYS";
    /// How many days finished background work is kept, 1 to 3650 [default: 30].
    keep_jobs: u32 = "PLUMBLINE_KEEP_JOBS", value_name = "DAYS";
    /// What is logged, such as info or plumbline=debug [default: info].
    log: String = "PLUMBLINE_LOG", value_name = "FILTER";
    /// How it is logged: json or text [default: json, with --demo text].
    log_format: String = "PLUMBLINE_LOG_FORMAT", value_name = "FORMAT";
}

impl Given {
    /// Refuses environment variables that look like settings and are none: one with a
    /// typing mistake would silently do nothing.
    pub(super) fn check_environment() -> Result<(), InvalidSetting> {
        let mut names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let unknown = names.find(|name| {
            name.starts_with("PLUMBLINE_")
                && !name.starts_with("PLUMBLINE_TEST_")
                && !Self::VARIABLES.contains(&name.as_str())
        });
        match unknown {
            None => Ok(()),
            Some(name) => Err(InvalidSetting(format!(
                "the environment variable {name} is not known; plumbline --help lists those that are"
            ))),
        }
    }

    /// The settings in the configuration file. A file that was named must be there.
    pub(super) fn from_file(named: Option<&Path>) -> Result<Self, InvalidSetting> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(InvalidSetting(format!(
                    "{} cannot be read: {error}",
                    path.display()
                )));
            }
        };
        toml::from_str(&text).map_err(|error| {
            // The message shows the place and ends with an empty line.
            let error = error.to_string();
            InvalidSetting(format!("{}: {}", path.display(), error.trim_end()))
        })
    }
}
