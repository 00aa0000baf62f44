//! The schema as frontends see it: printed, described, and made by one set of rules.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};
use async_graphql::{Request, Variables};
use plumbline::graphql;
use serde_json::{Value, json};

use crate::support::{Answer, each_database};

const INTROSPECTION: &str = "{ __schema {
    types { kind name description
        fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ...type }
            args { name description type { ...type } } }
        inputFields { name description type { ...type } }
        enumValues(includeDeprecated: true) { name description } }
    directives { name description } } }
fragment type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

#[test]
fn the_printed_schema_is_up_to_date() {
    let file = root().join("schema.graphql");
    let printed = fs::read_to_string(file).unwrap_or_default();
    assert!(
        printed == format!("{}\n", graphql::sdl().trim_end()),
        "the schema has changed: run `cargo run -- schema > schema.graphql` and look at the difference"
    );
}

#[tokio::test]
async fn everything_is_described() {
    let mut missing = Vec::new();
    for kind in types().await {
        let name = text(&kind["name"]).to_owned();
        // The five scalars of the specification have no description to be given.
        let built_in = matches!(name.as_str(), "Int" | "Float" | "String" | "Boolean" | "ID");
        if !built_in && !described(&kind) {
            missing.push(name.clone());
        }
        for part in ["fields", "inputFields", "enumValues"] {
            for member in list(&kind[part]) {
                if !described(member) {
                    missing.push(format!("{name}.{}", text(&member["name"])));
                }
                for argument in list(&member["args"]).iter().filter(|it| !described(it)) {
                    let path = format!("{name}.{}", text(&member["name"]));
                    missing.push(format!("{path}({})", text(&argument["name"])));
                }
            }
        }
    }
    assert!(missing.is_empty(), "without a description: {missing:#?}");
}

#[tokio::test]
async fn mutations_are_named_object_first_and_answer_with_a_payload() {
    let types = by_name().await;
    let mut wrong = Vec::new();
    for mutation in list(&types["Mutation"]["fields"]) {
        let name = text(&mutation["name"]);
        let payload = format!("{}Payload", capitalised(name));
        if signature(&mutation["type"]) != format!("{payload}!") && !SHARED_PAYLOADS.contains(&name)
        {
            wrong.push(format!(
                "{name} answers with {}",
                signature(&mutation["type"])
            ));
        }
        for argument in list(&mutation["args"]) {
            let (argument, kind) = (text(&argument["name"]), signature(&argument["type"]));
            let input = kind.ends_with("Input!");
            if input != (argument == "input") {
                wrong.push(format!("{name} takes {argument}: {kind}"));
            }
        }
    }
    let payloads = types.iter().filter(|(name, _)| name.ends_with("Payload"));
    for (name, payload) in payloads {
        let fields = list(&payload["fields"]);
        let errors = fields.iter().find(|field| field["name"] == "errors");
        if errors.map(|field| signature(&field["type"])).as_deref() != Some("[UserError!]!") {
            wrong.push(format!("{name} has no errors"));
        }
        let required = fields.iter().filter(|field| field["name"] != "errors");
        for field in required.filter(|field| signature(&field["type"]).ends_with('!')) {
            if ALWAYS_TOLD == format!("{name}.{}", text(&field["name"])) {
                continue;
            }
            wrong.push(format!("{name}.{} must be nullable", text(&field["name"])));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Said with every answer: the page of a respondent asks nothing else.
const ALWAYS_TOLD: &str = "InvitationRespondPayload.accepted";

/// What is named after a person's step rather than after an object and a verb, or
/// shares its payload with its opposite or with another way to the same.
const SHARED_PAYLOADS: [&str; 7] = [
    "accountDisable",
    "accountEnable",
    "accountEndSessions",
    "accountRemoveSecondFactor",
    "grantGive",
    "grantRevoke",
    "signInExternalFinish",
];

/// What waits for a decision is of many kinds: its entry has what the deciding mutation takes.
const IDS_TO_DECIDE_BY: &str = "InboxEntry.subjectId";

#[tokio::test]
async fn outputs_refer_to_things_and_lists_are_paged_alike() {
    let mut wrong = Vec::new();
    for kind in types().await.iter().filter(|kind| kind["kind"] == "OBJECT") {
        let owner = text(&kind["name"]);
        if owner.starts_with("__") {
            continue;
        }
        for field in list(&kind["fields"]) {
            let (name, result) = (text(&field["name"]), signature(&field["type"]));
            let names_an_id = name.ends_with("Id") || name.ends_with("Ids");
            if names_an_id && format!("{owner}.{name}") != IDS_TO_DECIDE_BY {
                wrong.push(format!("{owner}.{name}: return the thing, not its id"));
            }
            if field["isDeprecated"] == true && text(&field["deprecationReason"]).is_empty() {
                wrong.push(format!(
                    "{owner}.{name} is deprecated without a replacement"
                ));
            }
            if result.trim_end_matches('!').ends_with("Connection") {
                let sized = list(&field["args"]).iter().any(|argument| {
                    matches!(text(&argument["name"]), "first" | "last")
                        && signature(&argument["type"]) == "Int!"
                });
                if !sized || !text(&field["description"]).contains("100 at") {
                    wrong.push(format!(
                        "{owner}.{name} names no size or does not tell its limit"
                    ));
                }
            }
        }
        if owner.ends_with("Connection") {
            for part in ["nodes", "edges", "pageInfo", "totalCount"] {
                if !list(&kind["fields"])
                    .iter()
                    .any(|field| field["name"] == part)
                {
                    wrong.push(format!("{owner} has no {part}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_error_code_is_documented_in_both_languages() {
    let page = fs::read_to_string(root().join("docs/errors.md")).unwrap_or_default();
    let types = by_name().await;
    let codes = list(&types["ErrorCode"]["enumValues"]);
    let codes: Vec<&str> = codes.iter().map(|code| text(&code["name"])).collect();
    let documented: Vec<&str> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            let code = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            let (english, chinese) = (cells.next()?, cells.next()?);
            let both = !english.is_empty() && !chinese.is_ascii();
            both.then_some(code)
        })
        .collect();
    for code in &codes {
        assert!(
            documented.contains(code),
            "docs/errors.md does not tell of {code}"
        );
    }
    let top_level = [
        "UNAUTHENTICATED",
        "FORBIDDEN",
        "BAD_REQUEST",
        "TOO_COMPLEX",
        "RATE_LIMITED",
        "UNAVAILABLE",
        "INTERNAL",
    ];
    for code in documented {
        let known = codes.contains(&code) || top_level.contains(&code);
        assert!(
            known,
            "docs/errors.md tells of {code}, which does not exist"
        );
    }
}

#[tokio::test]
async fn every_operation_of_the_frontends_is_valid() {
    let folder = root().join("tests/operations");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut checked = 0;
    for file in files.filter(|file| file.extension().is_some_and(|it| it == "graphql")) {
        let document = parse_query(fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let names: Vec<String> = document
            .operations
            .iter()
            .map(|(name, _)| name.expect("a named operation").to_string())
            .collect();
        for name in names {
            // What the complexity of a list is made of.
            let variables = Variables::from_json(json!({ "first": 1, "last": 1 }));
            let request = Request::new("").operation_name(&name);
            let mut request = request.variables(variables);
            request.set_parsed_query(skipping(document.clone()));
            let response = graphql::schema().execute(request).await;
            assert!(response.errors.is_empty(), "{name}: {:?}", response.errors);
            checked += 1;
        }
    }
    assert!(checked >= 23, "{checked} operations");
}

#[tokio::test]
async fn a_document_may_hold_operations_whose_variables_are_not_sent() {
    each_database(async |app| {
        let all = fs::read_to_string(root().join("tests/operations/main-job.graphql")).unwrap();
        let request = Request::new(all).operation_name("Viewer");

        let answer = app.hr().await.request(request).await;

        assert_eq!(answer.data()["viewer"]["account"]["username"], "hr");
    })
    .await;
}

/// The document with every root field left out of the execution: it is validated and
/// nothing happens.
fn skipping(mut document: ExecutableDocument) -> ExecutableDocument {
    let skip = parse_query("{ nothing @skip(if: true) }").unwrap();
    let DocumentOperations::Single(skip) = skip.operations else {
        panic!("one operation without a name")
    };
    let skip = selected(&skip.node)[0].clone();
    let operations: Vec<&mut OperationDefinition> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![&mut operation.node],
        DocumentOperations::Multiple(operations) => operations
            .values_mut()
            .map(|operation| &mut operation.node)
            .collect(),
    };
    for operation in operations {
        for selection in &mut operation.selection_set.node.items {
            if let async_graphql::parser::types::Selection::Field(field) = &mut selection.node {
                field.node.directives.push(skip.clone());
            }
        }
    }
    document
}

type Directive = async_graphql::Positioned<async_graphql::parser::types::Directive>;

/// The directives of the first field.
fn selected(operation: &OperationDefinition) -> Vec<Directive> {
    match &operation.selection_set.node.items[0].node {
        async_graphql::parser::types::Selection::Field(field) => field.node.directives.clone(),
        _ => Vec::new(),
    }
}

async fn types() -> Vec<Value> {
    let answer = Answer::of(graphql::schema().execute(INTROSPECTION).await);
    let types = list(&answer.data()["__schema"]["types"]).to_vec();
    types
        .into_iter()
        .filter(|kind| !text(&kind["name"]).starts_with("__"))
        .collect()
}

async fn by_name() -> BTreeMap<String, Value> {
    let named = types().await.into_iter();
    named
        .map(|kind| (text(&kind["name"]).to_owned(), kind))
        .collect()
}

fn described(member: &Value) -> bool {
    member["description"]
        .as_str()
        .is_some_and(|text| !text.trim().is_empty())
}

/// A type as the schema writes it, such as `[ID!]!`.
fn signature(kind: &Value) -> String {
    match text(&kind["kind"]) {
        "NON_NULL" => format!("{}!", signature(&kind["ofType"])),
        "LIST" => format!("[{}]", signature(&kind["ofType"])),
        _ => text(&kind["name"]).to_owned(),
    }
}

fn capitalised(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
