//! Customers of finance for the table to touch, and what its rows send to them.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::assessment::text;
use crate::support::{Client, TestApp};

/// What the rows of customers send.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.Customer",
        r#"node(id: "<customer>") { ... on Customer { code } }"#,
    ),
    (
        "node.Contact",
        r#"node(id: "<contact>") { ... on Contact { name } }"#,
    ),
    (
        "node.ServiceRecord",
        r#"node(id: "<record>") { ... on ServiceRecord { item } }"#,
    ),
    (
        "node.WeeklyHandIn",
        r#"node(id: "<handed-in>") { ... on WeeklyHandIn { week } }"#,
    ),
    (
        "node.CustomerTable",
        r#"node(id: "<table>") { ... on CustomerTable { code } }"#,
    ),
    (
        "node.Complaint",
        r#"node(id: "<complaint>") { ... on Complaint { number } }"#,
    ),
    ("complaints", "complaints(first: 5) { nodes { number } }"),
    ("complaint", r#"complaint(id: "<complaint>") { number }"#),
    (
        "complaintLog",
        r#"complaintLog(input: { channel: PHONE, departmentId: "<FIN>", summary: "慢" }) { errors { code } }"#,
    ),
    (
        "complaintAssign",
        r#"complaintAssign(id: "<complaint>", departmentId: "<FIN>", reason: "不对") { errors { code } }"#,
    ),
    (
        "complaintAcknowledge",
        r#"complaintAcknowledge(id: "<spare-complaint>") { errors { code } }"#,
    ),
    (
        "complaintInvestigate",
        r#"complaintInvestigate(id: "<complaint-acknowledged>", finding: "漏发") { errors { code } }"#,
    ),
    (
        "complaintAnswer",
        r#"complaintAnswer(id: "<complaint>", answer: "已补发") { errors { code } }"#,
    ),
    (
        "complaintClose",
        r#"complaintClose(id: "<spare-severe-complaint>", reason: "认可") { errors { code } }"#,
    ),
    (
        "complaintReopen",
        r#"complaintReopen(id: "<complaint>", reason: "又漏发") { errors { code } }"#,
    ),
    (
        "complaintNote",
        r#"complaintNote(id: "<complaint>", input: { channel: PHONE, direction: OUTGOING, said: "致歉" }) { errors { code } }"#,
    ),
    ("customers", "customers(first: 5) { nodes { code } }"),
    ("customer", r#"customer(id: "<customer>") { code }"#),
    (
        "serviceRecords",
        "serviceRecords(first: 5) { nodes { item } }",
    ),
    (
        "weeklyHandIns",
        "weeklyHandIns(first: 5) { nodes { week } }",
    ),
    (
        "handInDuties",
        "handInDuties(first: 5) { nodes { firstWeek } }",
    ),
    (
        "customerTables",
        "customerTables(first: 5) { nodes { code } }",
    ),
    (
        "contactDataExport",
        r#"contactDataExport(contactId: "<contact>")"#,
    ),
    (
        "customerCreate",
        r#"customerCreate(input: { code: "<fresh>", name: "新", departmentId: "<FIN>" }) { errors { code } }"#,
    ),
    (
        "customersImport",
        r#"customersImport(rows: [{ code: "<fresh>", name: "新", departmentId: "<FIN>" }], idempotencyKey: "<fresh>") { errors { code } }"#,
    ),
    (
        "customerUpdate",
        r#"customerUpdate(id: "<spare-customer>", input: { name: "改", departmentId: "<FIN>" }, expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "contactAdd",
        r#"contactAdd(customerId: "<customer>", input: { name: "新" }) { errors { code } }"#,
    ),
    (
        "contactUpdate",
        r#"contactUpdate(id: "<spare-contact>", input: { name: "改" }, expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "contactOptOut",
        r#"contactOptOut(id: "<contact>") { errors { code } }"#,
    ),
    (
        "serviceRecordAdd",
        r#"serviceRecordAdd(input: { departmentId: "<FIN>", customerId: "<customer>", item: "新", servedOn: "2026-04-06" }) { errors { code } }"#,
    ),
    (
        "serviceRecordRemove",
        r#"serviceRecordRemove(id: "<spare-record>") { errors { code } }"#,
    ),
    (
        "weekHandIn",
        r#"weekHandIn(input: { departmentId: "<FIN>", week: "<fresh-week>" }) { errors { code } }"#,
    ),
    (
        "weekReopen",
        r#"weekReopen(id: "<handed-in>", reason: "漏了") { errors { code } }"#,
    ),
    (
        "handInDutySet",
        r#"handInDutySet(input: { departmentId: "<FIN>", firstWeek: "2026-04-13" }) { errors { code } }"#,
    ),
    (
        "customerTableCreate",
        r#"customerTableCreate(input: { code: "NEW", name: "新", month: "2026-03-01" }) { errors { code } }"#,
    ),
    (
        "customerTableAdd",
        r#"customerTableAdd(id: "<table>", contactIds: ["<contact-of-table>"], expectedVersion: 1) { errors { code } }"#,
    ),
    (
        "customerTableRemove",
        r#"customerTableRemove(id: "<table>", contactIds: ["<contact>"], expectedVersion: 2) { errors { code } }"#,
    ),
    (
        "customerTableCheck",
        r#"customerTableCheck(id: "<operated>") { errors { code } }"#,
    ),
    (
        "customerTableReopen",
        r#"customerTableReopen(id: "<operated>", reason: "有误") { errors { code } }"#,
    ),
    (
        "customerTableComplete",
        r#"customerTableComplete(id: "<table>") { errors { code } }"#,
    ),
    (
        "contactErase",
        r#"contactErase(id: "<contact>", reason: "本人要求") { errors { code } }"#,
    ),
    (
        "customerErase",
        r#"customerErase(id: "<customer>", reason: "本人要求") { errors { code } }"#,
    ),
];

/// How many things each operation of a row may take another one of.
const SPARES: usize = 16;

impl Stage {
    /// Customers that an employee of finance entered for the department, what was done for
    /// them, a week that was handed in, and two tables.
    pub(super) async fn customers(&mut self, app: &TestApp, hr: &Client<'_>) {
        let clerk = app.sign_in("fin2").await;
        let duty = "mutation($input: HandInDutySetInput!) { handInDutySet(input: $input) { errors { code } } }";
        let input = json!({ "departmentId": self.names["FIN"], "firstWeek": "2026-04-06" });
        hr.query(duty, json!({ "input": input }))
            .await
            .done("handInDutySet");
        let first = self.customer(&clerk, "FIN-C").await;
        self.keep("customer", &first["id"]);
        self.keep("contact", &first["contacts"][0]["id"]);
        self.tables(app, hr).await;
        let second = self.customer(&clerk, "FIN-D").await;
        self.keep("contact-of-table", &second["contacts"][0]["id"]);
        let record = self.record(&clerk).await;
        self.keep("record", &record);
        self.complaints(app, &clerk).await;
        let hand_in = "mutation($input: WeekHandInInput!) { weekHandIn(input: $input) { handIn { id } errors { code } } }";
        let input = json!({ "departmentId": self.names["FIN"], "week": "2026-03-30" });
        let manager = app.manager_of("FIN").await;
        let done = manager.query(hand_in, json!({ "input": input })).await;
        self.keep("handed-in", &done.done("weekHandIn")["handIn"]["id"]);
        for number in 0..SPARES {
            let spare = self.customer(&clerk, &format!("FIN-{number}")).await;
            self.spare("spare-customer", &spare["id"]);
            self.spare("spare-contact", &spare["contacts"][0]["id"]);
            let record = self.record(&clerk).await;
            self.spare("spare-record", &record);
        }
    }

    /// Complaints that a clerk wrote down about the department, in several states.
    async fn complaints(&mut self, app: &TestApp, clerk: &Client<'_>) {
        let manager = app.manager_of("FIN").await;
        let log = async |severity: &str| {
            let input = json!({ "channel": "PHONE", "summary": "慢", "severity": severity,
                "departmentId": self.names["FIN"] });
            let logged = clerk.send("ComplaintLog", json!({ "input": input })).await;
            logged.done("complaintLog")["complaint"]["id"].clone()
        };
        let step = async |name: &str, variables: Value| {
            let answer = manager.send(&format!("Complaint{name}"), variables).await;
            answer.done(&format!("complaint{name}"));
        };
        let (plain, acknowledged) = (log("MEDIUM").await, log("MEDIUM").await);
        step("Acknowledge", json!({ "id": acknowledged })).await;
        for _ in 0..SPARES {
            let id = log("MEDIUM").await;
            self.spare("spare-complaint", &id);
            let id = log("HIGH").await;
            step("Acknowledge", json!({ "id": id })).await;
            step("Investigate", json!({ "id": id })).await;
            step("Answer", json!({ "id": id, "answer": "已补发" })).await;
            self.spare("spare-severe-complaint", &id);
        }
        self.keep("complaint", &plain);
        self.keep("complaint-acknowledged", &acknowledged);
    }

    /// A draft of one contact, and a table that somebody else than HR has completed.
    async fn tables(&mut self, app: &TestApp, hr: &Client<'_>) {
        for (name, code) in [("table", "T1"), ("operated", "T2")] {
            let create = "mutation($input: CustomerTableCreateInput!) { customerTableCreate(input: $input) { table { id } errors { code } } }";
            let input = json!({ "code": code, "name": "三月", "month": "2026-03-01", "source": "REGISTER" });
            let made = hr.query(create, json!({ "input": input })).await;
            self.keep(name, &made.done("customerTableCreate")["table"]["id"]);
        }
        app.execute(
            "UPDATE customer_tables SET state = 'OPERATED',
                operator_id = (SELECT id FROM accounts WHERE username = 'spare') WHERE code = 'T2'",
        )
        .await;
    }

    async fn customer(&self, clerk: &Client<'_>, code: &str) -> Value {
        let input = json!({
            "code": code,
            "name": "客户",
            "departmentId": self.names["FIN"],
            "contacts": [{ "name": "张伟", "phone": "13800001234" }],
        });
        let made = clerk
            .send("CustomerCreate", json!({ "input": input }))
            .await;
        made.done("customerCreate")["customer"].clone()
    }

    async fn record(&self, clerk: &Client<'_>) -> Value {
        let input = json!({
            "departmentId": self.names["FIN"],
            "customerId": self.names["customer"],
            "item": "发货",
            "servedOn": "2026-04-06",
        });
        let added = clerk
            .send("ServiceRecordAdd", json!({ "input": input }))
            .await;
        added.done("serviceRecordAdd")["serviceRecord"]["id"].clone()
    }

    pub(super) fn spare(&self, name: &'static str, id: &Value) {
        let mut spares = self.spares.lock().unwrap();
        spares.entry(name).or_default().push(text(id));
    }
}
