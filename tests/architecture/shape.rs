//! What every file looks like: short, introduced, and in its folder's order.

use std::collections::BTreeSet;

use super::lexer::Token;
use super::source::{Source, Violation};

/// Longer files hold two subjects.
const MOST_LINES: usize = 500;

/// A resolver converts, calls one service and wraps; more belongs in the service.
const MOST_RESOLVER_LINES: usize = 15;

/// No file is too long to be read at once.
pub(super) fn files_are_short(source: &Source<'_>) -> Vec<Violation> {
    let lines = source.text.lines().count();
    let problem =
        || format!("{lines} lines, of {MOST_LINES} at most; split the file by its subjects");
    let too_long = (lines > MOST_LINES).then(|| source.violation(MOST_LINES, problem()));
    too_long.into_iter().collect()
}

/// Every file says first what it owns.
pub(super) fn files_begin_with_their_purpose(source: &Source<'_>) -> Vec<Violation> {
    let problem = "begin the file with `//!` and say what it owns and which invariants it keeps";
    let missing = !source.text.starts_with("//!");
    missing
        .then(|| source.violation(1, problem))
        .into_iter()
        .collect()
}

/// Every module of `src` that is a folder has a `mod.rs`, which tells what it is; a folder
/// further down may have a file of its name beside it instead.
pub(super) fn folders_have_a_face(sources: &[Source<'_>]) -> Vec<Violation> {
    let paths: BTreeSet<&str> = sources.iter().map(|source| source.path).collect();
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders_of(path)).collect();
    let has_a_face = |folder: &str| {
        let is_within_a_module = folder.matches('/').count() > 1;
        paths.contains(format!("{folder}/mod.rs").as_str())
            || (is_within_a_module && paths.contains(format!("{folder}.rs").as_str()))
    };
    folders
        .into_iter()
        .filter(|folder| !has_a_face(folder))
        .map(|folder| {
            let problem = "missing; a folder begins with a mod.rs that says what it owns";
            Violation::in_file(&format!("{folder}/mod.rs"), 1, problem.to_owned())
        })
        .collect()
}

/// The folders between `src` and the file, both not counted.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    let below = path.starts_with("src/").then_some("src/".len());
    below.into_iter().flat_map(move |start| {
        let ends = path[start..].match_indices('/');
        ends.map(move |(end, _)| &path[..start + end])
    })
}

/// Resolvers convert, call one service and wrap.
pub(super) fn resolvers_are_short(source: &Source<'_>) -> Vec<Violation> {
    let resolves = ["queries", "mutations", "subscriptions"];
    let holds_resolvers = source.path.starts_with("src/graphql/")
        && resolves.iter().any(|name| source.is_named(name));
    if !holds_resolvers {
        return Vec::new();
    }
    let functions = function_bodies(&source.tokens).into_iter();
    functions
        .map(|(name, body)| (name, lines_with_code(body)))
        .filter(|(_, lines)| *lines > MOST_RESOLVER_LINES)
        .map(|(name, lines)| {
            let problem = format!(
                "resolver `{}` has {lines} lines of code, of {MOST_RESOLVER_LINES} at most; \
                 move the work into the service",
                name.text
            );
            source.violation(name.line, problem)
        })
        .collect()
}

/// Each function's name with the tokens between its braces.
fn function_bodies<'s, 'a>(tokens: &'s [Token<'a>]) -> Vec<(Token<'a>, &'s [Token<'a>])> {
    let is_function = |at: &usize| {
        // `fn(` is the type of a function, not a function.
        tokens[*at].text == "fn" && tokens.get(at + 1).is_some_and(|name| name.text != "(")
    };
    let starts = (0..tokens.len()).filter(is_function).map(|at| at + 1);
    starts
        .filter_map(|name| Some((tokens[name], body(&tokens[name..])?)))
        .collect()
}

/// The tokens between the braces that follow a signature; none where it ends with `;`.
fn body<'s, 'a>(tokens: &'s [Token<'a>]) -> Option<&'s [Token<'a>]> {
    let mut depth = 0_usize;
    let mut open = None;
    for (at, token) in tokens.iter().enumerate() {
        match (token.text, open) {
            (";", None) if depth == 0 => return None,
            ("{", None) if depth == 0 => open = Some(at + 1),
            ("}", Some(start)) if depth == 0 => return Some(&tokens[start..at]),
            ("(" | "[" | "{", _) => depth += 1,
            (")" | "]" | "}", _) => depth -= 1,
            _ => {}
        }
    }
    None
}

fn lines_with_code(body: &[Token<'_>]) -> usize {
    let lines: BTreeSet<usize> = body.iter().map(|token| token.line).collect();
    lines.len()
}

mod checks {
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        let fits = "//!\n".repeat(MOST_LINES);
        assert_eq!(files_are_short(&Source::new("src/lib.rs", &fits)), []);
        let long = "//!\n".repeat(MOST_LINES + 1);
        assert_eq!(files_are_short(&Source::new("src/lib.rs", &long)).len(), 1);
    }

    #[test]
    fn a_file_without_an_introduction_is_found() {
        let bare = Source::new("src/lib.rs", "use std::fmt;\n//! Late.");
        assert_eq!(files_begin_with_their_purpose(&bare).len(), 1);
    }

    #[test]
    fn a_folder_without_a_face_is_found() {
        let purpose = "//! Means.";
        let faces = |paths: &[&'static str]| {
            let sources: Vec<_> = paths
                .iter()
                .map(|path| Source::new(path, purpose))
                .collect();
            let broken = folders_have_a_face(&sources);
            broken.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let lone = faces(&["src/scoring/means/mean.rs"]);
        assert_eq!(lone.len(), 2);
        assert!(lone[0].starts_with("src/scoring/mod.rs:1: missing"));
        assert!(lone[1].starts_with("src/scoring/means/mod.rs:1: missing"));
        let beside = faces(&[
            "src/kernel/mod.rs",
            "src/kernel/exact.rs",
            "src/kernel/exact/tests.rs",
        ]);
        assert!(beside.is_empty(), "{beside:?}");
        assert_eq!(faces(&["src/org.rs", "src/org/model.rs"]).len(), 1);
    }

    #[test]
    fn a_long_resolver_is_found_and_comments_do_not_count() {
        let resolver = |lines: usize| {
            let body = "    call();\n    // why\n\n".repeat(lines);
            format!("async fn plan_approve(&self, ids: [u8; 2]) -> Payload {{\n{body}}}\n")
        };
        let broken = |path, lines| resolvers_are_short(&Source::new(path, &resolver(lines))).len();
        assert_eq!(
            broken("src/graphql/org/mutations.rs", MOST_RESOLVER_LINES),
            0
        );
        assert_eq!(
            broken("src/graphql/org/mutations.rs", MOST_RESOLVER_LINES + 1),
            1
        );
        assert_eq!(broken("src/org/service.rs", MOST_RESOLVER_LINES + 1), 0);
    }
}
