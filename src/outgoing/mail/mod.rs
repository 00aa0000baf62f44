//! Mail, through one server of the company.
//!
//! Invariants: the server is reached by TLS or is on this machine; an address is one
//! address by its type, so that nothing in it becomes a second one or a header; a mail
//! is taken or not within `PATIENCE`, whatever the server does.

mod written;

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Category, Detail, Severity};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use tokio::time::timeout;

use super::{Mail, Outbox, Undelivered, causes, choose_cryptography};
use crate::config::{MailSettings, SmtpSecurity};

/// How long the server has to take one mail, with hello, TLS and all. Some let strangers
/// wait on purpose, so it is more than a page has.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long it has for one step of that.
const STEP: Duration = Duration::from_secs(10);

/// Sends mail. Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    from: MailFrom,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Kept(Outbox<SentMail>),
}

/// One address that mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress(Address);

impl MailAddress {
    /// Checks `text`; `None` for what is not exactly one address.
    pub fn parse(text: &str) -> Option<Self> {
        // What is quoted may hold anything, and nobody has such an address.
        let plain = |c: char| !c.is_control() && !c.is_whitespace() && !"\"<>(),;:\\".contains(c);
        let plain = text.chars().all(plain);
        plain.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

/// Who mail comes from: an address, or a name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom {
    name: Option<String>,
    address: MailAddress,
}

impl MailFrom {
    /// Reads `survey@example.com` or `Survey <survey@example.com>`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().any(char::is_control) {
            return None;
        }
        let Some((name, address)) = text.trim().split_once('<') else {
            let address = MailAddress::parse(text.trim())?;
            return Some(Self {
                name: None,
                address,
            });
        };
        let name = name.trim().trim_matches('"');
        let address = MailAddress::parse(address.strip_suffix('>')?)?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Some(Self { name, address })
    }

    fn domain(&self) -> &str {
        self.address.0.domain()
    }
}

/// A mail that was kept instead of sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMail {
    /// For whom.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Its `Message-ID`, with `<` and `>`.
    pub message_id: String,
    /// The mail as a server would get it.
    pub raw: String,
}

/// Mail cannot be sent as it is set up; the text names the setting and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMailer(pub String);

impl Mailer {
    /// Mail through the server of `settings`.
    pub fn to(settings: &MailSettings) -> Result<Self, NoMailer> {
        let from = MailFrom::parse(&settings.from).ok_or_else(|| {
            NoMailer("mail_from is no address; survey@example.com and Survey <survey@example.com> are allowed".to_owned())
        })?;
        choose_cryptography();
        let host = settings.host.as_str();
        let builder = match settings.security {
            SmtpSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            SmtpSecurity::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
            SmtpSecurity::ThisMachine => Ok(
                AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
            ),
        };
        let mut builder = builder
            .map_err(|error| NoMailer(format!("smtp_url cannot be used: {}", causes(&error))))?
            .port(settings.port)
            .hello_name(ClientId::Domain(from.domain().to_owned()))
            .timeout(Some(STEP));
        if let Some(login) = &settings.login {
            let password = login.password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(login.user.clone(), password));
        }
        let way = Way::Server(builder.build());
        Ok(Self { from, way })
    }

    /// Mail that is kept in `outbox` and sent nowhere.
    pub fn captured(from: MailFrom, outbox: Outbox<SentMail>) -> Self {
        let way = Way::Kept(outbox);
        Self { from, way }
    }

    /// Sends a mail.
    pub async fn send(&self, mail: Mail) -> Result<(), Undelivered> {
        let message_id = format!("<{}@{}>", mail.key.as_str(), self.from.domain());
        let raw = written::written(&self.from, &mail, &message_id);
        match &self.way {
            Way::Kept(outbox) => outbox.put(SentMail {
                to: mail.to.as_str().to_owned(),
                subject: mail.subject.as_str().to_owned(),
                text: mail.text,
                message_id,
                raw,
            }),
            Way::Server(server) => {
                let sender = Some(self.from.address.0.clone());
                let envelope = Envelope::new(sender, vec![mail.to.0]);
                let envelope = envelope.map_err(|_| Undelivered::Refused)?;
                hand_over(server, &envelope, &raw, &message_id).await
            }
        }
    }
}

async fn hand_over(
    server: &AsyncSmtpTransport<Tokio1Executor>,
    envelope: &Envelope,
    raw: &str,
    message_id: &str,
) -> Result<(), Undelivered> {
    let sending = server.send_raw(envelope, raw.as_bytes());
    let Ok(sent) = timeout(PATIENCE, sending).await else {
        tracing::warn!(message_id, "the mail server takes too long");
        return Err(Undelivered::Failed);
    };
    let Err(error) = sent else {
        return Ok(());
    };
    match error.status() {
        // What the server says beside its code repeats the address, which is somebody's.
        Some(code) => {
            let code = code.to_string();
            tracing::warn!(message_id, code, "the mail server refuses a mail");
        }
        // The cause would repeat what was answered.
        None if error.is_response() => {
            tracing::warn!(message_id, "the mail server answers nothing readable");
        }
        None => {
            let cause = causes(&error);
            tracing::warn!(message_id, cause, "the mail server does not answer");
        }
    }
    Err(judged(&error))
}

/// A server that says 550, 551 or 553 speaks of the mailbox (RFC 5321, section 4.2.2).
/// With all else, such as a wrong password, the same mail may be taken later.
fn judged(error: &SmtpError) -> Undelivered {
    let of_the_mailbox = error.status().is_some_and(|code| {
        code.severity == Severity::PermanentNegativeCompletion
            && code.category == Category::MailSystem
            && matches!(code.detail, Detail::Zero | Detail::One | Detail::Three)
    });
    if of_the_mailbox {
        Undelivered::Refused
    } else {
        Undelivered::Failed
    }
}

#[cfg(test)]
mod tests;
