//! The files that the rules look at, and how a broken rule is reported.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use walkdir::WalkDir;

use super::lexer::{Token, tokens};

/// The root of the repository.
pub(super) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The folders in which Rust source lies.
const FOLDERS: [&str; 5] = ["src", "entity/src", "migration/src", "tests", "benches"];

/// The folders whose code is shipped: the crates without their tests.
const CRATES: [&str; 3] = ["src/", "entity/src/", "migration/src/"];

/// One file of Rust source.
pub(super) struct Source<'a> {
    /// From the root of the repository, with forward slashes.
    pub(super) path: &'a str,
    /// The file as it stands.
    pub(super) text: &'a str,
    /// The file without comments and the contents of literals.
    pub(super) tokens: Vec<Token<'a>>,
}

impl<'a> Source<'a> {
    /// A file from its path and text.
    pub(super) fn new(path: &'a str, text: &'a str) -> Self {
        let tokens = tokens(text);
        Self { path, text, tokens }
    }

    /// Whether the file belongs to one of the crates rather than to tests or benches.
    pub(super) fn is_in_a_crate(&self) -> bool {
        CRATES.iter().any(|folder| self.path.starts_with(folder))
    }

    /// The folders and the file's name without `.rs`, below the crate's root:
    /// `["org", "store"]` for `src/org/store.rs`.
    pub(super) fn segments(&self) -> Vec<&'a str> {
        let below = CRATES
            .iter()
            .find_map(|folder| self.path.strip_prefix(folder));
        let path = below.unwrap_or(self.path);
        path.trim_end_matches(".rs").split('/').collect()
    }

    /// Whether the file or one of its folders has this name.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.segments().contains(&name)
    }

    /// A broken rule in this file: what is wrong, and what to do.
    pub(super) fn violation(&self, line: usize, problem: impl Into<String>) -> Violation {
        Violation {
            path: self.path.to_owned(),
            line,
            problem: problem.into(),
        }
    }
}

/// The lines on which `pattern`, a run of tokens, begins in `tokens`.
pub(super) fn lines_of(tokens: &[Token<'_>], pattern: &[&str]) -> Vec<usize> {
    let matches = |window: &&[Token<'_>]| {
        window
            .iter()
            .map(|token| token.text)
            .eq(pattern.iter().copied())
    };
    tokens
        .windows(pattern.len())
        .filter(matches)
        .map(|window| window[0].line)
        .collect()
}

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Violation {
    path: String,
    pub(super) line: usize,
    problem: String,
}

impl Violation {
    /// A violation in a file that is not Rust source.
    pub(super) fn in_file(path: &str, line: usize, problem: String) -> Self {
        let path = path.to_owned();
        Self {
            path,
            line,
            problem,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            problem,
        } = self;
        write!(formatter, "{path}:{line}: {problem}")
    }
}

/// Path and text of every file, read once for all rules.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(read_files);

/// Every file of Rust source in the repository.
pub(super) static TREE: LazyLock<Vec<Source<'static>>> = LazyLock::new(|| {
    let source = |(path, text): &'static (String, String)| Source::new(path, text);
    FILES.iter().map(source).collect()
});

fn read_files() -> Vec<(String, String)> {
    FOLDERS
        .iter()
        .map(|folder| Path::new(ROOT).join(folder))
        .filter(|folder| folder.exists())
        .flat_map(|folder| WalkDir::new(folder).sort_by_file_name())
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source in UTF-8");
            (from_root(&path), text)
        })
        .collect()
}

/// The path from the repository's root, with forward slashes on every system.
pub(super) fn from_root(path: &Path) -> String {
    let path = path.strip_prefix(ROOT).expect("a path below the root");
    path.to_string_lossy().replace('\\', "/")
}

#[test]
fn the_tree_holds_the_crates_and_the_tests() {
    let holds = |path: &str| TREE.iter().any(|source| source.path == path);
    assert!(holds("src/lib.rs") && holds("entity/src/lib.rs") && holds("tests/architecture.rs"));
}
