//! The company with something in every state, for the table to touch.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{Days, NaiveDate};

use plumbline::jobs::NewJob;
use serde_json::{Value, json};

use crate::support::assessment::{self, text};
use crate::support::{Client, PASSWORD, TestApp};

/// The things that `<name>` stands for in a probe.
pub(super) struct Stage {
    pub(super) names: HashMap<&'static str, String>,
    /// Things of which each operation takes another one.
    pub(super) spares: Mutex<HashMap<&'static str, Vec<String>>>,
    fresh: AtomicU64,
}

/// The answers to the one question.
const CONTENT: &str = r#"{ name: "问", scale: { levels: [{ level: 1, label: "一" }, { level: 2, label: "二" }] },
    dimensions: [{ code: "d", name: "维", weight: 100, items: [{ code: "i", text: "？", kind: RATING, weight: 100 }] }] }"#;

impl Stage {
    pub(super) async fn of(app: &TestApp) -> Self {
        let mut stage = Self {
            names: HashMap::from([
                ("password", PASSWORD.to_owned()),
                ("content", CONTENT.to_owned()),
            ]),
            spares: Mutex::default(),
            fresh: AtomicU64::new(1),
        };
        for code in ["FIN", "PRD"] {
            stage.names.insert(code, app.department(code).await);
        }
        for number in ["FIN1", "FIN2", "HRC2"] {
            stage.names.insert(number, app.employee(number).await);
        }
        let hr = app.hr().await;
        stage.organisation(&hr).await;
        stage.accounts(app).await;
        stage.questionnaires(app, &hr).await;
        stage.study(app, &hr).await;
        stage.cycles(app, &hr).await;
        stage.surveys(app, &hr).await;
        stage.invitations(app, &hr).await;
        stage.job(app).await;
        stage.customers(app, &hr).await;
        stage.kpi(app, &hr).await;
        stage.rectification(app, &hr).await;
        stage.evidence(app).await;
        stage
    }

    /// The operation with every `<name>` replaced; `<fresh>` and `<spare-…>` each time by
    /// another one.
    pub(super) fn fill(&self, probe: &str) -> String {
        let filled = |text: String, (name, value): (&&str, &String)| {
            text.replace(&format!("<{name}>"), value)
        };
        let mut text = self.names.iter().fold(probe.to_owned(), filled);
        for (name, spares) in self.spares.lock().unwrap().iter_mut() {
            let mark = format!("<{name}>");
            if text.contains(&mark) {
                text = text.replace(&mark, &spares.pop().expect("enough to spare"));
            }
        }
        let fresh = self.fresh.fetch_add(1, Ordering::SeqCst);
        let week = NaiveDate::from_ymd_opt(2026, 3, 23).unwrap() - Days::new(7 * fresh);
        text.replace("<fresh>", &format!("N{fresh}"))
            .replace("<fresh-week>", &week.to_string())
    }

    async fn organisation(&mut self, hr: &Client<'_>) {
        let employee = &self.names["FIN2"];
        let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
            input: { name: \"李娜\", email: \"ln@example.com\", phone: \"13800000000\" }) { errors { code } } }";
        let updated = hr.query(update, json!({ "id": employee })).await;
        updated.done("employeeUpdate");
        let add = "mutation($input: PostAddInput!) { postAdd(input: $input) { post { id } errors { code } } }";
        let input = json!({ "employeeId": self.names["HRC2"], "departmentId": self.names["PRD"],
            "isMain": false, "startsOn": "2026-04-01" });
        let added = hr.query(add, json!({ "input": input })).await;
        self.keep("post", &added.done("postAdd")["post"]["id"]);
        let add =
            "mutation($input: ExternalIdentityAddInput!) { externalIdentityAdd(input: $input) {
            externalIdentity { id } errors { code } } }";
        let input =
            json!({ "employeeId": self.names["HRC2"], "provider": "wecom", "subject": "one" });
        let added = hr.query(add, json!({ "input": input })).await;
        let identity = &added.done("externalIdentityAdd")["externalIdentity"]["id"];
        self.keep("identity", identity);
        let input = json!({ "number": "GONE", "name": "陈静", "departmentId": self.names["PRD"] });
        let made = hr.send("EmployeeCreate", json!({ "input": input })).await;
        let gone = made.done("employeeCreate")["employee"]["id"].clone();
        let leave = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
            input: { name: \"陈静\", leftOn: \"2026-04-01\" }) { errors { code } } }";
        let left = hr.query(leave, json!({ "id": gone })).await;
        left.done("employeeUpdate");
        self.keep("gone", &gone);
        let set = "mutation { calendarDaySet(input: { day: \"2026-05-01\", working: false, name: \"劳动节\" }) { errors { code } } }";
        hr.query(set, json!({})).await.done("calendarDaySet");
    }

    async fn accounts(&mut self, app: &TestApp) {
        let admin = app.admin().await;
        let input = json!({ "username": "spare", "password": PASSWORD, "grants": [{ "role": "EXECUTIVE" }] });
        let made = admin.send("AccountCreate", json!({ "input": input })).await;
        let spare = made.done("accountCreate")["account"]["id"].clone();
        self.keep("spare", &spare);
        let grants = "query($id: ID!) { node(id: $id) { ... on Account { grants { id } } } }";
        let found = admin.query(grants, json!({ "id": spare })).await;
        self.keep("grant", &found.data()["node"]["grants"][0]["id"]);
        let program = json!({ "input": { "username": "program" } });
        let make =
            "mutation($input: ServiceAccountCreateInput!) { serviceAccountCreate(input: $input) {
            account { id } errors { code } } }";
        let made = admin.query(make, program).await;
        self.keep(
            "program",
            &made.done("serviceAccountCreate")["account"]["id"],
        );
        let issue = "mutation($input: ApiTokenIssueInput!) { apiTokenIssue(input: $input) { apiToken { id } errors { code } } }";
        let input = json!({ "accountId": self.names["program"], "name": "one", "permissions": ["SCORE_READ"], "expiresOn": "2026-12-31" });
        let issued = admin.query(issue, json!({ "input": input })).await;
        self.keep("token", &issued.done("apiTokenIssue")["apiToken"]["id"]);
        let lend = "mutation($input: GrantDelegateInput!) { grantDelegate(input: $input) { grant { id } errors { code } } }";
        let input = json!({ "grantId": self.names["grant"], "toEmployeeId": self.names["HRC2"], "startsOn": "2026-12-01", "endsOn": "2026-12-02" });
        let lent = admin.query(lend, json!({ "input": input })).await;
        self.keep("delegation", &lent.done("grantDelegate")["grant"]["id"]);
        let own = "{ viewer { account { id } } }";
        let found = app.sign_in("fin2").await.query(own, json!({})).await;
        self.keep("account", &found.data()["viewer"]["account"]["id"]);
        // A session of somebody whom no row acts for.
        let own = "{ viewer { sessions { id } } }";
        let found = app.sign_in("mkt2").await.query(own, json!({})).await;
        self.keep("session", &found.data()["viewer"]["sessions"][0]["id"]);
    }

    async fn questionnaires(&mut self, app: &TestApp, hr: &Client<'_>) {
        let version = assessment::version(app, "QV", true).await;
        self.names.insert("version", version);
        let found = hr
            .query("{ questionnaire(code: \"QV\") { id } }", json!({}))
            .await;
        self.keep("questionnaire", &found.data()["questionnaire"]["id"]);
        let input = json!({ "code": "QU", "name": "草稿", "dimensions": [] });
        let made = hr
            .send("QuestionnaireCreate", json!({ "input": input }))
            .await;
        self.keep(
            "unfinished",
            &made.done("questionnaireCreate")["questionnaire"]["id"],
        );
    }

    /// A study whose three experts are far apart, and a questionnaire without any.
    async fn study(&mut self, app: &TestApp, hr: &Client<'_>) {
        for (name, code) in [("weighed", "QD"), ("unweighed", "QE")] {
            let item = |code: &str| json!({ "code": code, "text": "？", "kind": "RATING" });
            let dimension = json!({ "code": "d", "name": "维", "items": [item("a"), item("b")] });
            let input = json!({ "code": code, "name": "权重", "dimensions": [dimension] });
            let variables = json!({ "input": input });
            let made = hr.send("QuestionnaireCreate", variables).await;
            self.keep(
                name,
                &made.done("questionnaireCreate")["questionnaire"]["id"],
            );
        }
        let open = "mutation($input: DelphiStudyOpenInput!) { delphiStudyOpen(input: $input) { study { id } errors { code } } }";
        let experts = ["FIN1", "FIN2", "HRC2"];
        let input = json!({ "questionnaireId": self.names["weighed"], "bound": "5",
            "expertIds": experts.map(|number| &self.names[number]) });
        let opened = hr.query(open, json!({ "input": input })).await;
        self.keep("study", &opened.done("delphiStudyOpen")["study"]["id"]);
        for (expert, weight) in experts.into_iter().zip([0, 50, 100]) {
            let give = format!(
                r#"mutation {{ delphiWeightsGive(id: "{}", round: 1, groups: [{{ dimension: "d", weights: [
                    {{ code: "a", weight: {weight} }}, {{ code: "b", weight: {} }}] }}]) {{ errors {{ code }} }} }}"#,
                self.names["study"],
                100 - weight
            );
            let expert = app.sign_in(&expert.to_lowercase()).await;
            expert
                .query(&give, json!({}))
                .await
                .done("delphiWeightsGive");
        }
    }

    async fn cycles(&mut self, app: &TestApp, hr: &Client<'_>) {
        let both: &[(&str, &str)] = &[("FIN", "ITD - ALL"), ("ITD", "FIN - ALL")];
        let published = self.opened(app, hr, "PUB", json!({}), both).await;
        submit(app, hr, "PUB", "ITD2").await;
        let response = submit(app, hr, "PUB", "FIN2").await;
        self.keep("response", &response);
        for step in ["CycleClose", "CycleScore", "CyclePublish"] {
            take(hr, step, &published).await;
        }
        self.names.insert("published", published);
        let score = score_of(hr, "PUB").await;
        self.keep("score", &score);

        let unpublished = self.opened(app, hr, "UNP", json!({}), &both[..1]).await;
        submit(app, hr, "UNP", "ITD2").await;
        for step in ["CycleClose", "CycleScore"] {
            take(hr, step, &unpublished).await;
        }
        let score = score_of(hr, "UNP").await;
        self.keep("unpublished", &score);

        let promise = json!({ "confidentiality": "ANONYMOUS", "scoring": { "minGroup": 2 } });
        let anonymous = self.opened(app, hr, "ANO", promise, &both[1..]).await;
        let receipt = submit(app, hr, "ANO", "FIN2").await;
        self.keep("receipt", &receipt);
        take(hr, "CycleClose", &anonymous).await;

        let rows = [
            ("ITD", "FIN - ALL"),
            ("MKT", "HRC - NAMED HRC1"),
            ("PRD", "ITD - ALL"),
        ];
        let running = self.opened(app, hr, "RUN", json!({}), &rows).await;
        self.names.insert("running", running);
        submit(app, hr, "RUN", "ITD2").await;
        for (name, number) in [
            ("pending", "FIN2"),
            ("absent", "HRC1"),
            ("submitted", "ITD2"),
        ] {
            let assignment = assignment_of(hr, "RUN", number).await;
            self.keep(name, &assignment);
        }

        let draft = assessment::draft(hr, "DRF", json!({})).await;
        self.names.insert("draft", draft);
        let next = self.prepared(app, hr, "NEXT", json!({}), both).await;
        self.names.insert("next", next);
    }

    async fn prepared(
        &self,
        app: &TestApp,
        hr: &Client<'_>,
        code: &str,
        changes: Value,
        rows: &[(&str, &str)],
    ) -> String {
        let id = assessment::draft(hr, code, changes).await;
        let mut typed = Vec::new();
        for (assessed, assessor) in rows {
            typed.push(assessment::row(app, assessed, &self.names["version"], &[assessor]).await);
        }
        let variables = json!({ "id": id, "rows": typed });
        hr.send("CycleSetMatrix", variables)
            .await
            .done("cycleSetMatrix");
        id
    }

    async fn opened(
        &self,
        app: &TestApp,
        hr: &Client<'_>,
        code: &str,
        changes: Value,
        rows: &[(&str, &str)],
    ) -> String {
        let id = self.prepared(app, hr, code, changes, rows).await;
        take(hr, "CycleOpen", &id).await;
        id
    }

    /// A job that has failed at every attempt.
    async fn job(&mut self, app: &TestApp) {
        let job = NewJob::new("test.work", "test:dead".to_owned(), &json!({})).unwrap();
        let transaction = app.platform.database.begin().await.unwrap();
        app.platform.queue.enqueue(&transaction, job).await.unwrap();
        transaction.commit().await.unwrap();
        app.execute(
            "UPDATE jobs SET state = 'DEAD', finished_at = queued_at WHERE kind = 'test.work'",
        )
        .await;
        let found = "{ jobs(first: 1, state: DEAD) { nodes { id } } }";
        let found = app.admin().await.query(found, json!({})).await;
        self.keep("job", &found.data()["jobs"]["nodes"][0]["id"]);
    }

    #[track_caller]
    pub(super) fn keep(&mut self, name: &'static str, value: &Value) {
        self.names.insert(name, text(value));
    }
}

/// Moves the cycle on.
pub(super) async fn take(hr: &Client<'_>, step: &str, id: &str) {
    let (first, rest) = step.split_at(1);
    let field = format!("{}{rest}", first.to_lowercase());
    hr.send(step, json!({ "id": id })).await.done(&field);
}

/// The evaluator of that number answers in that cycle; the id of the response.
async fn submit(app: &TestApp, hr: &Client<'_>, cycle: &str, number: &str) -> Value {
    let assignment = assignment_of(hr, cycle, number).await;
    let evaluator = app.sign_in(&number.to_lowercase()).await;
    answer(&evaluator, &assignment).await
}

/// The person answers whatever is due first.
pub(super) async fn submit_next(app: &TestApp, username: &str) {
    let evaluator = app.sign_in(username).await;
    let due = evaluator.send("MyAssignments", json!({ "first": 1 })).await;
    let assignment = &due.data()["viewer"]["assignments"]["nodes"][0]["id"];
    answer(&evaluator, assignment).await;
}

async fn answer(evaluator: &Client<'_>, assignment: &Value) -> Value {
    let answers = json!([{ "item": "timeliness", "level": 4, "comment": "好" }]);
    let variables =
        json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": "one" });
    let answer = evaluator.send("ResponseSubmit", variables).await;
    answer.done("responseSubmit")["response"]["id"].clone()
}

async fn assignment_of(hr: &Client<'_>, cycle: &str, number: &str) -> Value {
    let query = "query($code: String!) { cycle(code: $code) { assignments(first: 100) { nodes { id evaluator { number } } } } }";
    let answer = hr.query(query, json!({ "code": cycle })).await;
    let nodes = answer.data()["cycle"]["assignments"]["nodes"].as_array();
    let mut nodes = nodes.unwrap().iter();
    let found = nodes.find(|node| node["evaluator"]["number"] == number);
    found.expect("the assignment")["id"].clone()
}

/// The score of finance.
async fn score_of(hr: &Client<'_>, cycle: &str) -> Value {
    let query = "query($code: String!) { cycle(code: $code) { scores(first: 5) { nodes { id department { code } } } } }";
    let answer = hr.query(query, json!({ "code": cycle })).await;
    let nodes = answer.data()["cycle"]["scores"]["nodes"].as_array();
    let mut nodes = nodes.unwrap().iter();
    let found = nodes.find(|node| node["department"]["code"] == "FIN");
    found.expect("the score")["id"].clone()
}
