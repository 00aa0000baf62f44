//! Looks into a document of an office program, which is an archive, by the list of contents
//! at its end (APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16). The order of the parts, by which
//! such documents are often told apart, differs from program to program.

use super::Kind;

/// What a document of an office program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) kind: Kind,
    pub(super) has_macros: bool,
}

const END_MARK: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
/// The longest remark behind the end of an archive.
const LONGEST_REMARK: usize = 65_535;

/// What the document of `size` bytes is that ends with `tail`; `None` if it is no such
/// document, is encrypted, or has more parts than `tail` has room for.
pub(super) fn look_into(tail: &[u8], size: u64) -> Option<Office> {
    let end = end_of_archive(tail)?;
    let record = &tail[end..];
    let count = short(record, 10)?;
    let start = u64::from(long(record, 16)?);
    let behind = size.checked_sub(tail.len() as u64)?;
    let start = usize::try_from(start.checked_sub(behind)?).ok()?;
    let entries = tail.get(start..end)?;
    let names = names(entries, usize::from(count))?;
    let has = |wanted: &str| names.contains(&wanted.as_bytes());
    let has_folder = |wanted: &[u8]| names.iter().any(|name| name.starts_with(wanted));
    if !has("[Content_Types].xml") {
        return None;
    }
    let kinds: [(&[u8], Kind); 3] = [
        (b"word/", Kind::Docx),
        (b"xl/", Kind::Xlsx),
        (b"ppt/", Kind::Pptx),
    ];
    let mut found = kinds.into_iter().filter(|(folder, _)| has_folder(folder));
    let (_, kind) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let is_macro = |name: &&[u8]| {
        let name = name.to_ascii_lowercase();
        name.ends_with(b"vbaproject.bin")
    };
    Some(Office {
        kind,
        has_macros: names.iter().any(is_macro),
    })
}

/// Where the record is that ends the archive: with its remark it ends the file.
fn end_of_archive(tail: &[u8]) -> Option<usize> {
    let last = tail.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(LONGEST_REMARK);
    (first..=last).rev().find(|&at| {
        let remark = short(&tail[at..], 20).map(usize::from);
        tail[at..].starts_with(END_MARK) && remark == Some(last - at)
    })
}

/// The names of all entries; `None` if they do not follow each other as they should.
fn names(mut entries: &[u8], count: usize) -> Option<Vec<&[u8]>> {
    let mut names = Vec::new();
    for _ in 0..count {
        if !entries.starts_with(ENTRY_MARK) {
            return None;
        }
        let name = usize::from(short(entries, 28)?);
        let others = usize::from(short(entries, 30)?) + usize::from(short(entries, 32)?);
        names.push(entries.get(ENTRY_LENGTH..ENTRY_LENGTH + name)?);
        entries = entries.get(ENTRY_LENGTH + name + others..)?;
    }
    Some(names)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes))
}
