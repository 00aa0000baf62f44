//! What can be wrong with files.

use super::model::Kind;
use crate::kernel::{ErrorCode, Problem};

/// Where a problem of the content of an upload stands.
pub const CONTENT: &str = "file";

pub(super) fn no_file() -> Problem {
    Problem::not_found("evidence file", "证据文件")
}

/// The file belongs to a record.
pub(super) fn is_attached() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This file is attached already; upload it again to attach it elsewhere.",
        "该文件已被引用；如需用于其他记录，请重新上传。",
    )
}

/// The list names a file twice.
pub(super) fn named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This file is named twice.",
        "该文件重复出现。",
    )
}

/// The record would have too many files.
pub(super) fn too_many_of_record(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("One record has {most} files at most."),
        format!("每条记录最多 {most} 个文件。"),
    )
}

/// The uploader has too many files that belong nowhere.
pub(super) fn too_many_unattached(most: u64) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!(
            "You have {most} files that are not attached yet. Attach some; what is not attached is removed after a day."
        ),
        format!("您有 {most} 个尚未引用的文件。请先引用；未引用的文件一天后会被清除。"),
    )
    .at([CONTENT])
}

/// The file is longer than allowed.
pub(super) fn too_long(most: u64) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!("The file has more than {most} bytes."),
        format!("文件超过 {most} 字节。"),
    )
    .at([CONTENT])
}

/// There is nothing in the file.
pub(super) fn empty() -> Problem {
    Problem::new(ErrorCode::Required, "The file is empty.", "文件为空。").at([CONTENT])
}

/// The name does not end as one of a file that is taken.
pub(super) fn unknown_ending() -> Problem {
    let endings: Vec<&str> = Kind::ALL
        .iter()
        .flat_map(|kind| kind.endings())
        .copied()
        .collect();
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "Files with these endings are taken: {}.",
            endings.join(", ")
        ),
        format!("仅支持以下扩展名的文件：{}。", endings.join("、")),
    )
    .at([CONTENT])
}

/// The content is not what the name says.
pub(super) fn not_what_it_says(kind: Kind) -> Problem {
    let ending = kind.endings().first().copied().unwrap_or_default();
    Problem::new(
        ErrorCode::Invalid,
        format!("The content is not that of a .{ending} file."),
        format!("文件内容与扩展名 .{ending} 不符。"),
    )
    .at([CONTENT])
}

/// A document of an office program with a program in it.
pub(super) fn has_macros() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The document has macros; save it without them.",
        "文档含有宏，请另存为不含宏的文档。",
    )
    .at([CONTENT])
}

/// A text of another encoding, or with a program or markup in it.
pub(super) fn not_plain_text() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The content is not plain text in UTF-8 or GB18030.",
        "文件内容不是 UTF-8 或 GB18030 编码的纯文本。",
    )
    .at([CONTENT])
}
