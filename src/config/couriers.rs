//! How messages get out: a mail server, a gateway for text messages, or neither.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use url::Url;

use super::secret::{Secret, secret};
use super::{Given, InvalidSetting};
use crate::kernel::WebAddress;

/// The fewest characters of the secret that signs what goes to the gateway.
const SHORTEST_SECRET: usize = 16;

/// How messages get out; what is `None` is not sent at all.
#[derive(Clone, Debug, Default)]
pub struct CourierSettings {
    /// Mail.
    pub mail: Option<MailSettings>,
    /// Text messages.
    pub sms: Option<SmsSettings>,
}

/// The server that takes mail.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How nothing of what goes there is read on the way.
    pub security: SmtpSecurity,
    /// Who the server is told that this is, if it asks.
    pub login: Option<SmtpLogin>,
    /// Who mail comes from: an address, or a name and the address in `<` and `>`.
    pub from: String,
}

/// How nothing of what goes to the mail server is read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// By TLS from the beginning.
    Tls,
    /// By TLS once both have said hello; without it nothing is sent.
    StartTls,
    /// The server is on this machine.
    ThisMachine,
}

/// A name and a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// The gateway that takes text messages.
#[derive(Clone, Debug)]
pub struct SmsSettings {
    /// Where they are posted to.
    pub address: WebAddress,
    /// What signs them.
    pub secret: Secret,
}

impl CourierSettings {
    pub(super) fn from(given: &Given) -> Result<Self, InvalidSetting> {
        Ok(Self {
            mail: mail(given)?,
            sms: sms(given)?,
        })
    }
}

fn mail(given: &Given) -> Result<Option<MailSettings>, InvalidSetting> {
    let Some(text) = &given.smtp_url else {
        let file = given.smtp_password_file.is_some();
        let from = given.mail_from.is_some();
        lonely("smtp_password_file", file, "smtp_url")?;
        lonely("mail_from", from, "smtp_url")?;
        return Ok(None);
    };
    // Not shown: the URL may have a password in it.
    let unfit = || {
        InvalidSetting(
            "smtp_url cannot be used; smtp://user:password@host:587 and smtps://host are allowed"
                .to_owned(),
        )
    };
    let url = Url::parse(text).map_err(|_| unfit())?;
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(unfit)?.trim_matches(['[', ']']).to_owned();
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let (security, port) = match url.scheme() {
        "smtps" if bare => (SmtpSecurity::Tls, 465),
        "smtp" if bare && is_this_machine(&host) => (SmtpSecurity::ThisMachine, 25),
        "smtp" if bare => (SmtpSecurity::StartTls, 587),
        _ => return Err(unfit()),
    };
    Ok(Some(MailSettings {
        port: url.port().unwrap_or(port),
        login: login(given, &url)?,
        from: from(given)?,
        host,
        security,
    }))
}

fn is_this_machine(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn login(given: &Given, url: &Url) -> Result<Option<SmtpLogin>, InvalidSetting> {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let text = url.password().map(plain);
    let file = given.smtp_password_file.as_deref();
    let password = secret(
        "the password in smtp_url",
        text.as_deref(),
        "smtp_password_file",
        file,
    )?;
    match (url.username(), password) {
        ("", None) if file.is_none() => Ok(None),
        ("", _) => Err(InvalidSetting(
            "smtp_url has no user for the password; smtp://user@host:587 is allowed".to_owned(),
        )),
        (_, None) => Err(InvalidSetting(
            "smtp_password_file is missing or empty; smtp_url names a user, whose password is needed there or in smtp_password_file".to_owned(),
        )),
        (user, Some(password)) => Ok(Some(SmtpLogin {
            user: plain(user),
            password,
        })),
    }
}

fn from(given: &Given) -> Result<String, InvalidSetting> {
    let Some(from) = given.mail_from.as_deref() else {
        return Err(InvalidSetting(
            "mail_from is missing; mail needs it beside smtp_url".to_owned(),
        ));
    };
    if !from.contains('@') || from.chars().any(char::is_control) {
        return Err(InvalidSetting(format!(
            "mail_from is \"{}\"; survey@example.com and Survey <survey@example.com> are allowed",
            from.escape_debug()
        )));
    }
    Ok(from.to_owned())
}

fn sms(given: &Given) -> Result<Option<SmsSettings>, InvalidSetting> {
    let Some(text) = &given.sms_webhook_url else {
        let secret = given.sms_webhook_secret.is_some();
        let file = given.sms_webhook_secret_file.is_some();
        lonely("sms_webhook_secret", secret, "sms_webhook_url")?;
        lonely("sms_webhook_secret_file", file, "sms_webhook_url")?;
        return Ok(None);
    };
    // Not shown: gateways like to put a key into the address.
    let address = WebAddress::parse(text).ok_or_else(|| {
        InvalidSetting(
            "sms_webhook_url cannot be used; an address such as https://sms.example.com/send is allowed, http only on this machine"
                .to_owned(),
        )
    })?;
    let secret = secret(
        "sms_webhook_secret",
        given.sms_webhook_secret.as_deref(),
        "sms_webhook_secret_file",
        given.sms_webhook_secret_file.as_deref(),
    )?;
    let long = |secret: &Secret| secret.reveal().chars().count() >= SHORTEST_SECRET;
    match secret.filter(long) {
        Some(secret) => Ok(Some(SmsSettings { address, secret })),
        None => Err(InvalidSetting(format!(
            "sms_webhook_secret is missing or too short; {SHORTEST_SECRET} characters and more are needed beside sms_webhook_url"
        ))),
    }
}

/// Refuses a setting that says something about another which is not there.
fn lonely(name: &str, is_given: bool, other: &str) -> Result<(), InvalidSetting> {
    if is_given {
        return Err(InvalidSetting(format!(
            "{name} is set without {other}; set both or neither"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Given {
        Given {
            smtp_url: Some("smtp://a%40b:hush%2Fhush@mail.example.com".into()),
            mail_from: Some("客户调查 <survey@example.com>".into()),
            sms_webhook_url: Some("https://sms.example.com/send?key=hush".into()),
            sms_webhook_secret: Some("hush hush hush hush".into()),
            ..Given::default()
        }
    }

    fn mail_of(smtp_url: &str) -> Result<MailSettings, InvalidSetting> {
        let given = Given {
            smtp_url: Some(smtp_url.into()),
            ..complete()
        };
        CourierSettings::from(&given).map(|settings| settings.mail.unwrap())
    }

    #[test]
    fn without_settings_nothing_is_sent() {
        let settings = CourierSettings::from(&Given::default()).unwrap();
        assert!(settings.mail.is_none() && settings.sms.is_none());
    }

    #[test]
    fn the_url_says_where_and_how() {
        for (url, security, port) in [
            ("smtp://mail.example.com", SmtpSecurity::StartTls, 587),
            ("smtps://mail.example.com/", SmtpSecurity::Tls, 465),
            ("smtps://mail.example.com:26", SmtpSecurity::Tls, 26),
            ("smtp://localhost", SmtpSecurity::ThisMachine, 25),
            ("smtp://127.0.0.1:1025", SmtpSecurity::ThisMachine, 1025),
            ("smtp://[::1]", SmtpSecurity::ThisMachine, 25),
            ("smtp://127.0.0.1.example.com", SmtpSecurity::StartTls, 587),
        ] {
            let mail = mail_of(url).unwrap();
            assert_eq!((mail.security, mail.port), (security, port), "{url}");
            assert_eq!(mail.login, None);
        }
        let login = CourierSettings::from(&complete()).unwrap().mail.unwrap();
        let login = login.login.unwrap();
        assert_eq!(login.user, "a@b");
        assert_eq!(login.password.reveal(), "hush/hush");
    }

    #[test]
    fn secrets_may_be_in_files() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("secret");
        std::fs::write(&file, "a long and quiet hush\n").unwrap();
        let given = Given {
            smtp_url: Some("smtps://a@mail.example.com".into()),
            smtp_password_file: Some(file.clone()),
            sms_webhook_secret: None,
            sms_webhook_secret_file: Some(file),
            ..complete()
        };
        let settings = CourierSettings::from(&given).unwrap();
        let password = settings.mail.unwrap().login.unwrap().password;
        assert_eq!(password.reveal(), "a long and quiet hush");
        assert_eq!(password, settings.sms.unwrap().secret);
    }

    #[test]
    fn a_wrong_setting_is_named_and_no_secret_is_shown() {
        type Change = fn(&mut Given);
        let cases: [(&str, Change); 16] = [
            ("smtp_url ", |given| given.smtp_url = Some("mail".into())),
            ("smtp_url ", |given| {
                given.smtp_url = Some("http://hush@a.example".into());
            }),
            ("smtp_url ", |given| {
                given.smtp_url = Some("smtp://a:hush@".into());
            }),
            ("smtp_url ", |given| {
                given.smtp_url = Some("smtp://a.example?tls=none".into());
            }),
            ("smtp_url ", |given| {
                given.smtp_url = Some("smtp://:hush@a.example".into());
            }),
            ("the password in smtp_url ", |given| {
                given.smtp_password_file = Some("a".into());
            }),
            ("smtp_password_file ", |given| {
                given.smtp_url = Some("smtp://a@a.example".into());
            }),
            ("smtp_password_file ", |given| {
                given.smtp_url = None;
                given.smtp_password_file = Some("a".into());
            }),
            ("mail_from ", |given| given.mail_from = None),
            ("mail_from ", |given| given.smtp_url = None),
            ("mail_from ", |given| given.mail_from = Some("me".into())),
            ("mail_from ", |given| {
                given.mail_from = Some("a@b.example\nBcc: c@d.example".into());
            }),
            ("sms_webhook_url ", |given| {
                given.sms_webhook_url = Some("http://sms.example.com/hush".into());
            }),
            ("sms_webhook_secret ", |given| given.sms_webhook_url = None),
            ("sms_webhook_secret ", |given| {
                given.sms_webhook_secret = Some("hush".into());
            }),
            ("sms_webhook_secret ", |given| {
                given.sms_webhook_secret_file = Some("a".into());
            }),
        ];
        for (at, (name, change)) in cases.into_iter().enumerate() {
            let mut given = complete();
            change(&mut given);
            let message = CourierSettings::from(&given).err().map(|error| error.0);
            let message = message.unwrap_or_else(|| panic!("{at} is accepted"));
            assert!(message.starts_with(name), "{at} {name}: {message}");
            assert!(!message.contains("hush"), "{at} {message}");
        }
    }
}
