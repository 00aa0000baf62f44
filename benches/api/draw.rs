//! Drawing 10,000 of 1,000,000 contacts with three strata and two quotas, in a database of
//! its own.

use std::time::Instant;

use entity::id::{ContactId, CustomerId};
use entity::{contact, customer};
use plumbline::kernel::{Clock, Ids};
use sea_orm::{ConnectionTrait as _, Set};
use serde_json::{Value, json};

use super::http::ask;
use super::report::{Report, whole};
use super::seed::{self, PASSWORD, connect, insert};
use super::server::Place;
use super::work::memory;

/// Customers, and contacts of each.
const CUSTOMERS: u32 = 250_000;
const CONTACTS: u32 = 4;

/// Customers that are written at once.
const BATCH: u32 = 5_000;

const REGIONS: [&str; 3] = ["城", "镇", "乡"];
const BRANDS: [&str; 4] = ["甲", "乙", "丙", "丁"];
const LINES: [&str; 2] = ["移动", "宽带"];

/// How long a draw takes, and the memory that the server needs for it.
pub(crate) async fn measure(place: &Place, report: &mut Report) {
    let arguments = [
        "account",
        "create",
        "--username",
        "hr",
        "--role",
        "HR",
        "--password-stdin",
    ];
    place.run(&arguments, PASSWORD);
    register(place).await;
    let server = place.serve(&["--request-timeout", "300"]).await;
    let address = server.address.as_str();
    let query = "mutation($u: String!, $p: String!) { signIn(username: $u, password: $p) { accessToken errors { code } } }";
    let answer = ask(address, None, query, &json!({ "u": "hr", "p": PASSWORD })).await;
    let hr = answer["accessToken"].as_str().expect("a token").to_owned();
    let plan = plan(address, &hr).await;
    let before = server.peak();
    let query = "mutation($id: ID!) { surveyPlanDraw(id: $id) { draw { frameSize drawnCount frameSha256
        fates(first: 3, fate: DRAWN) { nodes { position contact { name } } } } errors { code message } } }";
    let begun = Instant::now();
    let drawn = ask(address, Some(&hr), query, &json!({ "id": plan })).await;
    let took = begun.elapsed().as_secs_f64();
    let draw = &drawn["draw"];
    assert_eq!(
        (&draw["frameSize"], &draw["drawnCount"]),
        (&json!(CUSTOMERS * CONTACTS), &json!(10_000))
    );
    let contacts = whole(f64::from(CUSTOMERS * CONTACTS));
    report.add(
        &format!("draw of 10,000 from {contacts}"),
        format!("{took:.2} s"),
    );
    report.add("peak memory of the draw", memory(before, server.peak()));
    let hash = draw["frameSha256"].as_str().expect("a hash");
    report.add("hash of the frame", hash[..12].to_owned());
    let first = &draw["fates"]["nodes"][0]["contact"]["name"];
    report.add(
        "first drawn of the frame",
        first.as_str().expect("a name").to_owned(),
    );
}

/// A plan with three strata and two quotas.
async fn plan(address: &str, hr: &str) -> Value {
    let version = seed::questionnaire(address, hr).await;
    let query = "mutation { departmentCreate(input: { code: \"D\", name: \"客服部\", kind: HEADQUARTERS }) { department { id } errors { code } } }";
    let department = ask(address, Some(hr), query, &json!({})).await;
    let input = json!({
        "code": "C", "name": "C",
        "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
        "opensAt": "2026-04-01T00:00:00Z", "closesAt": "2099-12-31T00:00:00Z",
    });
    let query = "mutation($input: CycleCreateInput!) { cycleCreate(input: $input) { cycle { id } errors { code } } }";
    let cycle = ask(address, Some(hr), query, &json!({ "input": input })).await;
    let quota = |key: &str, values: &[&str]| {
        let ratios = values
            .iter()
            .zip(1..)
            .map(|(value, ratio)| json!({ "value": value, "ratio": ratio }));
        json!({ "key": key, "ratios": ratios.collect::<Vec<_>>() })
    };
    let input = json!({
        "cycleId": cycle["cycle"]["id"], "code": "P", "name": "P", "questionnaireVersionId": version,
        "assessedDepartmentId": department["department"]["id"],
        "sampling": { "method": "STRATIFIED_PROPORTIONAL", "size": 10_000, "by": "region", "seed": "bench" },
        "quotas": [quota("brand", &BRANDS), quota("line", &LINES)],
    });
    let query = "mutation($input: SurveyPlanCreateInput!) { surveyPlanCreate(input: $input) { plan { id } errors { code field message } } }";
    let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
    made["plan"]["id"].clone()
}

/// Writes the customers straight into the tables.
async fn register(place: &Place) {
    let clock = Clock::system();
    let ids = Ids::new(clock.clone());
    let now = clock.now();
    let connection = connect(place).await;
    for first in (0..CUSTOMERS).step_by(BATCH as usize) {
        let (mut customers, mut contacts) = (Vec::new(), Vec::new());
        for number in first..first + BATCH {
            let id = CustomerId(ids.next());
            let of = |values: &[&'static str], step: u32| {
                values[(number / step) as usize % values.len()]
            };
            let attributes = json!({
                "brand": of(&BRANDS, 1), "line": of(&LINES, 5), "region": of(&REGIONS, 7),
                "since": format!("{}", 2_000 + number % 26),
            });
            customers.push(customer::ActiveModel {
                id: Set(id),
                code: Set(format!("C{number:06}")),
                name: Set(format!("客户{number}")),
                state: Set("ACTIVE".to_owned()),
                annual_volume: Set(Some((i64::from(number) % 9_973).into())),
                department_id: Set(None),
                attributes: Set(attributes.to_string()),
                recorded_at: Set(now),
                recorded_by: Set(None),
                version: Set(1),
            });
            contacts.extend((1..=CONTACTS).map(|position| contact::ActiveModel {
                id: Set(ContactId(ids.next())),
                customer_id: Set(id),
                position: Set(i32::try_from(position).expect("a few")),
                name: Set(format!("C{number:06}/{position}")),
                phone: Set(Some("13800000000".to_owned())),
                email: Set(None),
                language: Set(None),
                consent_basis: Set(None),
                consented_at: Set(None),
                retain_until: Set(None),
                opted_out_at: Set(None),
                erased_at: Set(None),
                version: Set(1),
            }));
        }
        insert(&connection, customers).await;
        insert(&connection, contacts).await;
    }
    let analyze = match place.name {
        "SQLite" => "PRAGMA optimize",
        _ => "VACUUM ANALYZE",
    };
    connection.execute_unprepared(analyze).await.unwrap();
    connection.close().await.unwrap();
}
