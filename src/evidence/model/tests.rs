//! What is taken, and what is not.

use super::*;
use crate::kernel::{ErrorCode, Problem};

/// What comes of a file that is called so and comes in parts of so many bytes.
fn look(name: &str, content: &[u8], part: usize) -> Result<Found, Problem> {
    let name = FileName::parse(name)?;
    let mut inspection = Inspection::of(name.kind(), 1_000_000);
    for bytes in content.chunks(part) {
        inspection.add(bytes)?;
    }
    inspection.finish()
}

/// The code of what is wrong, whatever the parts.
fn code(name: &str, content: &[u8]) -> Option<ErrorCode> {
    let codes = [1, 7, 1_000_000].map(|part| look(name, content, part).err().map(|it| it.code));
    assert_eq!(codes[0], codes[1], "{name}");
    assert_eq!(codes[1], codes[2], "{name}");
    codes[0]
}

/// An archive of empty parts with these names.
fn archive(names: &[&str]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for name in names {
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let at = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        bytes.extend(length);
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        list.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        list.extend(length);
        list.extend([0; 12]);
        list.extend(at);
        list.extend(name.as_bytes());
    }
    let count = u16::try_from(names.len()).unwrap().to_le_bytes();
    let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let length = u32::try_from(list.len()).unwrap().to_le_bytes();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(length);
    bytes.extend(start);
    bytes.extend([0, 0]);
    bytes
}

const PARTS: &str = "[Content_Types].xml";

#[test]
fn content_and_name_have_to_agree() {
    let png = b"\x89PNG\r\n\x1a\n and so on".as_slice();
    let jpeg = b"\xff\xd8\xff\xe0 and so on".as_slice();
    let webp = b"RIFF\x10\0\0\0WEBPVP8 ".as_slice();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice();
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".as_slice();
    let docx = archive(&["docProps/app.xml", "word/document.xml", PARTS]);
    let xlsx = archive(&[PARTS, "_rels/.rels", "xl/workbook.xml"]);
    let pptx = archive(&[PARTS, "ppt/presentation.xml", "ppt/embeddings/a.xlsx"]);
    let files: [(&str, &[u8]); 9] = [
        ("a.png", png),
        ("a.JPG", jpeg),
        ("a.jpeg", jpeg),
        ("a.webp", webp),
        ("a.heic", heic),
        ("a.pdf", pdf),
        ("a.docx", &docx),
        ("a.xlsx", &xlsx),
        ("a.pptx", &pptx),
    ];
    for (name, content) in files {
        assert_eq!(code(name, content), None, "{name}");
        let own = FileName::parse(name).unwrap().kind();
        for (other, content) in files {
            let other_kind = FileName::parse(other).unwrap().kind();
            let expected = (own != other_kind).then_some(ErrorCode::Invalid);
            assert_eq!(code(name, content), expected, "{other} as {name}");
        }
        assert_eq!(code("a.txt", content), Some(ErrorCode::Invalid), "{name}");
    }
}

#[test]
fn what_was_found_is_the_sum_of_the_bytes() {
    let found = look("a.txt", b"abc", 2).unwrap();
    assert_eq!(found.size, 3);
    let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(found.sha256, sum);
}

#[test]
fn a_document_without_its_parts_or_with_macros_is_not_taken() {
    for (parts, expected) in [
        (vec![PARTS, "word/document.xml"], None),
        (vec!["word/document.xml"], Some("of a .docx")),
        (vec![PARTS, "script.exe"], Some("of a .docx")),
        (vec![PARTS, "word/a", "xl/a"], Some("of a .docx")),
        (vec![PARTS, "word/a", "word/vbaProject.bin"], Some("macros")),
        (vec![PARTS, "word/a", "word/VBAPROJECT.BIN"], Some("macros")),
    ] {
        let found = look("a.docx", &archive(&parts), 1_000).err();
        let message = found.map(|problem| problem.message.english);
        let as_expected = match (&message, expected) {
            (None, None) => true,
            (Some(message), Some(expected)) => message.contains(expected),
            _ => false,
        };
        assert!(as_expected, "{parts:?}: {message:?}");
    }
    let whole = archive(&[PARTS, "word/document.xml"]);
    assert_eq!(code("a.docx", &whole[1..]), Some(ErrorCode::Invalid));
    let longer = [whole.as_slice(), b"<script>"].concat();
    assert_eq!(code("a.docx", &longer), Some(ErrorCode::Invalid));
    for length in 0..whole.len() {
        assert!(code("a.docx", &whole[..length]).is_some(), "{length}");
    }
}

#[test]
fn a_large_document_is_known_by_its_end() {
    let mut large = b"PK\x03\x04".to_vec();
    large.resize(900_000, 7);
    let names: Vec<String> = (0..500)
        .map(|it| format!("xl/worksheets/sheet{it}.xml"))
        .collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.push(PARTS);
    let end = archive(&names);
    // The places that the list names count from the beginning of the file.
    let moved = 900_000_u32;
    let at = end.len() - 6;
    let start = u32::from_le_bytes(end[at..at + 4].try_into().unwrap()) + moved;
    large.extend(&end);
    let at = large.len() - 6;
    large[at..at + 4].copy_from_slice(&start.to_le_bytes());
    assert_eq!(look("a.xlsx", &large, 8_192).err(), None);
}

#[test]
fn text_is_text_in_one_of_two_encodings() {
    let gb18030 = encoding_rs::GB18030.encode("部门,得分\n财务中心,92\n").0;
    let utf16: Vec<u8> = "\u{feff}部门"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: [(&[u8], bool); 14] = [
        ("部门,得分\r\n财务中心,92\r\n".as_bytes(), true),
        ("\u{feff}部门,得分".as_bytes(), true),
        (&gb18030, true),
        (b"BMW, 3\nMZ, 4", true),
        (b"a < b, 1 <2", true),
        (&utf16, false),
        (b"a\0b", false),
        (b"\x1b[2J", false),
        (b"\xff\xff\xff\xff", false),
        (b"a\xe8", false),
        (b"  <!DOCTYPE html><script>alert(1)</script>", false),
        (b"\xef\xbb\xbf<svg onload='alert(1)'>", false),
        (b"<?xml version='1.0'?>", false),
        (b"#!/bin/sh\nrm -rf /", false),
    ];
    for (content, is_text) in cases {
        for name in ["a.csv", "a.txt"] {
            let expected = (!is_text).then_some(ErrorCode::Invalid);
            let shown = String::from_utf8_lossy(content);
            assert_eq!(code(name, content), expected, "{shown}");
        }
    }
}

#[test]
fn empty_and_long_files_are_refused() {
    assert_eq!(code("a.txt", b""), Some(ErrorCode::Required));
    assert_eq!(code("a.pdf", b""), Some(ErrorCode::Required));
    assert_eq!(code("a.docx", b""), Some(ErrorCode::Required));
    let mut inspection = Inspection::of(Kind::Text, 3);
    assert_eq!(inspection.add(b"abc"), Ok(()));
    let too_long = inspection.add(b"d").unwrap_err();
    assert_eq!(too_long.code, ErrorCode::TooLong);
}

#[test]
fn a_name_is_for_people_and_leads_nowhere() {
    let name = |text: &str| FileName::parse(text).map(FileName::into_string);
    let code = |text: &str| name(text).map_err(|problem| problem.code);
    assert_eq!(
        code("付款 清单（三月）.pdf"),
        Ok("付款 清单（三月）.pdf".into())
    );
    assert_eq!(code("../../etc/passwd.txt"), Ok("passwd.txt".into()));
    assert_eq!(code(r"C:\Users\a\得分.xlsx"), Ok("得分.xlsx".into()));
    assert_eq!(code("a.tar.pdf"), Ok("a.tar.pdf".into()));
    for wrong in [
        "a", ".pdf", " .pdf", "a.exe", "a.html", "a.svg", "a.zip", "a.pdf.js", "a.docm",
    ] {
        assert_eq!(code(wrong), Err(ErrorCode::Invalid), "{wrong}");
    }
    assert_eq!(code("a\u{202e}fdp.txt"), Err(ErrorCode::Invalid));
    assert_eq!(code("a\nb.txt"), Err(ErrorCode::Invalid));
    assert_eq!(code("a/"), Err(ErrorCode::Required));
    let long = format!("{}.txt", "财".repeat(197));
    assert_eq!(code(&long), Err(ErrorCode::TooLong));
}

#[test]
fn a_record_is_known_by_its_id() {
    for prefix in ["iss", "iac", "apl", "exc"] {
        let id = format!("{prefix}_{}", "0190c5".repeat(6).split_at(32).0);
        let record: Record = id.parse().unwrap();
        assert_eq!(record.to_string(), id);
    }
    assert!("dep_0190c5".parse::<Record>().is_err());
}
