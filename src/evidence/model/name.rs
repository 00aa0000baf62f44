//! What a file is called.

use super::Kind;
use crate::evidence::error;
use crate::kernel::Problem;
use crate::kernel::text::Name;

/// What a file is called: 1 to 200 characters in one line, with the ending of a kind that is
/// taken. Folders in front of it are somebody else's and are left off. It is for people to
/// read; nothing is found or stored by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    text: String,
    kind: Kind,
}

impl FileName {
    /// Checks `text`; the problem says what is wrong and what is allowed.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let text = Name::parse(last).map_err(|problem| problem.at(["name"]))?;
        let text = text.into_string();
        let kind = text
            .rsplit_once('.')
            .filter(|(stem, _)| !stem.trim().is_empty())
            .and_then(|(_, ending)| Kind::of_ending(ending));
        match kind {
            Some(kind) => Ok(Self { text, kind }),
            None => Err(error::unknown_ending()),
        }
    }

    /// What its ending says that the file is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.text
    }
}
