//! Traps 1 and 13: what is refused before it costs anything.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use serde_json::json;

use super::support::{GRAPHQL, Knock};
use crate::http::guard::{check_text, inspect};
use crate::http::refusal::{Code, Refusal};
use crate::http::settings::QueryLimits;

/// Both steps of the guard, as the handler takes them.
fn examine(query: &str) -> Result<(), Refusal> {
    examine_with(query, &Variables::default(), &QueryLimits::default())
}

fn examine_with(query: &str, variables: &Variables, limits: &QueryLimits) -> Result<(), Refusal> {
    check_text(query, limits)?;
    let document = parse_query(query).unwrap();
    inspect(&document, None, variables, true, limits).map(|_| ())
}

fn code(query: &str) -> Option<Code> {
    examine(query).err().map(|refusal| refusal.code)
}

/// The best of several runs: the machine may be busy with something else.
fn fastest(mut work: impl FnMut()) -> Duration {
    (0..20)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .min()
        .unwrap()
}

fn nested_list() -> String {
    let deep = 2000;
    format!("{{echo(text:{}{})}}", "[".repeat(deep), "]".repeat(deep))
}

fn fragment_bomb() -> String {
    let mut query = String::from("{...f0}");
    for level in 0..18 {
        let next = level + 1;
        write!(query, "fragment f{level} on Query{{...f{next} ...f{next}}}").unwrap();
    }
    query.push_str("fragment f18 on Query{echo}");
    query
}

#[test]
fn a_deeply_nested_list_is_refused_at_once() {
    let query = nested_list();
    assert_eq!(query.len(), 4013);
    assert_eq!(code(&query), Some(Code::TooComplex));
    assert!(fastest(|| drop(examine(&query))) < Duration::from_millis(1));
}

#[test]
fn a_fragment_bomb_is_refused_at_once() {
    let query = fragment_bomb();
    assert!(query.len() < 800, "{}", query.len());
    assert_eq!(code(&query), Some(Code::TooComplex));
    let document = parse_query(&query).unwrap();
    let (variables, limits) = (Variables::default(), QueryLimits::default());
    let time = fastest(|| drop(inspect(&document, None, &variables, true, &limits)));
    assert!(time < Duration::from_millis(1), "{time:?}");
}

#[actix_web::test]
async fn both_attacks_are_answered_with_400() {
    let knock = Knock::new();
    for query in [nested_list(), fragment_bomb()] {
        let reply = knock.query(&query).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.code(), "TOO_COMPLEX");
    }
    assert_eq!(knock.executed(), 0);
}

#[test]
fn brackets_are_counted_as_the_parser_sees_them() {
    let deep = "[".repeat(50);
    let shallow = "[".repeat(30);
    for (query, refused) in [
        (format!("{{echo(text:\"{deep}\")}}"), false),
        (format!("{{echo(text:\"\\\"{deep}\")}}"), false),
        (format!("{{echo(text:\"\"\"{deep}\"\"\")}}"), false),
        (
            format!("{{echo(text:\"\"\"\\\"\"\"{deep}\" \"\"\")}}"),
            false,
        ),
        (format!("{{echo # {deep}\n}}"), false),
        (format!("{{echo # \r {deep}\n}}"), true),
        (format!("{{echo(text:\"\" {deep}"), true),
        (format!("{{echo(text:\"\\\\\" {deep}"), true),
        // A block string that does not end is two strings to the parser.
        (format!("{{echo(text:[\"\"\"x\"{deep}"), true),
        (format!("{{echo(text:[\"{deep}\n"), true),
        ("{echo(text:\"\\".to_owned(), true),
        (format!("{{a(b:{{c:{shallow}"), false),
        (format!("{{a(b:{{c:{shallow}{shallow}"), true),
        ("{".repeat(41), true),
        ("{}()[]".repeat(200), false),
    ] {
        let found = check_text(&query, &QueryLimits::default()).is_err();
        assert_eq!(found, refused, "{query}");
    }
}

#[test]
fn length_tokens_and_words_are_limited() {
    let limits = QueryLimits {
        length: 2000,
        tokens: 50,
        ..QueryLimits::default()
    };
    for (query, refused) in [
        ("{echo}".to_owned(), false),
        (" ".repeat(2001), true),
        ("a ".repeat(50), false),
        ("a ".repeat(51), true),
        ("...".repeat(51), false),
        (", ".repeat(900), false),
        ("a".repeat(200), false),
        ("a".repeat(201), true),
        ("1".repeat(201), true),
    ] {
        assert_eq!(check_text(&query, &limits).is_err(), refused, "{query}");
    }
}

#[test]
fn each_limit_has_an_edge() {
    let limits = QueryLimits::default();
    let many = |count: usize, text: &str| text.repeat(count);
    let deep = |levels: usize| {
        format!(
            "{}echo{}",
            "{again".repeat(levels - 1) + "{",
            "}".repeat(levels)
        )
    };
    let fragments = |levels: usize| {
        let mut query = String::from("{...f0}");
        for level in 0..levels {
            write!(query, "fragment f{level} on Query{{...f{}}}", level + 1).unwrap();
        }
        write!(query, "fragment f{levels} on Query{{echo}}").unwrap();
        query
    };
    for (allowed, refused) in [
        (deep(limits.depth), deep(limits.depth + 1)),
        (fragments(limits.nesting - 2), fragments(limits.nesting - 1)),
        (
            format!("{{again{{{}}}}}", many(limits.selections - 1, "echo ")),
            format!("{{again{{{}}}}}", many(limits.selections, "echo ")),
        ),
        (
            format!("{{again{{{}}}}}", many(limits.aliases, "a:echo ")),
            format!("{{again{{{}}}}}", many(limits.aliases + 1, "a:echo ")),
        ),
        (
            format!("{{echo {}}}", many(limits.directives, "@a ")),
            format!("{{echo {}}}", many(limits.directives + 1, "@a ")),
        ),
        (
            format!("{{{}}}", many(limits.root_fields, "echo ")),
            format!("{{{}}}", many(limits.root_fields + 1, "echo ")),
        ),
        (
            format!("mutation{{{}}}", many(limits.mutations, "touch ")),
            format!("mutation{{{}}}", many(limits.mutations + 1, "touch ")),
        ),
        // Through fragments as well.
        (
            "{...a ...a} fragment a on Query{echo echo echo}".to_owned(),
            format!(
                "{{{}}} fragment a on Query{{echo echo echo}}",
                many(7, "...a ")
            ),
        ),
        (
            (0..limits.operations).fold(String::new(), |text, n| {
                text + &format!("query q{n}{{echo}}")
            }),
            (0..=limits.operations).fold(String::new(), |text, n| {
                text + &format!("query q{n}{{echo}}")
            }),
        ),
    ] {
        assert_eq!(code(&allowed), None, "{allowed}");
        assert_eq!(code(&refused), Some(Code::TooComplex), "{refused}");
    }
}

#[test]
fn fragments_that_contain_themselves_are_refused() {
    for query in [
        "{...a} fragment a on Query{...a}",
        "{...a} fragment a on Query{again{...b}} fragment b on Query{again{...on Query{...a}}}",
        "{echo} fragment a on Query{...b echo ...b} fragment b on Query{...c} fragment c on Query{...a}",
    ] {
        assert_eq!(code(query), Some(Code::BadRequest), "{query}");
    }
    // Spread twice is not a cycle, unknown is left to validation.
    assert_eq!(
        code("{...a ...b} fragment a on Query{...b ...b} fragment b on Query{...zzz echo}"),
        None
    );
    // A chain of thousands does not overflow the stack either.
    let limits = QueryLimits {
        tokens: 1_000_000,
        length: 1_000_000,
        ..QueryLimits::default()
    };
    let mut chain = String::from("{echo}");
    for level in 0..5000 {
        write!(chain, "fragment f{level} on Query{{...f{}}}", level + 1).unwrap();
    }
    let refused = examine_with(&chain, &Variables::default(), &limits);
    assert_eq!(refused.unwrap_err().code, Code::TooComplex);
}

#[test]
fn a_large_variable_is_not_copied_at_will() {
    let numbers = json!({ "big": vec![0; 100_000], "small": 1 });
    let variables = Variables::from_json(numbers);
    let limits = QueryLimits::default();
    let uses = |count: usize| {
        let used = "echo(text:$big) echo(text:$small) ".repeat(count);
        format!("query($big:[Int!],$small:Int){{again{{{used}}}}}")
    };
    assert_eq!(examine_with(&uses(2), &variables, &limits), Ok(()));
    let refused = examine_with(&uses(3), &variables, &limits);
    assert_eq!(refused.unwrap_err().code, Code::TooComplex);
}

/// As graphql-js prints it with all options on.
const INTROSPECTION: &str = "query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

#[actix_web::test]
async fn the_standard_introspection_query_works_with_all_limits_on() {
    let knock = Knock::new();
    let reply = knock.query(INTROSPECTION).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["errors"], json!(null));
    assert_eq!(reply.data()["__schema"]["queryType"]["name"], "Query");
}

#[actix_web::test]
async fn introspection_can_be_turned_off() {
    let knock = Knock::with(|settings| settings.introspection = false);
    for query in [INTROSPECTION, "{__type(name:\"Query\"){name}}"] {
        let reply = knock.query(query).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.code(), "BAD_REQUEST");
    }
    assert_eq!(knock.query("{__typename}").await.status, 200);
}

#[test]
fn introspection_cannot_be_multiplied() {
    for query in [
        "{__schema{types{fields{type{fields{name}}}}}}".to_owned(),
        "{__schema{types{...a}}} fragment a on __Type{fields{type{...b}}} fragment b on __Type{inputFields{name}}".to_owned(),
        format!("{{__schema{{{}}}}}", "types{name} ".repeat(25)),
        format!("{{__type{}name{}}}", "{ofType".repeat(19) + "{", "}".repeat(20)),
    ] {
        assert_eq!(code(&query), Some(Code::TooComplex), "{query}");
    }
    // Fields of the same names elsewhere are ordinary.
    assert_eq!(code("{fields{fields{fields{types}}}}"), None);
}

#[actix_web::test]
async fn what_the_schema_itself_finds_too_complex_has_the_same_code() {
    let knock = Knock::new();
    let reply = knock
        .query(&format!("{{again{{{}}}}}", "echo ".repeat(600)))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "TOO_COMPLEX")
    );
    let body = json!({ "query": "{echo}", "extensions": {}, "variables": {} }).to_string();
    assert_eq!(knock.post(GRAPHQL, body).await.status, 200);
}
