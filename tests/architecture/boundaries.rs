//! Which crate may be named where: the database in stores, the web at the edge.

use super::lexer::Token;
use super::source::{Source, Violation};

/// A crate and the places that may name it.
struct Boundary {
    /// The crate's name, and that of its relatives: `actix` covers `actix_web`.
    name: &'static str,
    /// Whether a file may name the crate.
    admits: fn(&Source<'_>) -> bool,
    /// What to do instead.
    advice: &'static str,
}

const BOUNDARIES: &[Boundary] = &[
    Boundary {
        name: "sea_orm",
        admits: speaks_to_the_database,
        advice: "move the statement into the capability's store.rs",
    },
    Boundary {
        name: "sqlx",
        admits: speaks_to_the_database,
        advice: "move the statement into the capability's store.rs",
    },
    Boundary {
        name: "entity",
        admits: knows_the_tables,
        advice: "turn rows into the capability's own types in its store.rs; value types \
                 come from `kernel`",
    },
    Boundary {
        name: "migration",
        admits: |source| is_below(source, &["src/database/", "src/cli/"]),
        advice: "migrate through `database`",
    },
    Boundary {
        name: "async_graphql",
        admits: |source| is_below(source, &["src/graphql/", "src/http/"]),
        advice: "keep the type plain and wrap it under src/graphql",
    },
    Boundary {
        name: "actix",
        admits: |source| is_below(source, &["src/http/"]),
        advice: "keep the web server under src/http",
    },
    Boundary {
        name: "maud",
        admits: |source| is_below(source, &["src/http/respondent/"]),
        advice: "write HTML in the respondent page, which escapes it",
    },
    Boundary {
        name: "qrcode",
        admits: |source| source.path == "src/kernel/qr.rs",
        advice: "draw codes through `kernel::qr`",
    },
    Boundary {
        name: "reqwest",
        admits: |source| is_below(source, &["src/outgoing/"]),
        advice: "send requests through `outgoing`, which bounds them",
    },
    Boundary {
        name: "object_store",
        admits: |source| is_below(source, &["src/storage/"]),
        advice: "keep bytes through `storage`, which bounds it",
    },
    Boundary {
        name: "lettre",
        admits: |source| is_below(source, &["src/outgoing/"]),
        advice: "send mail through `outgoing`, which bounds it",
    },
    Boundary {
        name: "rustls",
        admits: |source| is_below(source, &["src/outgoing/"]),
        advice: "send requests through `outgoing`, which bounds them",
    },
];

/// What a model, which takes and gives plain values, never names.
const NOT_PLAIN: [&str; 5] = ["sea_orm", "sqlx", "async_graphql", "actix", "tokio"];

fn is_below(source: &Source<'_>, folders: &[&str]) -> bool {
    folders.iter().any(|folder| source.path.starts_with(folder))
}

/// Stores speak to the database, and so do the queue and what opens the connection.
fn speaks_to_the_database(source: &Source<'_>) -> bool {
    source.is_named("store") || is_below(source, &["src/jobs/", "src/database/"])
}

/// `kernel` re-exports the value types that tables store, so that the rest needs no `entity`.
fn knows_the_tables(source: &Source<'_>) -> bool {
    let hands_on_values = matches!(source.path, "src/kernel/ids.rs" | "src/kernel/decimal.rs");
    hands_on_values || speaks_to_the_database(source)
}

/// Each crate is named only where its boundary admits it.
pub(super) fn crates_stay_within_their_boundary(source: &Source<'_>) -> Vec<Violation> {
    if !source.path.starts_with("src/") {
        return Vec::new();
    }
    let crossed = BOUNDARIES
        .iter()
        .filter(|boundary| !(boundary.admits)(source));
    crossed
        .flat_map(|boundary| {
            lines_naming(source, boundary.name).into_iter().map(|line| {
                let Boundary { name, advice, .. } = boundary;
                source.violation(line, format!("`{name}` may not be named here; {advice}"))
            })
        })
        .collect()
}

/// Models and the scoring engine know neither database nor web nor the runtime.
pub(super) fn models_are_plain(source: &Source<'_>) -> Vec<Violation> {
    let is_engine = source.segments().first() == Some(&"engine");
    let is_model = source.path.starts_with("src/") && (source.is_named("model") || is_engine);
    let named = NOT_PLAIN.iter().filter(|_| is_model).flat_map(|name| {
        lines_naming(source, name).into_iter().map(move |line| {
            let problem = format!(
                "a model may not name `{name}`; take plain values and let the service fetch them"
            );
            source.violation(line, problem)
        })
    });
    named.collect()
}

/// A store is private to its capability, and nothing of it is passed on.
pub(super) fn stores_are_private(source: &Source<'_>) -> Vec<Violation> {
    let problem = "a store is private; write `mod store;` and offer a service instead";
    let tokens = &source.tokens;
    (0..tokens.len())
        .filter(|&at| tokens[at].text == "pub" && publishes_store(&tokens[at + 1..]))
        .map(|at| source.violation(tokens[at].line, problem))
        .collect()
}

/// Whether what follows a `pub` is a store or something out of one.
fn publishes_store(after_pub: &[Token<'_>]) -> bool {
    let mut words = after_pub.iter().map(|token| token.text).peekable();
    // The rest of `pub(crate)` and its like: passed on within the crate is passed on.
    if words.next_if_eq(&"(").is_some() {
        words.find(|word| *word == ")");
    }
    match words.next() {
        Some("mod") => words.next() == Some("store"),
        Some("use") => {
            words.find(|word| !matches!(*word, "self" | "super" | "::")) == Some("store")
        }
        _ => false,
    }
}

/// The lines on which a file names a crate: at the beginning of a path or of an import.
fn lines_naming(source: &Source<'_>, name: &str) -> Vec<usize> {
    let tokens = &source.tokens;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_word = |word: &str| {
        word.chars()
            .all(|sign| sign == '_' || sign.is_alphanumeric())
    };
    let is_relative = |at: usize| match at.checked_sub(1).map(text) {
        Some(".") => true,
        // `graphql::entity` is a module's own name, `use ::entity` and `= ::entity` the crate.
        Some("::") => at >= 2 && text(at - 2) != "use" && is_word(text(at - 2)),
        _ => false,
    };
    let is_imported = |at: usize| at > 0 && matches!(text(at - 1), "use" | "crate");
    (0..tokens.len())
        .filter(|&at| is_of_family(text(at), name) && !is_relative(at))
        .filter(|&at| text(at + 1) == "::" || is_imported(at))
        .map(|at| tokens[at].line)
        .collect()
}

/// Whether `word` is the crate `name` or a relative such as `actix_web` of `actix`.
fn is_of_family(word: &str, name: &str) -> bool {
    word.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

mod checks {
    use super::*;

    const NONE: [usize; 0] = [];

    type Rule = fn(&Source<'_>) -> Vec<Violation>;

    fn lines(rule: Rule, path: &str, text: &str) -> Vec<usize> {
        let broken = rule(&Source::new(path, text));
        broken.iter().map(|violation| violation.line).collect()
    }

    #[test]
    fn a_crate_outside_its_boundary_is_found() {
        let text = "use sea_orm::{EntityTrait, QueryFilter};
            #[derive(async_graphql::SimpleObject)]
            fn serve() { ::actix_web::rt::spawn(entity::department::find()) }
            use ::sea_orm_migration::steps;";
        let rule = crates_stay_within_their_boundary;
        // SeaORM's two, then `entity`, then async-graphql, then actix.
        assert_eq!(lines(rule, "src/org/service.rs", text), [1, 4, 3, 2, 3]);
        assert_eq!(lines(rule, "src/org/store.rs", text), [2, 3]);
        assert_eq!(lines(rule, "src/org/store/departments.rs", text), [2, 3]);
        assert_eq!(lines(rule, "src/http/server.rs", text), [1, 4, 3]);
    }

    #[test]
    fn a_like_sounding_name_is_no_crate() {
        let text = "let entity = row.entity; graphql::entity::Kind::of(entity); // sea_orm::X";
        let rule = crates_stay_within_their_boundary;
        assert_eq!(lines(rule, "src/org/service.rs", text), NONE);
    }

    #[test]
    fn value_types_come_from_two_files_of_the_kernel() {
        let text = "pub use entity::Decimal;";
        let rule = crates_stay_within_their_boundary;
        assert_eq!(lines(rule, "src/kernel/decimal.rs", text), NONE);
        assert_eq!(lines(rule, "src/kernel/page.rs", text), [1]);
    }

    #[test]
    fn a_model_that_is_not_plain_is_found() {
        let text = "use tokio::sync::Mutex;";
        assert_eq!(lines(models_are_plain, "src/org/model.rs", text), [1]);
        assert_eq!(lines(models_are_plain, "src/kpi/model/tree.rs", text), [1]);
        assert_eq!(lines(models_are_plain, "src/engine/mean.rs", text), [1]);
        assert_eq!(lines(models_are_plain, "src/org/service.rs", text), NONE);
    }

    #[test]
    fn a_store_that_leaves_its_capability_is_found() {
        let text = "pub mod store;\npub(crate) mod store;\npub use self::store::Row;\nmod store;";
        assert_eq!(lines(stores_are_private, "src/org/mod.rs", text), [1, 2, 3]);
    }
}
