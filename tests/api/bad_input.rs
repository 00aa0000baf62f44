//! What nobody should send, and what it is answered with: the field and the reason, and
//! nothing half written.

use plumbline::graphql;
use serde_json::{Value, json};

use crate::support::{Answer, Client, each_database};

/// An id of the right form that names nothing.
const UNKNOWN: &str = "0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa";

/// Of a mutation of HR: its operation within the braces, and what is wrong with it.
const OF_HR: &[(&str, &[&str])] = &[
    (
        r#"departmentSetHead(id: "dep_<unknown>", employeeId: "emp_<unknown>")"#,
        &["NOT_FOUND id"],
    ),
    (
        r#"departmentSetHead(id: "<FIN>", employeeId: "emp_<unknown>")"#,
        &["NOT_FOUND employeeId"],
    ),
    (
        r#"departmentSetHead(id: "<FIN>", employeeId: "<FIN>")"#,
        &["NOT_FOUND employeeId"],
    ),
    (
        r#"departmentUpdate(id: "<FIN>", expectedVersion: 2, input: { name: "x", kind: BRANCH, legalEntityId: "x", predecessorIds: ["<FIN>", "x"] })"#,
        &[
            "NOT_FOUND input.legalEntityId",
            "NOT_FOUND input.predecessorIds.1",
        ],
    ),
    (
        r#"employeeCreate(input: { number: "", name: "a\u0007", departmentId: "x", title: "\u0000", email: "no", phone: "\u0007" })"#,
        &[
            "REQUIRED input.number",
            "NOT_FOUND input.departmentId",
            "INVALID input.title",
            "INVALID input.name",
            "INVALID input.email",
            "INVALID input.phone",
        ],
    ),
    (
        r#"calendarDaySet(input: { day: "2026-02-30", working: false, name: "" })"#,
        &["INVALID input.day", "REQUIRED input.name"],
    ),
    (r#"calendarDayClear(day: "2026-2-3")"#, &["INVALID day"]),
    (
        r#"postEnd(id: "x", endsOn: 20260101)"#,
        &["NOT_FOUND id", "INVALID endsOn"],
    ),
    (
        r#"postAdd(input: { employeeId: "<FIN2>", departmentId: "<FIN>", isMain: true, startsOn: "tomorrow", endsOn: true })"#,
        &["INVALID input.startsOn", "INVALID input.endsOn"],
    ),
    (
        r#"cycleCreate(input: { code: "", name: "x", opensAt: "2026-04-01", closesAt: "soon", period: { kind: QUARTER, start: "2026-01-01", end: "2026-03-32" }, scoring: { target: true, satisfiedThreshold: 70.5 } })"#,
        &[
            "REQUIRED input.code",
            "INVALID input.period.end",
            "INVALID input.opensAt",
            "INVALID input.closesAt",
            "INVALID input.scoring.satisfiedThreshold",
            "INVALID input.scoring.target",
        ],
    ),
    (
        r#"employeeCreate(input: { number: "FIN2", name: "重复", departmentId: "<FIN>" })"#,
        &["TAKEN input.number"],
    ),
    (
        r#"employeeCreate(input: { number: "X1", name: "无", departmentId: "dep_<unknown>" })"#,
        &["NOT_FOUND input.departmentId"],
    ),
    (
        r#"employeeUpdate(id: "emp_<unknown>", expectedVersion: 1, input: { name: "x" })"#,
        &["NOT_FOUND id"],
    ),
    (
        r#"employeeUpdate(id: "<FIN2>", expectedVersion: 7, input: { name: "x" })"#,
        &["VERSION_CONFLICT expectedVersion"],
    ),
    (
        r#"employeeUpdate(id: "<FIN2>", expectedVersion: 1, input: { name: "<long>" })"#,
        &["TOO_LONG input.name"],
    ),
    (
        r#"postAdd(input: { employeeId: "emp_<unknown>", departmentId: "dep_<unknown>", isMain: false, startsOn: "2026-05-01" })"#,
        &["NOT_FOUND input.employeeId", "NOT_FOUND input.departmentId"],
    ),
    (
        r#"postAdd(input: { employeeId: "<FIN2>", departmentId: "<FIN>", isMain: false, startsOn: "2026-05-02", endsOn: "2026-05-01" })"#,
        &["INVALID input.endsOn"],
    ),
    (
        r#"postEnd(id: "pst_<unknown>", endsOn: "2026-05-01")"#,
        &["NOT_FOUND id"],
    ),
    (
        r#"externalIdentityAdd(input: { employeeId: "x", provider: "we com", subject: " " })"#,
        &[
            "NOT_FOUND input.employeeId",
            "INVALID input.provider",
            "REQUIRED input.subject",
        ],
    ),
    (r#"externalIdentityRemove(id: "x")"#, &["NOT_FOUND id"]),
    (
        r#"companyUpdate(expectedVersion: 0, input: { name: "<long>", timeZone: "\u0000", languages: ["zh", "zh"], fiscalYearStartMonth: -1 })"#,
        &[
            "TOO_LONG input.name",
            "INVALID input.timeZone",
            "INVALID input.languages",
            "OUT_OF_RANGE input.fiscalYearStartMonth",
        ],
    ),
    (
        r#"legalEntityCreate(input: { code: "a b", name: "<long>" })"#,
        &["INVALID input.code", "TOO_LONG input.name"],
    ),
    (
        r#"calendarDaySet(input: { day: "2026-10-01", working: false, name: "" })"#,
        &["REQUIRED input.name"],
    ),
    (r#"calendarDayClear(day: "2026-10-01")"#, &["NOT_FOUND day"]),
    (
        r#"questionnaireUpdate(id: "qst_<unknown>", expectedVersion: 1, input: { name: "x", dimensions: [] })"#,
        &["NOT_FOUND id"],
    ),
    (r#"cycleOpen(id: "cyc_<unknown>")"#, &["NOT_FOUND id"]),
    (
        r#"cycleCancel(id: "x", reason: "<long>")"#,
        &["NOT_FOUND id", "TOO_LONG reason"],
    ),
    (
        r#"cycleCopyMatrix(id: "cyc_<unknown>", fromCycleId: "x")"#,
        &["NOT_FOUND fromCycleId"],
    ),
    (r#"cycleScore(id: "x", reason: "")"#, &["NOT_FOUND id"]),
    (r#"assignmentRemind(cycleId: "x")"#, &["NOT_FOUND cycleId"]),
    (
        r#"assignmentReassign(id: "x", employeeId: "x", reason: "")"#,
        &["NOT_FOUND id", "NOT_FOUND employeeId", "REQUIRED reason"],
    ),
];

/// The same of an administrator.
const OF_ADMIN: &[(&str, &[&str])] = &[
    (
        r#"accountCreate(input: { username: "fin1", password: "a long enough one" })"#,
        &["TAKEN input.username"],
    ),
    (
        r#"accountCreate(input: { username: "x1", password: "a long enough one", employeeId: "<FIN2>" })"#,
        &["TAKEN input.employeeId"],
    ),
    (
        r#"accountCreate(input: { username: "x1", password: "<long>", employeeId: "emp_<unknown>", grants: [{ role: MANAGER, departmentId: "dep_<unknown>" }] })"#,
        &[
            "TOO_LONG input.password",
            "NOT_FOUND input.employeeId",
            "NOT_FOUND input.grants.0.departmentId",
        ],
    ),
    (
        r#"accountCreate(input: { username: "\u0000", password: "a long enough one", grants: [{ role: HR, startsOn: "2026-02-01", endsOn: "2026-01-01" }] })"#,
        &["INVALID input.username", "INVALID input.grants.0.endsOn"],
    ),
    (r#"accountDisable(id: "acc_<unknown>")"#, &["NOT_FOUND id"]),
    (
        r#"grantGive(accountId: "acc_<unknown>", input: { role: HR })"#,
        &["NOT_FOUND accountId"],
    ),
    (
        r#"grantGive(accountId: "x", input: { role: MANAGER })"#,
        &["NOT_FOUND accountId"],
    ),
    (r#"grantRevoke(id: "grt_<unknown>")"#, &["NOT_FOUND id"]),
    (r#"jobRetry(id: "x")"#, &["NOT_FOUND id"]),
    (
        r#"passwordChange(currentPassword: "wrong", newPassword: "a long enough one")"#,
        &["INVALID_CREDENTIALS currentPassword"],
    ),
];

#[tokio::test]
async fn whatever_is_wrong_is_told_with_its_field_and_nothing_is_written() {
    each_database(async |app| {
        let (fin, clerk) = (app.department("FIN").await, app.employee("FIN2").await);
        let fill = |text: &str| {
            text.replace("<FIN>", &fin)
                .replace("<FIN2>", &clerk)
                .replace("<unknown>", UNKNOWN)
                .replace("<long>", &"长".repeat(350_000))
        };
        let (hr, admin) = (app.hr().await, app.admin().await);
        let before = app.row_counts(&[]).await;

        let mut wrong = Vec::new();
        let of_hr = OF_HR.iter().map(|case| (&hr, case));
        let of_admin = OF_ADMIN.iter().map(|case| (&admin, case));
        for (client, (mutation, expected)) in of_hr.chain(of_admin) {
            let answer = mutate(client, &fill(mutation)).await;
            let field = mutation.split('(').next().unwrap_or_default();
            let found = answer.problems(field);
            if found != *expected {
                wrong.push(format!(
                    "{mutation}\n    is answered with {found:?}\n    and not {expected:?}"
                ));
            }
        }

        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_the_schema_does_not_know_never_reaches_a_rule() {
    each_database(async |app| {
        let hr = app.hr().await;
        let before = app.row_counts(&[]).await;
        for wrong in [
            r#"departmentCreate(input: { code: "X", name: "x", kind: PLANET })"#,
            r#"departmentCreate(input: { code: "X", name: "x", kind: BRANCH, color: "red" })"#,
            r#"departmentCreate(input: { name: "x", kind: BRANCH })"#,
            r#"departmentUpdate(id: "x", expectedVersion: 99999999999, input: { name: "x", kind: BRANCH })"#,
        ] {
            let answer = mutate(&hr, wrong).await;
            assert!(answer.body()["errors"].is_array(), "{wrong}");
        }
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn texts_that_can_name_nothing_find_nothing() {
    each_database(async |app| {
        let hr = app.hr().await;
        for text in ["\u{0}", "a\u{0}b", "", " ", "' OR 1=1 --", &"长".repeat(350_000)] {
            let query = "query($text: String!, $id: ID!) { department(code: $text) { id } employee(number: $text) { id }
                cycle(code: $text) { id } questionnaire(code: $text) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }";
            let answer = hr.query(query, json!({ "text": text, "id": text })).await;
            let nothing = json!({ "department": null, "employee": null, "cycle": null,
                "questionnaire": null, "node": null, "nodes": [null] });
            assert_eq!(answer.data(), &nothing);
            let variables = json!({ "username": text, "password": text });
            let answer = app.anonymous().send("SignIn", variables).await;
            assert_eq!(answer.problems("signIn"), ["INVALID_CREDENTIALS"]);
            let answer = app.anonymous().send("SessionRefresh", json!({ "refreshToken": text })).await;
            assert_eq!(answer.problems("sessionRefresh"), ["SESSION_ENDED"]);
        }
    })
    .await;
}

#[tokio::test]
async fn pages_have_a_size_and_begin_behind_a_cursor_of_their_list() {
    let query = "{ __schema { queryType { fields { name args { name } } } } }";
    let schema = Answer::of(graphql::schema().execute(query).await);
    let fields = schema.data()["__schema"]["queryType"]["fields"]
        .as_array()
        .unwrap();
    let paged = |field: &&Value| {
        field["args"]
            .as_array()
            .is_some_and(|args| args.iter().any(|it| it["name"] == "first"))
    };
    let lists: Vec<&str> = fields
        .iter()
        .filter(paged)
        .filter_map(|field| field["name"].as_str())
        .collect();
    assert!(lists.len() >= 6, "{lists:?}");
    // `["\u0000"]` and `"\u0000"`, which PostgreSQL would refuse as a text.
    let wrong_cursors = ["", "x", "WyJcdTAwMDAiXQ", "Ilx1MDAwMCI"];
    each_database(async |app| {
        let (hr, admin) = (app.hr().await, app.admin().await);
        for list in &lists {
            let client = if matches!(*list, "accounts" | "jobs") {
                &admin
            } else {
                &hr
            };
            for first in [-1, 101, i32::MAX] {
                let query = format!("{{ {list}(first: {first}) {{ nodes {{ __typename }} }} }}");
                let answer = client.query(&query, json!({})).await;
                assert_eq!(answer.code(), Some("BAD_REQUEST"), "{query}");
                assert_eq!(
                    answer.body()["errors"][0]["extensions"]["field"],
                    json!(["first"])
                );
            }
            for after in wrong_cursors {
                let query = format!(
                    "{{ {list}(first: 1, after: \"{after}\") {{ nodes {{ __typename }} }} }}"
                );
                let answer = client.query(&query, json!({})).await;
                assert_eq!(answer.code(), Some("BAD_REQUEST"), "{query}");
            }
        }
        let many: Vec<String> = (0..101).map(|number| format!("dep_{number}")).collect();
        let answer = hr
            .query(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                json!({ "ids": many }),
            )
            .await;
        assert_eq!(answer.code(), Some("BAD_REQUEST"));
        assert_eq!(
            answer.body()["errors"][0]["extensions"]["field"],
            json!(["ids"])
        );
    })
    .await;
}

#[tokio::test]
async fn lists_within_lists_are_counted_by_their_sizes() {
    each_database(async |app| {
        let hr = app.hr().await;
        for query in [
            "{ departments(first: 100) { nodes { employees(first: 100) { nodes { name number } } } } }",
            "{ cycles(first: 100) { nodes { assignments(first: 100) { nodes { id state } } } } }",
            "{ questionnaires(first: 100) { nodes { versions(first: 100) { nodes { id number } } } } }",
            "{ cycles(first: 100) { nodes { scores(first: 100) { nodes { index rank } } } } }",
        ] {
            let answer = hr.query(query, json!({})).await;
            assert_eq!(answer.body()["errors"][0]["message"], "Query is too complex.", "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_calendar_is_shown_forwards_and_three_years_at_a_time() {
    each_database(async |app| {
        let hr = app.hr().await;
        for (from, until) in [
            ("2026-02-01", "2026-01-31"),
            ("2000-01-01", "2026-01-01"),
            ("0001-01-01", "9999-12-31"),
        ] {
            let query = format!(
                "{{ company {{ calendarDays(from: \"{from}\", until: \"{until}\") {{ day }} }} }}"
            );
            let answer = hr.query(&query, json!({})).await;
            assert_eq!(answer.code(), Some("BAD_REQUEST"), "{query}");
            assert_eq!(
                answer.body()["errors"][0]["extensions"]["field"],
                json!(["until"])
            );
        }
    })
    .await;
}

async fn mutate(client: &Client<'_>, mutation: &str) -> Answer {
    let text = format!("mutation {{ {mutation} {{ errors {{ code field message }} }} }}");
    client.query(&text, json!({})).await
}
