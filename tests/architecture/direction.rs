//! Which module may name which: lower never names higher.

use super::lexer::Token;
use super::source::{Source, Violation};

/// The modules of `src` from the lowest to the highest. Those that share a rank are
/// peers and know nothing of each other: what one needs of the other goes through
/// an event or is put together above them.
const RANKS: &[&[&str]] = &[
    &["kernel"],
    // The arithmetic of scores, for whoever must know what a sheet is worth.
    // Formulas, for whoever lets people write some.
    &["engine", "formula"],
    // Below `database`, which is told by it where to connect.
    &["config"],
    // The one way out, for whoever has to ask somebody else.
    &["outgoing"],
    // The bytes of files: a folder, or a bucket, which is a way out of its own.
    &["storage"],
    &["database"],
    &["audit", "jobs"],
    &["access"],
    &["org"],
    &["customers", "deadlines"],
    &["complaints"],
    &["questionnaires"],
    &["weighting"],
    &["cycles"],
    &["responses"],
    // Below everything that files are attached to.
    &["evidence"],
    &["surveys"],
    &["invitations"],
    &["scoring"],
    &["kpi"],
    &["rectification"],
    // Asks those who own records who sees and changes them.
    &["attachments"],
    // Asks everything below what waits for whom.
    &["inbox"],
    &["insights", "exchange", "notifications"],
    // Puts together, and erases, what everything below keeps on one person.
    &["personal"],
    // Fills the example company through the services of everything below.
    &["demo"],
    &["graphql"],
    &["http"],
    &["cli"],
];

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|peers| peers.contains(&module))
}

/// The module directly below the crate's root that a file belongs to.
fn home<'a>(source: &Source<'a>) -> Option<&'a str> {
    let home = *source.segments().first()?;
    let is_root = matches!(home, "lib" | "main");
    (source.path.starts_with("src/") && !is_root).then_some(home)
}

/// Every module of `src` has its place in the order.
pub(super) fn every_module_has_a_rank(source: &Source<'_>) -> Vec<Violation> {
    let unranked = home(source).filter(|home| rank(home).is_none());
    let report = |home| {
        let problem = format!(
            "module `{home}` has no rank; give it one in tests/architecture/direction.rs \
             and in docs/architecture.md"
        );
        source.violation(1, problem)
    };
    unranked.map(report).into_iter().collect()
}

/// A module names itself and what lies below it, never a peer and never what lies above.
pub(super) fn lower_never_names_higher(source: &Source<'_>) -> Vec<Violation> {
    let Some((home, own)) = home(source).and_then(|home| Some((home, rank(home)?))) else {
        return Vec::new();
    };
    named_modules(source)
        .into_iter()
        .filter(|named| named.text != home && rank(named.text).is_some_and(|rank| rank >= own))
        .map(|named| {
            let problem = format!(
                "`{home}` may not name `{0}`, which does not lie below it; let `{home}` own a \
                 trait that `{0}` implements, or put an event on the outbox",
                named.text
            );
            source.violation(named.line, problem)
        })
        .collect()
}

/// The modules directly below the crate's root that a file names, through `crate::`
/// or through a run of `super::` that climbs to the root.
fn named_modules<'a>(source: &Source<'a>) -> Vec<Token<'a>> {
    let tokens = &source.tokens;
    let segments = source.segments();
    let depth = segments.len() - usize::from(segments.last() == Some(&"mod"));
    let text = |at: usize| tokens.get(at).map(|token| token.text);
    let mut named = Vec::new();
    for at in 0..tokens.len() {
        let continues_a_path = at > 0 && text(at - 1) == Some("::");
        let after_root = match text(at) {
            Some("crate") if text(at + 1) == Some("::") => Some(at + 2),
            Some("super") if !continues_a_path => climb(tokens, at, depth),
            _ => None,
        };
        if let Some(start) = after_root {
            named.extend(heads(&tokens[start..]));
        }
    }
    named
}

/// The index after `super::super::…` at `at`, if it climbs `depth` steps and so to the root.
fn climb(tokens: &[Token<'_>], at: usize, depth: usize) -> Option<usize> {
    let climbed = tokens[at..]
        .chunks(2)
        .take_while(|step| step.len() == 2 && step[0].text == "super" && step[1].text == "::")
        .count();
    (climbed >= depth).then_some(at + 2 * climbed)
}

/// The first names of what follows a root: one for `org::Department`, several for
/// `{org::Department, kernel::{Clock, Ids}}`.
fn heads<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    if tokens.first().is_none_or(|token| token.text != "{") {
        return tokens.first().copied().into_iter().collect();
    }
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut previous = "";
    for token in tokens {
        match token.text {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(previous, "{" | ",") => heads.push(*token),
            _ => {}
        }
        previous = token.text;
    }
    heads
}

mod checks {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let broken = lower_never_names_higher(&Source::new(path, text));
        broken.iter().map(|violation| violation.line).collect()
    }

    #[test]
    fn an_import_from_above_is_found_in_every_spelling() {
        let text = "use crate::cycles::Cycle;
            use crate::{kernel::Clock, scoring::{Score, engine}, database};
            fn score() -> crate::responses::Response { super::super::kpi::score() }
            use crate::kernel::Ids;
            // use crate::http;";
        assert_eq!(lines("src/org/service.rs", text), [1, 2, 3, 3]);
    }

    #[test]
    fn peers_do_not_name_each_other() {
        assert_eq!(lines("src/audit/store.rs", "use crate::jobs::Job;"), [1]);
        assert_eq!(lines("src/jobs/mod.rs", "use super::audit::Entry;"), [1]);
    }

    #[test]
    fn what_lies_below_beside_and_within_may_be_named() {
        let text = "use crate::org::Department; use super::scoring; use crate::{self, kernel};";
        assert_eq!(lines("src/org/service.rs", text), NONE);
        assert_eq!(
            lines(
                "src/graphql/org/types.rs",
                "use super::super::cycles::types;"
            ),
            NONE
        );
        assert_eq!(lines("src/lib.rs", "pub use crate::cli::run;"), NONE);
    }

    #[test]
    fn a_module_without_a_rank_is_found() {
        let unknown = Source::new("src/helpers/mod.rs", "//! Helpers.");
        assert_eq!(every_module_has_a_rank(&unknown).len(), 1);
        let known = Source::new("src/kernel.rs", "//! Kernel.");
        assert_eq!(every_module_has_a_rank(&known), []);
    }
}
