//! Looks at a file while it comes in, holding no more of it than its beginning and its end:
//! how long it is, what its bytes sum up to, and whether it is what its name says.

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_8};
use sha2::{Digest as _, Sha256};

use super::Kind;
use super::office::{Office, look_into};
use crate::evidence::error;
use crate::kernel::Problem;

/// How much of the beginning is held, in bytes: the marks of all kinds lie within.
const HEAD: usize = 4 * 1024;
/// How much of the end is held, in bytes: the list of contents of a document lies within,
/// unless it has thousands of parts.
const TAIL: usize = 256 * 1024;

/// The sum of bytes by SHA-256, and how many there were.
#[derive(Clone, Default)]
pub(in crate::evidence) struct Digest {
    hash: Sha256,
    size: u64,
}

impl Digest {
    /// Takes what comes next.
    pub(in crate::evidence) fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// What was found.
    pub(in crate::evidence) fn finish(self) -> Found {
        Found {
            size: self.size,
            sha256: hex::encode(self.hash.finalize()),
        }
    }
}

/// What a file is by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::evidence) struct Found {
    /// In bytes.
    pub(in crate::evidence) size: u64,
    /// In hexadecimal.
    pub(in crate::evidence) sha256: String,
}

/// Looks at a file while it comes in.
pub(in crate::evidence) struct Inspection {
    kind: Kind,
    longest: u64,
    digest: Digest,
    head: Vec<u8>,
    tail: Vec<u8>,
    /// The encodings in which it can still be read, if it is text.
    encodings: Vec<Decoder>,
    has_control: bool,
}

impl Inspection {
    /// Of a file that shall be of `kind` and not longer than `longest` bytes.
    pub(in crate::evidence) fn of(kind: Kind, longest: u64) -> Self {
        let encodings = match kind.is_text() {
            true => [UTF_8, GB18030]
                .map(|it| it.new_decoder_without_bom_handling())
                .into(),
            false => Vec::new(),
        };
        Self {
            kind,
            longest,
            digest: Digest::default(),
            head: Vec::new(),
            tail: Vec::new(),
            encodings,
            has_control: false,
        }
    }

    /// Takes what comes next; the problem is told as soon as it is known.
    pub(in crate::evidence) fn add(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.digest.add(bytes);
        if self.digest.size > self.longest {
            return Err(error::too_long(self.longest));
        }
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        if self.kind.is_office() {
            self.tail.extend_from_slice(bytes);
            // Only now and then: moving what is held costs as much as it is long.
            if self.tail.len() > 2 * TAIL {
                self.tail.drain(..self.tail.len() - TAIL);
            }
        }
        if self.kind.is_text() {
            self.has_control |= bytes.iter().any(|byte| is_control(*byte));
            self.encodings.retain_mut(|it| can_read(it, bytes, false));
            if self.encodings.is_empty() || self.has_control {
                return Err(error::not_plain_text());
            }
        }
        Ok(())
    }

    /// What was found, or why the file is not taken.
    pub(in crate::evidence) fn finish(mut self) -> Result<Found, Problem> {
        if self.digest.size == 0 {
            return Err(error::empty());
        }
        if self.kind.is_text() {
            self.encodings.retain_mut(|it| can_read(it, &[], true));
            if self.encodings.is_empty() || is_markup(&self.head) {
                return Err(error::not_plain_text());
            }
        } else if self.kind.is_office() {
            match look_into(&self.tail, self.digest.size) {
                Some(Office {
                    has_macros: true, ..
                }) => return Err(error::has_macros()),
                Some(office) if office.kind == self.kind => {}
                _ => return Err(error::not_what_it_says(self.kind)),
            }
        } else if !has_marks(self.kind, &self.head) {
            return Err(error::not_what_it_says(self.kind));
        }
        Ok(self.digest.finish())
    }
}

/// Whether a file that begins so is of the kind.
fn has_marks(kind: Kind, head: &[u8]) -> bool {
    use infer::{archive, image};
    match kind {
        Kind::Pdf => archive::is_pdf(head),
        Kind::Png => image::is_png(head),
        Kind::Jpeg => image::is_jpeg(head),
        Kind::Webp => image::is_webp(head),
        Kind::Heic => image::is_heif(head),
        Kind::Docx | Kind::Xlsx | Kind::Pptx | Kind::Csv | Kind::Text => false,
    }
}

/// No byte of a character of more than one byte is among these, in either encoding.
fn is_control(byte: u8) -> bool {
    byte == 0x7f || byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether a text that begins so is a page, a picture, a script or a document: a program that
/// is given it might take it for one, whatever it is called.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if infer::archive::is_pdf(head) {
        return true;
    }
    let mut signs = head.trim_ascii_start().iter();
    match (signs.next(), signs.next()) {
        (Some(b'<'), Some(next)) => next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'),
        (Some(b'#'), Some(b'!')) => true,
        _ => false,
    }
}

/// Whether the text goes on in the encoding.
fn can_read(decoder: &mut Decoder, mut bytes: &[u8], is_last: bool) -> bool {
    // What comes out is not needed.
    let mut out = [0_u8; 4 * 1024];
    loop {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(bytes, &mut out, is_last);
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::Malformed(..) => return false,
            DecoderResult::OutputFull => bytes = &bytes[read..],
        }
    }
}
