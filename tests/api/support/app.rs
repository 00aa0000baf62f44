//! The server without its socket: requests go to the schema as the HTTP door
//! passes them on.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Variables};
use chrono::TimeDelta;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use plumbline::access::{AccessTokens, LastUse, Passwords, Platform, SigningKey, Vault};
use plumbline::config::{FilePlace, FileSettings, PublicUrl, SecretKey};
use plumbline::cycles::CycleWatch;
use plumbline::graphql::{self, ApiSchema, Live};
use plumbline::jobs::Queue;
use plumbline::kernel::{Agent, Client as Sender, ClientAddress, Clock, Ids, Language, Random};
use plumbline::org::OrganisationPort;
use plumbline::outgoing::{Couriers, MailFrom, Mailer, Outbox, SentMail, SentText, TextMessages};
use plumbline::storage::Storage;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::answer::Answer;
use super::company;
use super::databases::{connect, execute, tables, texts, value};
use super::operations::operation;

/// The password of everybody in the stories.
pub(crate) const PASSWORD: &str = "plumb-line hangs true";

/// What signs the access tokens of the stories, under the name `test`.
pub(crate) const SECRET: &str = "dGhpcyBpcyBhIHNlY3JldCBvZiB0aGUgdGVzdHMgb25seSE";

/// A running company.
pub(crate) struct TestApp {
    /// What the server runs on; its clock stands still until it is moved.
    pub(crate) platform: Platform,
    schema: ApiSchema,
    cycles: CycleWatch,
    mails: Outbox<SentMail>,
    text_messages: Outbox<SentText>,
    /// Where the database is, for connections of one's own.
    pub(crate) url: String,
    /// Where the bytes of files are.
    pub(crate) files: TempDir,
}

/// Somebody who sends requests.
pub(crate) struct Client<'a> {
    app: &'a TestApp,
    /// The access token, or nobody is signed in.
    pub(crate) token: Option<String>,
    language: Language,
    /// Where the requests come from.
    sender: Sender,
    request_id: String,
}

impl TestApp {
    /// The company in the database at `url`.
    pub(crate) async fn on(url: &str) -> Self {
        let files = TempDir::new().unwrap();
        let clock = Clock::manual(company::opening_day());
        let mut platform = platform(url, clock, files.path()).await;
        let (mails, text_messages) = (Outbox::default(), Outbox::default());
        let from = MailFrom::parse("客户调查 <survey@example.com>").expect("an address");
        platform.couriers = Couriers {
            mail: Some(Mailer::captured(from, mails.clone())),
            sms: Some(TextMessages::captured(text_messages.clone())),
        };
        Self {
            mails,
            text_messages,
            cycles: CycleWatch::new(platform.database.clone()),
            platform,
            schema: graphql::schema(),
            url: url.to_owned(),
            files,
        }
    }

    /// Nobody.
    pub(crate) fn anonymous(&self) -> Client<'_> {
        Client {
            app: self,
            token: None,
            language: Language::English,
            sender: Sender::default(),
            request_id: "a-test".to_owned(),
        }
    }

    /// Somebody with this access token.
    pub(crate) fn bearer(&self, token: &str) -> Client<'_> {
        Client {
            token: Some(token.to_owned()),
            ..self.anonymous()
        }
    }

    /// Signs `username` in.
    pub(crate) async fn sign_in(&self, username: &str) -> Client<'_> {
        let variables = json!({ "username": username, "password": PASSWORD });
        let answer = self.anonymous().send("SignIn", variables).await;
        let token = answer.data()["signIn"]["accessToken"].as_str();
        self.bearer(token.unwrap_or_else(|| panic!("{username} cannot sign in: {answer:?}")))
    }

    /// HR.
    pub(crate) async fn hr(&self) -> Client<'_> {
        self.sign_in("hr").await
    }

    /// Whoever runs the system.
    pub(crate) async fn admin(&self) -> Client<'_> {
        self.sign_in("admin").await
    }

    /// The MANAGER of the department, who also heads it.
    pub(crate) async fn manager_of(&self, department: &str) -> Client<'_> {
        self.sign_in(&format!("{}1", department.to_lowercase()))
            .await
    }

    /// An employee of the department without any grant.
    pub(crate) async fn employee_of(&self, department: &str) -> Client<'_> {
        self.sign_in(&format!("{}2", department.to_lowercase()))
            .await
    }

    /// The mail that was sent; it is told here to fail.
    pub(crate) fn mails(&self) -> &Outbox<SentMail> {
        &self.mails
    }

    /// The text messages that were sent; they are told here to fail.
    pub(crate) fn text_messages(&self) -> &Outbox<SentText> {
        &self.text_messages
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: TimeDelta) {
        self.platform.clock.advance(time);
    }

    /// Does all background work that is due by now.
    pub(crate) async fn run_due_jobs(&self) {
        let worker =
            plumbline::cli::background_worker(&self.platform, TimeDelta::days(30)).unwrap();
        worker.run_due().await.unwrap();
    }

    /// How many SQL statements `work` costs.
    pub(crate) async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, u64) {
        let before = self.platform.database.statements();
        let result = work.await;
        (result, self.platform.database.statements() - before)
    }

    /// Changes the database behind the server's back.
    pub(crate) async fn execute(&self, sql: &str) {
        execute(&self.url, sql).await;
    }

    /// The whole number that a statement gives.
    pub(crate) async fn number(&self, sql: &str) -> u64 {
        let number: i64 = value(&self.url, sql).await;
        u64::try_from(number).expect("a count")
    }

    /// The first column of what a query finds.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        texts(&self.url, sql).await
    }

    /// The tables of the database.
    pub(crate) async fn tables(&self) -> Vec<String> {
        tables(&self.url).await
    }

    /// How many rows each table has but these, in one text to compare.
    pub(crate) async fn row_counts(&self, but: &[&str]) -> String {
        let tables = self.tables().await;
        let tables = tables.iter().filter(|table| !but.contains(&table.as_str()));
        let counts: Vec<String> = tables
            .map(|table| format!("'{table} ' || (SELECT count(*) FROM {table})"))
            .collect();
        let sql = format!("SELECT {}", counts.join(" || ', ' || "));
        self.texts(&sql).await.concat()
    }

    /// Everything that the database holds but these tables, in one text to compare or to
    /// search.
    pub(crate) async fn contents(&self, but: &[&str]) -> String {
        let sqlite = self.platform.database.is_sqlite();
        let mut rows = Vec::new();
        for table in self.tables().await {
            if but.contains(&table.as_str()) {
                continue;
            }
            rows.push(if sqlite {
                let columns =
                    format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
                let columns = self.texts(&columns).await.join(" || ',' || ");
                format!("SELECT '{table} ' || {columns} AS line FROM {table}")
            } else {
                format!("SELECT '{table} ' || t::text AS line FROM {table} t")
            });
        }
        let sql = format!("{} ORDER BY 1", rows.join(" UNION ALL "));
        self.texts(&sql).await.join("\n")
    }

    /// From now on no audit entry can be written.
    pub(crate) async fn break_the_audit_trail(&self) {
        self.execute(if self.platform.database.is_sqlite() {
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'broken'); END"
        } else {
            "ALTER TABLE audit_entries ADD CONSTRAINT no_audit CHECK (false) NOT VALID"
        })
        .await;
    }

    /// Audit entries can be written again.
    pub(crate) async fn mend_the_audit_trail(&self) {
        self.execute(if self.platform.database.is_sqlite() {
            "DROP TRIGGER no_audit"
        } else {
            "ALTER TABLE audit_entries DROP CONSTRAINT no_audit"
        })
        .await;
    }

    /// The id that a statement gives.
    pub(crate) async fn uuid(&self, sql: &str) -> Uuid {
        value(&self.url, sql).await
    }

    /// The id of the department with this code.
    pub(crate) async fn department(&self, code: &str) -> String {
        self.id_of(
            "query($key: String!) { found: department(code: $key) { id } }",
            code,
        )
        .await
    }

    /// The id of the employee with this number.
    pub(crate) async fn employee(&self, number: &str) -> String {
        self.id_of(
            "query($key: String!) { found: employee(number: $key) { id } }",
            number,
        )
        .await
    }

    async fn id_of(&self, query: &str, key: &str) -> String {
        let answer = self.hr().await.query(query, json!({ "key": key })).await;
        answer.data()["found"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("there is no {key}"))
            .to_owned()
    }
}

impl Client<'_> {
    /// The same person, reading Chinese.
    pub(crate) fn in_chinese(self) -> Self {
        Self {
            language: Language::Chinese,
            ..self
        }
    }

    /// What the person's browser says that they read.
    pub(super) fn language_tag(&self) -> &'static str {
        match self.language {
            Language::English => "en",
            Language::Chinese => "zh",
        }
    }

    /// The same person at another address, with another program.
    pub(crate) fn at(self, address: &str, agent: &str) -> Self {
        let sender = Sender {
            address: ClientAddress(address.parse().expect("an address")),
            agent: Agent::shortened(agent),
        };
        Self { sender, ..self }
    }

    /// The same person, whose requests have this id.
    pub(crate) fn in_request(self, request_id: &str) -> Self {
        Self {
            request_id: request_id.to_owned(),
            ..self
        }
    }

    /// Sends one of the frontends' operations.
    pub(crate) async fn send(&self, name: &str, variables: Value) -> Answer {
        self.query(&operation(name), variables).await
    }

    /// Sends a query or mutation.
    pub(crate) async fn query(&self, query: &str, variables: Value) -> Answer {
        let request = Request::new(query).variables(Variables::from_json(variables));
        self.request(request).await
    }

    /// Sends a subscription.
    pub(crate) fn follow(&self, query: &str, variables: Value) -> Events {
        let live = Live {
            schema: self.app.schema.clone(),
            cycles: self.app.cycles.clone(),
            language: self.language,
            patience: Duration::from_secs(20),
        };
        let query = query.to_owned();
        let request =
            move || Request::new(&query).variables(Variables::from_json(variables.clone()));
        let (platform, token) = (self.app.platform.clone(), self.token.clone());
        let context = move || {
            let (platform, token) = (platform.clone(), token.clone());
            async move { platform.context(token.as_deref(), "a-test").await }
        };
        let answers = graphql::subscribe(live, request, context);
        let answers = answers.map(|answered| match answered {
            Ok(response) => Answer::of(response),
            Err(failure) => Answer::refused(&failure),
        });
        Events(answers.boxed())
    }

    /// Sends a request as it is.
    pub(crate) async fn request(&self, request: Request) -> Answer {
        let context = match self
            .app
            .platform
            .context(self.token.as_deref(), &self.request_id)
            .await
        {
            Ok(context) => context.sent_by(self.sender.clone()),
            Err(failure) => return Answer::refused(&failure),
        };
        Answer::of(graphql::execute(&self.app.schema, request, context, self.language).await)
    }
}

/// What a subscription gives.
pub(crate) struct Events(BoxStream<'static, Answer>);

impl Events {
    /// The next event; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Answer> {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await;
        next.expect("an event, or the end")
    }
}

/// The most bytes of a file in the stories.
pub(crate) const LONGEST_FILE: u64 = 200_000;

/// What a server runs on, with a manual clock.
pub(super) async fn platform(url: &str, clock: Clock, files: &Path) -> Platform {
    let key = SigningKey {
        id: "test".to_owned(),
        secret: SECRET.to_owned(),
        signs_from: None,
    };
    let vault_key = SecretKey {
        id: "test".to_owned(),
        secret: "dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMnIHZhdWx0ISE".to_owned(),
        signs_from: None,
    };
    let ids = Ids::new(clock.clone());
    let files = FileSettings {
        place: FilePlace::Folder(files.to_owned()),
        longest: LONGEST_FILE,
    };
    Platform {
        database: connect(url).await,
        queue: Queue::new(clock.clone(), ids.clone()),
        ids,
        clock,
        random: Random,
        passwords: Passwords::new(2).unwrap(),
        tokens: Arc::new(AccessTokens::new(&[key]).expect("the key is long enough")),
        vault: Arc::new(Vault::new(&[vault_key]).expect("the key has 256 bits")),
        last_use: LastUse::default(),
        keep_sessions: TimeDelta::days(90),
        require_second_factor: false,
        identity_provider: None,
        couriers: Couriers::default(),
        storage: Storage::open(&files).expect("a folder"),
        public_url: PublicUrl::from(None, ([127, 0, 0, 1], 8080).into()).expect("an address"),
        organisation: Arc::new(OrganisationPort),
    }
}
