//! A mail as servers pass it on: headers and one plain text (RFC 5322, 2045, 2047).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Mail, MailFrom};

/// How many bytes one encoded word of a header holds: with what is around them they fit
/// behind the name of any header here.
const WORD_BYTES: usize = 33;
/// How many letters a line of the text has at most.
const LINE: usize = 76;

/// The mail with this id, from `from`.
pub(super) fn written(from: &MailFrom, mail: &Mail, message_id: &str) -> String {
    let headers = [
        ("From", sender(from)),
        ("To", mail.to.as_str().to_owned()),
        ("Subject", encoded(mail.subject.as_str(), is_readable)),
        ("Date", mail.at.to_rfc2822()),
        ("Message-ID", message_id.to_owned()),
        // Nobody's absence is answered (RFC 3834).
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
        ("Content-Transfer-Encoding", "base64".to_owned()),
    ];
    let headers = headers.map(|(name, value)| format!("{name}: {value}\r\n"));
    format!("{}\r\n{}", headers.concat(), body(&mail.text))
}

fn sender(from: &MailFrom) -> String {
    let address = from.address.as_str();
    match &from.name {
        None => address.to_owned(),
        Some(name) => format!("{} <{address}>", encoded(name, is_word)),
    }
}

/// Whether a character stands for itself in a subject.
fn is_readable(c: char) -> bool {
    c == ' ' || c.is_ascii_graphic()
}

/// Whether a character stands for itself in a name.
fn is_word(c: char) -> bool {
    c == ' ' || c.is_ascii_alphanumeric()
}

/// The text of a header: as it is where it is short and plain, else in encoded words, of
/// which none ends within a character.
fn encoded(text: &str, plain: fn(char) -> bool) -> String {
    if text.len() <= WORD_BYTES && text.chars().all(plain) && !text.contains("=?") {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= WORD_BYTES => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words = words.iter();
    let words = words.map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// The text in lines that no server breaks, and no dot begins.
fn body(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let letters = STANDARD.encode(lines);
    let mut body = String::with_capacity(letters.len() + letters.len() / LINE * 2 + 2);
    let mut rest = letters.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(LINE));
        body.push_str(line);
        body.push_str("\r\n");
        rest = more;
    }
    body
}
