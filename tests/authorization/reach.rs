//! How far each role reaches: what belongs to the own department, to one below it, and to
//! a foreign one.

use serde_json::{Value, json};

use super::stage::{self, take};
use crate::support::{Answer, Client, PASSWORD, TestApp, assessment, each_database};

/// The own department, one below it, and a foreign one. They are assessed by IT, and they
/// assess IT.
const DEPARTMENTS: [&str; 3] = ["FIN", "PAY", "PRD"];

/// Those of the table, in its order. Manager and employee are of finance; the last two
/// are officers for finance only.
const USERNAMES: [&str; 8] = [
    "admin",
    "hr",
    "executive",
    "auditor",
    "fin1",
    "fin2",
    "hr-of-finance",
    "auditor-of-finance",
];

/// Each cell: own, below, foreign; `y` or `-`.
pub(super) const REACH: &str = "
                         ADMIN HR  EXEC AUDIT MANAGER EMPL HR-FIN AUD-FIN
matrix                   ---   yyy yyy  yyy   yy-     y--  yyy    yyy
progress                 ---   yyy yyy  yyy   yy-     ---  yy-    yy-
assignments              ---   yyy yyy  yyy   yy-     ---  yy-    yy-
assignment.node          ---   yyy yyy  yyy   yy-     ---  yy-    yy-
answerSheets             ---   yyy ---  yyy   ---     ---  yy-    yy-
employee.email           ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.unpublished        ---   yyy ---  ---   ---     ---  yy-    ---
score.unpublished.node   ---   yyy ---  ---   ---     ---  yy-    ---
score                    ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.node               ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.latest             ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.trend              ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.revisions          ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.byAssessor         ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.byDimension        ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.statistics         ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.passport           ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.comments           ---   yyy yyy  yyy   yy-     y--  yy-    yy-
score.explain            ---   --- ---  ---   yy-     ---  ---    ---
score.explanations       ---   yyy yyy  yyy   yy-     y--  yy-    yy-
";

#[tokio::test]
async fn every_role_reaches_as_far_as_the_table_says() {
    each_database(async |app| {
        let reached = Reached::of(&app).await;
        let mut wrong = Vec::new();
        for (row, cells) in super::table::rows(REACH) {
            for (username, expected) in USERNAMES.iter().zip(cells) {
                let found = reached.cell(row, username).await;
                if found != expected {
                    wrong.push(format!("{row}, {username}: {found}, not {expected}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Two cycles, one scored and one published, and what is in them for each department.
struct Reached<'a> {
    app: &'a TestApp,
    scores: Vec<Value>,
    unpublished: Vec<Value>,
    assignments: Vec<Value>,
}

impl<'a> Reached<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let hr = app.hr().await;
        officers(app).await;
        for code in DEPARTMENTS {
            let employee = app.employee(&format!("{code}2")).await;
            let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
                input: { name: \"人\", email: \"a@example.com\" }) { errors { code } } }";
            let updated = hr.query(update, json!({ "id": employee })).await;
            updated.done("employeeUpdate");
        }
        let version = assessment::version(app, "QR", true).await;
        for code in ["SCO", "PUB"] {
            let id = opened(app, &hr, code, &version).await;
            for _ in DEPARTMENTS {
                for username in ["itd1", "itd2"] {
                    stage::submit_next(app, username).await;
                }
            }
            take(&hr, "CycleClose", &id).await;
            take(&hr, "CycleScore", &id).await;
            if code == "PUB" {
                take(&hr, "CyclePublish", &id).await;
            }
        }
        let mut reached = Self {
            app,
            scores: Vec::new(),
            unpublished: Vec::new(),
            assignments: Vec::new(),
        };
        let find = "query($code: String!) { cycle(code: $code) {
            scores(first: 20) { nodes { id department { code } } }
            assignments(first: 100) { nodes { id evaluator { number } } } } }";
        for cycle in ["SCO", "PUB"] {
            let found = hr.query(find, json!({ "code": cycle })).await;
            let found = &found.data()["cycle"];
            for code in DEPARTMENTS {
                let score = of(&found["scores"]["nodes"], "/department/code", code);
                let head = format!("{code}1");
                let assignment = of(&found["assignments"]["nodes"], "/evaluator/number", &head);
                if cycle == "PUB" {
                    reached.scores.push(score);
                    reached.assignments.push(assignment);
                } else {
                    reached.unpublished.push(score);
                }
            }
        }
        reached
    }

    /// Own, below, foreign.
    async fn cell(&self, row: &str, username: &str) -> String {
        let client = self.app.sign_in(username).await;
        let mut cell = String::new();
        for (index, code) in DEPARTMENTS.iter().enumerate() {
            let seen = self.sees(&client, row, index, code).await;
            cell.push(if seen { 'y' } else { '-' });
        }
        cell
    }

    async fn sees(&self, client: &Client<'_>, row: &str, index: usize, code: &str) -> bool {
        let of_score = |fields: &str| {
            let id = &self.scores[index];
            format!("{{ node(id: {id}) {{ ... on Score {{ {fields} }} }} }}")
        };
        let query = match row {
            "matrix" => {
                return self
                    .lists(client, "PUB", "matrix { assessed { code } }", code)
                    .await;
            }
            "progress" => {
                let fields = "progress { byDepartment { department { code } assigned } }";
                return self.lists(client, "PUB", fields, code).await;
            }
            "assignments" => {
                let fields = "assignments(first: 100) { totalCount nodes { assessing { code } } }";
                return self.lists(client, "PUB", fields, code).await;
            }
            "answerSheets" => {
                let fields = "answerSheets(first: 100) { totalCount nodes { assessed { code } } }";
                return self.lists(client, "PUB", fields, code).await;
            }
            "score" | "score.unpublished" => {
                let cycle = if row == "score" { "PUB" } else { "SCO" };
                let fields = "scores(first: 20) { totalCount nodes { department { code } index } }";
                return self.lists(client, cycle, fields, code).await;
            }
            "assignment.node" => {
                format!(
                    "{{ node(id: {}) {{ ... on Assignment {{ state }} }} }}",
                    self.assignments[index]
                )
            }
            "score.unpublished.node" => {
                format!(
                    "{{ node(id: {}) {{ ... on Score {{ index }} }} }}",
                    self.unpublished[index]
                )
            }
            "employee.email" => format!("{{ employee(number: \"{code}2\") {{ email }} }}"),
            "score.latest" => {
                format!("{{ department(code: \"{code}\") {{ latestScore {{ index }} }} }}")
            }
            "score.trend" => {
                format!(
                    "{{ department(code: \"{code}\") {{ scores(last: 5) {{ nodes {{ index }} }} }} }}"
                )
            }
            "score.node" => of_score("index"),
            "score.revisions" => of_score("revisions { index }"),
            "score.byAssessor" => of_score("byAssessor { index }"),
            "score.byDimension" => of_score("byDimension { index }"),
            "score.statistics" => of_score("statistics { mean }"),
            "score.passport" => of_score("passport { inputsSha256 }"),
            "score.comments" => of_score("comments(first: 5) { nodes { text } }"),
            "score.explanations" => of_score("explanations { text }"),
            "score.explain" => {
                let id = &self.scores[index];
                let explain = format!(
                    "mutation {{ scoreExplain(scoreId: {id}, text: \"因为\") {{ errors {{ code }} }} }}"
                );
                let answer = client.query(&explain, json!({})).await;
                return answer.code().is_none() && answer.problems("scoreExplain").is_empty();
            }
            other => panic!("{other} has no query"),
        };
        // One explanation, for those who may read it.
        if row == "score.explanations" {
            self.explain_all().await;
        }
        super::has_something(&client.query(&query, json!({})).await.body()["data"])
    }

    /// Whether the list of the cycle has something of the department; its total counts no
    /// more than it has.
    async fn lists(&self, client: &Client<'_>, cycle: &str, fields: &str, code: &str) -> bool {
        let query = format!("{{ cycle(code: \"{cycle}\") {{ found: {fields} }} }}");
        let answer: Answer = client.query(&query, json!({})).await;
        let found = &answer.body()["data"]["cycle"]["found"];
        if let Some(total) = found["totalCount"].as_u64() {
            assert_eq!(
                Some(total),
                found["nodes"].as_array().map(|nodes| nodes.len() as u64)
            );
        }
        found.to_string().contains(&format!("\"code\":\"{code}\""))
    }

    /// Explains every score behind the server's back, once.
    async fn explain_all(&self) {
        let insert = "INSERT INTO score_explanations (id, score_id, account_id, text, written_at)
            SELECT s.id, s.id, a.id, '因为', s.computed_at FROM scores s, accounts a
            WHERE a.username = 'admin'
            AND NOT EXISTS (SELECT 1 FROM score_explanations e WHERE e.id = s.id)";
        self.app.execute(insert).await;
    }
}

/// HR and an auditor for finance and what is below it.
async fn officers(app: &TestApp) {
    let finance = app.department("FIN").await;
    let admin = app.admin().await;
    for (username, role) in [("hr-of-finance", "HR"), ("auditor-of-finance", "AUDITOR")] {
        let input = json!({ "username": username, "password": PASSWORD,
            "grants": [{ "role": role, "departmentId": finance }] });
        let made = admin.send("AccountCreate", json!({ "input": input })).await;
        made.done("accountCreate");
    }
}

/// A cycle in which IT assesses the three departments, and they assess IT.
async fn opened(app: &TestApp, hr: &Client<'_>, code: &str, version: &str) -> String {
    let settings = json!({ "scoring": { "minGroup": 2 } });
    let id = assessment::draft(hr, code, settings).await;
    let mut rows = Vec::new();
    for assessed in DEPARTMENTS {
        rows.push(assessment::row(app, assessed, version, &["ITD - ALL"]).await);
    }
    let by = DEPARTMENTS.map(|code| format!("{code} - ALL"));
    let by = [by[0].as_str(), by[1].as_str(), by[2].as_str()];
    rows.push(assessment::row(app, "ITD", version, &by).await);
    let set = json!({ "id": id, "rows": rows });
    hr.send("CycleSetMatrix", set).await.done("cycleSetMatrix");
    take(hr, "CycleOpen", &id).await;
    id
}

/// The id of the node in which the text at `pointer` is `wanted`.
fn of(nodes: &Value, pointer: &str, wanted: &str) -> Value {
    let mut nodes = nodes.as_array().unwrap().iter();
    let found = nodes.find(|node| node.pointer(pointer) == Some(&json!(wanted)));
    found.expect("the node")["id"].clone()
}
