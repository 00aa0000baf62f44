//! What the stories of Delphi studies stand on: the operations, and an installed
//! questionnaire with three experts.

use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp};

pub(super) const OPEN: &str =
    "mutation($input: DelphiStudyOpenInput!) { delphiStudyOpen(input: $input) {
    study { id state round } errors { code field message } } }";

pub(super) const GIVE: &str = "mutation($id: ID!, $round: Int!, $groups: [DelphiGroupWeightsInput!]!) {
    delphiWeightsGive(id: $id, round: $round, groups: $groups) { study { id answered } errors { code field message } } }";

pub(super) const CLOSE: &str = "mutation($id: ID!) { delphiRoundClose(id: $id) { study { state round endedAt } errors { code field message } } }";

pub(super) const END: &str =
    "mutation($id: ID!, $reason: String!) { delphiStudyEnd(id: $id, reason: $reason) {
    study { state round } errors { code field message } } }";

pub(super) const APPLY: &str = "mutation($id: ID!) { delphiStudyApply(id: $id) { study { state } errors { code field message } } }";

pub(super) const STUDY: &str = "query($id: ID!) { node(id: $id) { ... on DelphiStudy {
    name state bound round asked answered questionnaire { code }
    groups { dimension name members { code name(language: \"en\") } }
    experts { employee { number } answered }
    rounds { number closedAt answered mine { dimension weights { code weight } }
        results { dimension spread members { code lowerQuartile median upperQuartile spread weight } } } } } }";

pub(super) const LIST: &str =
    "query($state: DelphiStudyState) { delphiStudies(first: 10, state: $state) {
    totalCount nodes { id rounds { number } } } }";

pub(super) const WEIGHTS: &str = "query($code: String!) { questionnaire(code: $code) { version
    draft { number dimensions { code weight items { code weight } } } latest { number } } }";

/// The experts of the stories; each is an employee with an account of that name.
pub(super) const EXPERTS: [&str; 3] = ["FIN1", "ITD2", "MKT2"];

/// What opens a study of an installed questionnaire, and the questionnaire's id.
pub(super) async fn input(
    app: &TestApp,
    hr: &Client<'_>,
    code: &str,
    changes: Value,
) -> (Value, Value) {
    let variables = json!({ "instrument": "rater", "code": code, "language": "zh" });
    let installed = hr.send("QuestionnaireInstall", variables).await;
    let id = installed.done("questionnaireInstall")["questionnaire"]["id"].clone();
    let mut experts = Vec::new();
    for number in EXPERTS {
        experts.push(app.employee(number).await);
    }
    let mut input = json!({ "questionnaireId": id, "expertIds": experts, "bound": "5" });
    for (field, value) in changes.as_object().unwrap() {
        input[field] = value.clone();
    }
    (input, id)
}

/// A study of the whole of an installed questionnaire; its id.
pub(super) async fn opened(app: &TestApp, hr: &Client<'_>, code: &str, changes: Value) -> String {
    let (input, _) = input(app, hr, code, changes).await;
    let answer = hr.query(OPEN, json!({ "input": input })).await;
    let id = &answer.done("delphiStudyOpen")["study"]["id"];
    id.as_str().unwrap().to_owned()
}

/// The expert gives `first` to the first member of each group, and shares the rest equally.
pub(super) async fn give(app: &TestApp, expert: &str, id: &str, round: i32, first: &str) -> Answer {
    let expert = app.sign_in(&expert.to_lowercase()).await;
    give_as(&expert, id, round, first).await
}

pub(super) async fn give_as(client: &Client<'_>, id: &str, round: i32, first: &str) -> Answer {
    let study = look(client, id).await;
    let groups = study["groups"].as_array().cloned().unwrap_or_default();
    let groups = groups.iter().map(|group| {
        let members = group["members"].as_array().unwrap();
        json!({ "dimension": group["dimension"], "weights": shares(members, first) })
    });
    let groups: Vec<Value> = groups.collect();
    let variables = json!({ "id": id, "round": round, "groups": groups });
    client.query(GIVE, variables).await
}

/// Hundredths: the first gets `first`, the others share what is left, the last of them
/// what cannot be shared.
fn shares(members: &[Value], first: &str) -> Vec<Value> {
    let (whole, part) = first.split_once('.').unwrap_or((first, "0"));
    let first = whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap();
    let others = i64::try_from(members.len()).unwrap() - 1;
    let each = (10_000 - first) / others;
    let mut units = vec![each; members.len()];
    units[0] = first;
    units[members.len() - 1] += 10_000 - first - each * others;
    let weights = members.iter().zip(units).map(|(member, units)| {
        let weight = format!("{}.{:02}", units / 100, units % 100);
        json!({ "code": member["code"], "weight": weight })
    });
    weights.collect()
}

pub(super) async fn list(client: &Client<'_>) -> Value {
    let found = client.query(LIST, json!({})).await;
    found.data()["delphiStudies"].clone()
}

pub(super) async fn look(client: &Client<'_>, id: &str) -> Value {
    let found = client.query(STUDY, json!({ "id": id })).await;
    found.data()["node"].clone()
}

pub(super) async fn weights(hr: &Client<'_>, code: &str) -> Value {
    let found = hr.query(WEIGHTS, json!({ "code": code })).await;
    found.data()["questionnaire"].clone()
}

pub(super) async fn publish(app: &TestApp, hr: &Client<'_>, code: &str) {
    let query = "query($code: String!) { questionnaire(code: $code) { id } }";
    let found = app.hr().await.query(query, json!({ "code": code })).await;
    let id = json!({ "id": found.data()["questionnaire"]["id"] });
    hr.send("QuestionnairePublish", id)
        .await
        .done("questionnairePublish");
}
