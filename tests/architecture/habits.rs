//! What no line of this project does: give up, silence a lint, skip a test, or name a machine.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::lexer::Token;
use super::source::{ROOT, Source, Violation, from_root, lines_of};

/// A run of tokens that is refused, with what to do instead.
type Refusal = (&'static [&'static str], &'static str);

/// Refused in everything that is shipped; tests may.
const REFUSED_IN_CRATES: &[Refusal] = &[
    (
        &[".", "unwrap", "("],
        "`unwrap` panics; return a typed error with `?`",
    ),
    (
        &["::", "unwrap"],
        "`unwrap` panics; return a typed error with `?`",
    ),
    (
        &[".", "expect", "("],
        "`expect` panics; return a typed error with `?`",
    ),
    (
        &["::", "expect"],
        "`expect` panics; return a typed error with `?`",
    ),
    (&["todo", "!"], "finish it, or leave it out of the schema"),
    (
        &["unimplemented", "!"],
        "finish it, or leave it out of the schema",
    ),
];

/// Refused everywhere.
const REFUSED: &[Refusal] = &[
    (
        &["#", "[", "ignore"],
        "a test that does not run proves nothing; make it run or delete it",
    ),
    (
        &["#", "[", "allow", "("],
        "write `#[expect(…, reason = \"…\")]`",
    ),
    (
        &["#", "!", "[", "allow", "("],
        "write `#![expect(…, reason = \"…\")]`",
    ),
];

/// The paths of one machine or another: they mean nothing on the next. Spelt in halves,
/// so that this file does not hold what it looks for.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("../sh", "ared"),
];

/// Shipped code neither panics on purpose nor leaves something for later.
pub(super) fn crates_do_not_give_up(source: &Source<'_>) -> Vec<Violation> {
    if !source.is_in_a_crate() {
        return Vec::new();
    }
    let shipped = shipped(source);
    let mut broken = refused(source, &shipped, REFUSED_IN_CRATES);
    let mark = concat!("FIX", "ME");
    let marked = source
        .text
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.contains(mark));
    broken.extend(marked.map(|(_, line)| source.violation(line, "fix it now or open an issue")));
    broken
}

/// Lints are expected with a reason, and every test runs.
pub(super) fn nothing_is_silenced(source: &Source<'_>) -> Vec<Violation> {
    refused(source, &source.tokens, REFUSED)
}

fn refused(source: &Source<'_>, tokens: &[Token<'_>], refusals: &[Refusal]) -> Vec<Violation> {
    refusals
        .iter()
        .flat_map(|(pattern, advice)| {
            let lines = lines_of(tokens, pattern).into_iter();
            lines.map(|line| source.violation(line, *advice))
        })
        .collect()
}

/// The tokens of a file without its tests.
fn shipped<'a>(source: &Source<'a>) -> Vec<Token<'a>> {
    if source.is_named("tests") {
        return Vec::new();
    }
    const TEST_ONLY: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut shipped = Vec::new();
    let mut rest = source.tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let start = rest.iter().map(|token| token.text).take(TEST_ONLY.len());
        if start.eq(TEST_ONLY) {
            rest = after_item(&rest[TEST_ONLY.len()..]);
        } else {
            shipped.push(*first);
            rest = after;
        }
    }
    shipped
}

/// What follows the item that `tokens` begins with: it ends with a `;` or a closing brace.
fn after_item<'s, 'a>(tokens: &'s [Token<'a>]) -> &'s [Token<'a>] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(token.text, ";" | "}") {
            return &tokens[at + 1..];
        }
    }
    &[]
}

/// No file of the repository, of whatever kind, names a path of one machine.
pub(super) fn no_machine_is_named() -> Vec<Violation> {
    let ignored = fs::read_to_string(Path::new(ROOT).join(".gitignore")).unwrap_or_default();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        name != ".git" && !ignored.contains(&name.as_ref())
    };
    WalkDir::new(ROOT)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_ours)
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.is_file())
        // What is not text names no path that anybody reads.
        .filter_map(|path| Some((from_root(&path), fs::read_to_string(&path).ok()?)))
        .flat_map(|(path, text)| machine_paths(&path, &text))
        .collect()
}

fn machine_paths(path: &str, text: &str) -> Vec<Violation> {
    let broken = text.lines().zip(1..).flat_map(|(content, line)| {
        let named = MACHINE_PATHS.iter().filter(|named| names(content, named));
        named.map(move |named| {
            let problem = format!("`{named}` exists on one machine only; name it from the root");
            Violation::in_file(path, line, problem)
        })
    });
    broken.collect()
}

/// Whether a line holds the path, and not as the end of a longer one such as a URL's.
fn names(line: &str, path: &str) -> bool {
    let begins_here = |(at, _): (usize, &str)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|sign| !sign.is_alphanumeric() && !"_-.})".contains(sign))
    };
    line.match_indices(path).any(begins_here)
}

mod checks {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(broken: &[Violation]) -> Vec<usize> {
        broken.iter().map(|violation| violation.line).collect()
    }

    #[test]
    fn giving_up_is_found_outside_tests_only() {
        let text = "fn first() { x.unwrap() }
            #[cfg(test)]
            mod checks { fn f(a: [u8; 1]) { x.unwrap(); } }
            #[cfg(test)] use crate::{a, b};
            fn second() { todo!() }
            fn third() { x.unwrap_or_default(); y.map(Option::unwrap) }";
        let broken = crates_do_not_give_up(&Source::new("src/org/model.rs", text));
        assert_eq!(lines(&broken), [1, 6, 5]);
        let tests = crates_do_not_give_up(&Source::new("src/org/tests.rs", text));
        assert_eq!(lines(&tests), NONE);
    }

    #[test]
    fn a_mark_for_later_is_found_in_a_comment() {
        let text = format!("fn first() {{}}\n// {}: later", concat!("FIX", "ME"));
        let broken = crates_do_not_give_up(&Source::new("src/org/model.rs", &text));
        assert_eq!(lines(&broken), [2]);
    }

    #[test]
    fn a_silenced_lint_and_a_skipped_test_are_found_everywhere() {
        let text = "#![allow(dead_code)]\n#[allow(unused)]\n#[ignore = \"slow\"]\n#[expect(x)]";
        let broken = nothing_is_silenced(&Source::new("tests/api/org.rs", text));
        assert_eq!(lines(&broken), [3, 2, 1]);
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let [volume, owner, ..] = MACHINE_PATHS;
        let text = format!("cd {volume}x\nsee https://example.org{volume}y\nkey: \"{owner}.ssh\"");
        assert_eq!(lines(&machine_paths("docs/a.md", &text)), [1, 3]);
        let beside = MACHINE_PATHS[4];
        assert_eq!(
            lines(&machine_paths("a.md", &format!("from {beside}/spec"))),
            [1]
        );
    }
}
