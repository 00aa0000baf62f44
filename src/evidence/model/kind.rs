//! The kinds of files that are taken.

use crate::closed_set;

closed_set! {
    /// What a file is, by its media type. What a browser or a program would carry out is
    /// not among them: no page, no picture in SVG, no script, no archive.
    pub enum Kind {
        /// A document in PDF.
        Pdf = "application/pdf",
        /// A picture in PNG.
        Png = "image/png",
        /// A photograph in JPEG.
        Jpeg = "image/jpeg",
        /// A picture in WebP.
        Webp = "image/webp",
        /// A photograph in HEIC, as phones take them.
        Heic = "image/heic",
        /// A document of Word without macros.
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        /// A workbook of Excel without macros.
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        /// A presentation of PowerPoint without macros.
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        /// A table in plain text.
        Csv = "text/csv",
        /// Plain text.
        Text = "text/plain",
    }
}

impl Kind {
    /// How names of such files end, in small letters.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Csv => &["csv"],
            Self::Text => &["txt"],
        }
    }

    /// The kind whose names end so.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        let mut kinds = Self::ALL.iter().copied();
        kinds.find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// Whether it is text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Text)
    }

    /// Whether it is a document of an office program.
    pub(super) fn is_office(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Pptx)
    }
}
