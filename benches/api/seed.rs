//! A company with a history: what a server would have after years, written in seconds.
//!
//! People and sheets go straight into the tables; whatever has rules of its own
//! (questionnaires, cycles, their opening, the scores) is made by the server.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::id::{AccountId, AssignmentId, CycleId, DepartmentId, EmployeeId, PairId, SessionId};
use entity::{account, assignment, department, employee, post, response, session};
use plumbline::access::{AccessTokens, SigningKey};
use plumbline::config::load_or_create;
use plumbline::kernel::{Clock, Ids, Random};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait as _, ConnectionTrait as _,
    DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set,
};
use serde_json::{Value, json};

use super::Size;
use super::http::{ask, request};
use super::report::whole;
use super::server::Place;
use super::work::SUBMIT;

/// How many departments there are.
pub(crate) const DEPARTMENTS: u64 = 200;

/// Assessors of a department in the published and the open cycle: 2,000 pairs.
const ASSESSORS: u64 = 10;

pub(crate) const PASSWORD: &str = "plumb-line hangs true";

/// Rows of one INSERT.
const ROWS: usize = 500;

/// What the measurements need.
pub(crate) struct Stage {
    /// The token of HR.
    pub(crate) hr: String,
    /// The code of the cycle whose scores are published.
    pub(crate) published: &'static str,
    /// The id of the cycle that is closed and not scored.
    pub(crate) closed: Value,
    pub(crate) closed_responses: f64,
    /// Assignments of the open cycle with the tokens of their evaluators.
    submissions: RefCell<Box<dyn Iterator<Item = (AssignmentId, String)>>>,
}

impl Stage {
    /// A submission that nobody has sent yet.
    pub(crate) fn next_submission(&self) -> Option<Vec<u8>> {
        let (assignment, token) = self.submissions.borrow_mut().next()?;
        Some(submission(assignment, &token))
    }
}

fn submission(assignment: AssignmentId, token: &str) -> Vec<u8> {
    let level = |item: usize| 3 + usize::from(assignment.0.as_bytes()[item]) % 3;
    let answers: Vec<Value> = (0..10)
        .map(|item| json!({ "item": format!("i{item}"), "level": level(item) }))
        .collect();
    let id = assignment.to_string();
    let variables = json!({ "assignmentId": id, "answers": answers, "idempotencyKey": id });
    request(Some(token), SUBMIT, &variables)
}

/// Makes the company in an empty database.
pub(crate) async fn company(place: &Place, size: &Size) -> Stage {
    for (username, role) in [("admin", "ADMIN"), ("hr", "HR")] {
        let arguments = [
            "account",
            "create",
            "--username",
            username,
            "--role",
            role,
            "--password-stdin",
        ];
        place.run(&arguments, PASSWORD);
    }
    let connection = connect(place).await;
    let people = organisation(&connection, place, size).await;

    let limits = ["--request-timeout", "300", "--body-limit", "8000000"];
    let server = place.serve(&limits).await;
    let address = server.address.as_str();
    let query = "mutation($u: String!, $p: String!) { signIn(username: $u, password: $p) { accessToken errors { code } } }";
    let answer = ask(address, None, query, &json!({ "u": "hr", "p": PASSWORD })).await;
    let hr = answer["accessToken"].as_str().expect("a token").to_owned();
    let version = questionnaire(address, &hr).await;
    let cycle = async |code: &'static str, assessors: u64| {
        let rows = rows(&people.departments, &version, assessors);
        println!("opening {code}");
        open_cycle(address, &hr, code, &rows).await
    };
    let published = cycle("PUBLISHED", ASSESSORS).await;
    let closed = cycle("CLOSED", 2 * ASSESSORS).await;
    let open = cycle("OPEN", ASSESSORS).await;
    let mut closed_responses = 0;
    for id in [&published, &closed] {
        closed_responses = answer_all(&connection, id).await;
        println!("{} responses", whole(f64::from(closed_responses)));
        step(address, &hr, "cycleClose", id).await;
    }
    for name in ["cycleScore", "cyclePublish"] {
        step(address, &hr, name, &published).await;
    }
    let pending: Vec<(AssignmentId, EmployeeId)> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::Id, assignment::Column::EvaluatorId])
        .filter(assignment::Column::CycleId.eq(cycle_id(&open)))
        // Those of one evaluator lie apart, as they come in.
        .order_by_asc(assignment::Column::AssessedDepartmentId)
        .order_by_asc(assignment::Column::Id)
        .into_tuple()
        .all(&connection)
        .await
        .unwrap();
    let analyze = if place.name == "SQLite" {
        "PRAGMA optimize"
    } else {
        "VACUUM ANALYZE"
    };
    connection.execute_unprepared(analyze).await.unwrap();
    connection.close().await.unwrap();
    // Tokens last a quarter of an hour, so they are signed when they are needed.
    let tokens = people.tokens;
    let submissions = pending.into_iter().map(move |(id, evaluator)| {
        let token = tokens.issue(&evaluator);
        (id, token)
    });
    Stage {
        hr,
        published: "PUBLISHED",
        closed,
        closed_responses: f64::from(closed_responses),
        submissions: RefCell::new(Box::new(submissions)),
    }
}

struct People {
    departments: Vec<DepartmentId>,
    tokens: Tokens,
}

/// Signs tokens as the server does.
struct Tokens {
    keys: AccessTokens,
    sessions: HashMap<EmployeeId, (AccountId, SessionId)>,
    clock: Clock,
    ids: Ids,
}

impl Tokens {
    fn issue(&self, evaluator: &EmployeeId) -> String {
        let (account, session) = self.sessions[evaluator];
        let token = self
            .keys
            .issue(account, session, self.ids.next(), self.clock.now());
        token.unwrap().token
    }
}

pub(crate) async fn connect(place: &Place) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(&place.url);
    options.max_connections(1).sqlx_logging(false);
    // Beside the server, which writes too.
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(Duration::from_secs(60)));
    sea_orm::Database::connect(options).await.unwrap()
}

/// Departments of equal size, each with a head, and a session for everybody.
async fn organisation(connection: &DatabaseConnection, place: &Place, size: &Size) -> People {
    let clock = Clock::system();
    let ids = Ids::new(clock.clone());
    let now = clock.now();
    let mut departments = Vec::new();
    let mut employees = Vec::new();
    let mut posts = Vec::new();
    let mut accounts = Vec::new();
    let mut started = Vec::new();
    let mut sessions = HashMap::new();
    for number in 0..DEPARTMENTS {
        let department = DepartmentId(ids.next());
        let mut head = None;
        for person in 0..size.people {
            let (id, account) = (EmployeeId(ids.next()), AccountId(ids.next()));
            let session = SessionId(ids.next());
            head = head.or(Some(id));
            let code = format!("E{number:03}-{person:03}");
            employees.push(an_employee(id, &code));
            posts.push(a_post(&ids, id, department));
            accounts.push(an_account(account, id, &code, now));
            started.push(a_session(session, account, now));
            sessions.insert(id, (account, session));
        }
        departments.push(a_department(department, number, head));
    }
    insert(connection, employees).await;
    let all = departments.iter().map(|row| *row.id.as_ref()).collect();
    insert(connection, departments).await;
    insert(connection, posts).await;
    insert(connection, accounts).await;
    insert(connection, started).await;
    let keys = load_or_create(place.directory.path(), &Random).unwrap();
    let keys: Vec<SigningKey> = keys
        .into_iter()
        .map(|key| SigningKey {
            id: key.id,
            secret: key.secret,
            signs_from: key.signs_from,
        })
        .collect();
    People {
        departments: all,
        tokens: Tokens {
            keys: AccessTokens::new(&keys).expect("a key"),
            sessions,
            clock,
            ids,
        },
    }
}

fn a_department(
    id: DepartmentId,
    number: u64,
    head: Option<EmployeeId>,
) -> department::ActiveModel {
    department::ActiveModel {
        id: Set(id),
        code: Set(format!("D{number:03}")),
        name: Set(format!("第{number}部门")),
        kind: Set("HEADQUARTERS".to_owned()),
        parent_id: Set(None),
        legal_entity_id: Set(None),
        head_id: Set(head),
        exists_from: Set(None),
        exists_until: Set(None),
        version: Set(1),
    }
}

fn an_employee(id: EmployeeId, code: &str) -> employee::ActiveModel {
    employee::ActiveModel {
        id: Set(id),
        number: Set(code.to_owned()),
        name: Set(format!("员工{code}")),
        email: Set(Some(format!("{code}@example.com"))),
        phone: Set(None),
        left_on: Set(None),
        erased_at: Set(None),
        version: Set(1),
    }
}

fn a_post(ids: &Ids, employee: EmployeeId, department: DepartmentId) -> post::ActiveModel {
    post::ActiveModel {
        id: Set(ids.next().into()),
        employee_id: Set(employee),
        department_id: Set(department),
        title: Set("专员".to_owned()),
        is_main: Set(true),
        starts_on: Set(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()),
        ends_on: Set(None),
    }
}

fn an_account(
    id: AccountId,
    employee: EmployeeId,
    code: &str,
    now: DateTime<Utc>,
) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(id),
        username: Set(code.to_lowercase()),
        kind: Set("PERSON".to_owned()),
        employee_id: Set(Some(employee)),
        password_hash: Set(None),
        disabled: Set(false),
        created_at: Set(now),
        version: Set(1),
    }
}

fn a_session(id: SessionId, account: AccountId, now: DateTime<Utc>) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        started_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(now + TimeDelta::days(1)),
        network: Set(None),
        agent: Set(None),
        ended_at: Set(None),
        end_reason: Set(None),
    }
}

pub(crate) async fn insert<A>(connection: &DatabaseConnection, rows: Vec<A>)
where
    A: ActiveModelTrait + ActiveModelBehavior,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    connection.execute_unprepared("BEGIN").await.unwrap();
    for chunk in rows.chunks(ROWS) {
        A::Entity::insert_many(chunk.iter().cloned())
            .exec_without_returning(connection)
            .await
            .unwrap();
    }
    connection.execute_unprepared("COMMIT").await.unwrap();
}

pub(crate) async fn questionnaire(address: &str, hr: &str) -> Value {
    let levels: Vec<Value> = (1..=5)
        .map(|level| json!({ "level": level, "label": format!("{level}") }))
        .collect();
    let items = |from: usize| -> Vec<Value> {
        (from..from + 5)
            .map(|item| json!({ "code": format!("i{item}"), "text": "?", "kind": "RATING", "weight": "20" }))
            .collect()
    };
    let input = json!({
        "code": "INTERNAL", "name": "部门满意度", "scale": { "levels": levels },
        "dimensions": [
            { "code": "a", "name": "及时性", "weight": "60", "items": items(0) },
            { "code": "b", "name": "态度", "weight": "40", "items": items(5) },
        ],
    });
    let query = "mutation($input: QuestionnaireCreateInput!) { questionnaireCreate(input: $input) { questionnaire { id } errors { code field message } } }";
    let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
    let query = "mutation($id: ID!) { questionnairePublish(id: $id) { version { id } errors { code field message } } }";
    let id = &made["questionnaire"]["id"];
    let published = ask(address, Some(hr), query, &json!({ "id": id })).await;
    published["version"]["id"].clone()
}

/// Each department is assessed by those that follow it.
fn rows(departments: &[DepartmentId], version: &Value, assessors: u64) -> Vec<Value> {
    let at = |index: usize| departments[index % departments.len()].to_string();
    let assessors = usize::try_from(assessors).unwrap();
    (0..departments.len())
        .map(|assessed| {
            let each: Vec<Value> = (1..=assessors)
                .map(|step| json!({ "departmentId": at(assessed + step), "evaluators": { "rule": "ALL" } }))
                .collect();
            json!({ "assessedDepartmentId": at(assessed), "questionnaireVersionId": version, "assessors": each })
        })
        .collect()
}

async fn open_cycle(address: &str, hr: &str, code: &str, rows: &[Value]) -> Value {
    let input = json!({
        "code": code, "name": code,
        "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
        "opensAt": "2026-04-01T00:00:00Z", "closesAt": "2099-12-31T00:00:00Z",
    });
    let query = "mutation($input: CycleCreateInput!) { cycleCreate(input: $input) { cycle { id } errors { code field message } } }";
    let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
    let id = made["cycle"]["id"].clone();
    let query = "mutation($id: ID!, $rows: [MatrixRowInput!]!) { cycleSetMatrix(id: $id, rows: $rows) { errors { code field message } } }";
    ask(address, Some(hr), query, &json!({ "id": id, "rows": rows })).await;
    step(address, hr, "cycleOpen", &id).await;
    id
}

async fn step(address: &str, hr: &str, name: &str, id: &Value) {
    let query = format!(
        "mutation($id: ID!) {{ {name}(id: $id) {{ cycle {{ state }} errors {{ code field message }} }} }}"
    );
    ask(address, Some(hr), &query, &json!({ "id": id })).await;
}

/// Answers every assignment of the cycle; how many there are.
async fn answer_all(connection: &DatabaseConnection, cycle: &Value) -> u32 {
    let clock = Clock::system();
    let ids = Ids::new(clock.clone());
    let cycle = cycle_id(cycle);
    let found: Vec<(AssignmentId, PairId)> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::Id, assignment::Column::PairId])
        .filter(assignment::Column::CycleId.eq(cycle))
        .into_tuple()
        .all(connection)
        .await
        .unwrap();
    let now = clock.now();
    let rows = found
        .iter()
        .enumerate()
        .map(|(number, (id, pair))| response::ActiveModel {
            id: Set(ids.next().into()),
            cycle_id: Set(cycle),
            pair_id: Set(*pair),
            assignment_id: Set(*id),
            idempotency_key: Set(id.to_string()),
            content_sha256: Set(String::new()),
            sheet: Set(sheet(number)),
            submitted_at: Set(now),
            superseded_at: Set(None),
        });
    insert(connection, rows.collect()).await;
    assignment::Entity::update_many()
        .col_expr(assignment::Column::State, Expr::value("SUBMITTED"))
        .col_expr(assignment::Column::SubmittedAt, Expr::value(now))
        .filter(assignment::Column::CycleId.eq(cycle))
        .exec(connection)
        .await
        .unwrap();
    found.len().try_into().unwrap()
}

/// The stored form of ten answers.
fn sheet(number: usize) -> String {
    let answers: Vec<String> = (0..10)
        .map(|item| {
            format!(
                "{{\"item\":\"i{item}\",\"level\":{}}}",
                1 + (number * 7 + item * 3 + number / 5) % 5
            )
        })
        .collect();
    format!("[{}]", answers.join(","))
}

fn cycle_id(global: &Value) -> CycleId {
    let (_, id) = global.as_str().unwrap().split_once('_').unwrap();
    CycleId(id.parse().unwrap())
}
