//! Questionnaires, their drafts and their versions.

use serde_json::{Value, json};

use crate::support::{Answer, Client, each_database};

const UPDATE: &str = "mutation($id: ID!, $input: QuestionnaireUpdateInput!, $version: Int!) {
    questionnaireUpdate(id: $id, input: $input, expectedVersion: $version) {
        questionnaire { version draft { id number name } latest { number } } errors { code field message } } }";

const WHOLE: &str = "query($code: String!) { questionnaire(code: $code) { id code version
    draft { id } latest { id number name nameInEnglish: name(language: \"en\") language sha256
        translations { language text } scale { neutralPoint levels { level label } }
        dimensions { code name weight items { code text kind weight required allowNotApplicable
            commentRequiredAtOrBelow hasOwnScale options { code text } scale { levels { level } }
            showWhen { item atOrBelow atOrAbove choice } } } } } }";

#[tokio::test]
async fn hr_writes_a_questionnaire_and_publishes_it() {
    each_database(async |app| {
        let hr = app.hr().await;

        let created = create(&hr, three_items("INTERNAL")).await;
        let created = &created.done("questionnaireCreate")["questionnaire"];
        assert_eq!(created["code"], "INTERNAL");
        let published = hr
            .send("QuestionnairePublish", json!({ "id": created["id"] }))
            .await;
        let version = &published.done("questionnairePublish")["version"];

        assert_eq!(version["id"], created["draft"]["id"]);
        assert_eq!(version["number"], 1);
        assert_eq!(version["publishedAt"], "2026-04-06T02:00:00+00:00");
        for id in [&created["id"], &version["id"]] {
            let node = hr.send("AnyNode", json!({ "id": id })).await;
            assert_eq!(node.data()["node"]["id"], *id);
        }
    })
    .await;
}

#[tokio::test]
async fn everything_that_was_written_can_be_read() {
    each_database(async |app| {
        let hr = app.hr().await;
        let mut input = three_items("FULL");
        input["translations"] = json!([{ "language": "EN", "name": "Service" }]);
        add_dimension(&mut input, json!({ "code": "more", "name": "补充", "items": [
            { "code": "why", "text": "为什么？", "kind": "TEXT", "required": true,
              "showWhen": { "item": "attitude", "atOrBelow": 2 } },
            { "code": "channel", "text": "渠道？", "kind": "SINGLE_CHOICE",
              "options": [{ "code": "phone", "text": "电话" }, { "code": "visit", "text": "上门" }] },
            { "code": "visits", "text": "次数？", "kind": "NUMBER", "options": null, "scale": null,
              "showWhen": { "item": "channel", "choice": "visit" } },
            { "code": "recommend", "text": "会推荐吗？", "kind": "RATING", "weight": 100, "allowNotApplicable": true,
              "scale": { "levels": (0..=10).map(|n| json!({ "level": n, "label": n.to_string() })).collect::<Vec<_>>() } },
        ] }));
        input["dimensions"][0]["weight"] = json!("60.50");
        input["dimensions"][1]["weight"] = json!("39.5");
        publish(&hr, input).await;

        let read = hr.query(WHOLE, json!({ "code": "FULL" })).await;

        let whole = &read.data()["questionnaire"];
        assert_eq!(whole["draft"], Value::Null);
        let version = &whole["latest"];
        assert_eq!(version["name"], "部门满意度");
        assert_eq!(version["nameInEnglish"], "Service");
        assert_eq!(version["translations"], json!([{ "language": "en", "text": "Service" }]));
        assert_eq!(version["scale"]["neutralPoint"], "3");
        assert_eq!(version["scale"]["levels"][0], json!({ "level": 1, "label": "E 不满意" }));
        assert_eq!(version["dimensions"][0]["weight"], "60.5");
        let items = &version["dimensions"][1]["items"];
        assert_eq!(items[0]["showWhen"], json!({ "item": "attitude", "atOrBelow": 2, "atOrAbove": null, "choice": null }));
        assert_eq!(items[1]["options"][1], json!({ "code": "visit", "text": "上门" }));
        assert_eq!(items[2]["scale"], Value::Null);
        let recommend = &items[3];
        assert_eq!(recommend["hasOwnScale"], true);
        assert_eq!(recommend["scale"]["levels"].as_array().unwrap().len(), 11);
        assert_eq!(recommend["commentRequiredAtOrBelow"], Value::Null);
        let timeliness = &version["dimensions"][0]["items"][0];
        assert_eq!(timeliness["commentRequiredAtOrBelow"], 2);
        assert_eq!(timeliness["scale"]["levels"].as_array().unwrap().len(), 5);
        assert_eq!(timeliness["weight"], "40");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_questionnaire_is_told_field_by_field_and_nothing_is_written() {
    each_database(async |app| {
        let hr = app.hr().await;
        create(&hr, three_items("TAKEN"))
            .await
            .done("questionnaireCreate");
        let megabyte = "长".repeat(350_000);
        let cases: [(&str, Value, &str); 14] = [
            ("/code", json!("TAKEN"), "TAKEN input.code"),
            ("/code", json!("a b"), "INVALID input.code"),
            ("/name", json!(" "), "REQUIRED input.name"),
            ("/name", json!("a\u{0}b"), "INVALID input.name"),
            (
                "/dimensions/0/items/0/text",
                json!(megabyte),
                "TOO_LONG input.dimensions.0.items.0.text",
            ),
            (
                "/dimensions/0/items/1/code",
                json!("timeliness"),
                "DUPLICATE input.dimensions.0.items.1.code",
            ),
            (
                "/dimensions/0/items/0/weight",
                json!("NaN"),
                "INVALID input.dimensions.0.items.0.weight",
            ),
            (
                "/dimensions/0/items/0/weight",
                json!("1e400"),
                "INVALID input.dimensions.0.items.0.weight",
            ),
            (
                "/dimensions/0/items/0/weight",
                json!(-1),
                "OUT_OF_RANGE input.dimensions.0.items.0.weight",
            ),
            (
                "/dimensions/0/weight",
                json!(0.5),
                "INVALID input.dimensions.0.weight",
            ),
            (
                "/scale/levels/0/level",
                json!(4),
                "DUPLICATE input.scale.levels.1.level",
            ),
            (
                "/scale/levels/0/level",
                json!(9),
                "INVALID input.scale.levels",
            ),
            (
                "/scale/neutralPoint",
                json!("7"),
                "OUT_OF_RANGE input.scale.neutralPoint",
            ),
            (
                "/dimensions/0/items/0/commentRequiredAtOrBelow",
                json!(6),
                "OUT_OF_RANGE input.dimensions.0.items.0.commentRequiredAtOrBelow",
            ),
        ];
        for (place, value, expected) in cases {
            let mut input = three_items("NEW");
            input["scale"]["neutralPoint"] = Value::Null;
            input["dimensions"][0]["items"][0]["commentRequiredAtOrBelow"] = Value::Null;
            *input.pointer_mut(place).unwrap() = value;
            let answer = create(&hr, input).await;
            assert_eq!(
                answer.problems("questionnaireCreate"),
                [expected],
                "{place}"
            );
            assert_eq!(
                answer.data()["questionnaireCreate"]["questionnaire"],
                Value::Null
            );
        }
        let mut input = three_items("NEW");
        input["dimensions"][0]["items"][0]["kind"] = json!("SMILEY");
        assert!(
            create(&hr, input).await.body()["errors"].is_array(),
            "no such kind"
        );
        assert_eq!(count(&hr).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_draft_may_be_unfinished_and_its_publication_tells_everything_missing() {
    each_database(async |app| {
        let hr = app.hr().await;
        let mut input = three_items("UNFINISHED");
        input["scale"] = Value::Null;
        input["dimensions"][0]["weight"] = json!(100);
        input["dimensions"][0]["items"][0]["weight"] = Value::Null;
        add_dimension(
            &mut input,
            json!({ "code": "speed", "name": "速度", "weight": "90", "items": [] }),
        );
        let created = create(&hr, input).await;
        let id = created.done("questionnaireCreate")["questionnaire"]["id"].clone();

        let answer = hr.send("QuestionnairePublish", json!({ "id": id })).await;

        let codes = [
            "INCOMPLETE",
            "INVALID",
            "WEIGHTS_DO_NOT_TOTAL_100",
            "INCOMPLETE",
            "INCOMPLETE",
            "INCOMPLETE",
        ];
        assert_eq!(answer.problems("questionnairePublish"), codes);
        let messages = answer.messages("questionnairePublish");
        assert!(
            messages[2].contains("\"service\"") && messages[2].contains("60"),
            "{messages:?}"
        );
        let in_chinese = app.hr().await.in_chinese();
        let answer = in_chinese
            .send("QuestionnairePublish", json!({ "id": id }))
            .await;
        let messages = answer.messages("questionnairePublish");
        assert!(
            messages[2].contains("“service”") && messages[2].contains("60"),
            "{messages:?}"
        );
        let read = hr.query(WHOLE, json!({ "code": "UNFINISHED" })).await;
        assert_eq!(read.data()["questionnaire"]["latest"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn weights_of_dimensions_that_total_190_are_named_with_their_sum() {
    each_database(async |app| {
        let hr = app.hr().await;
        let mut input = three_items("HEAVY");
        add_dimension(
            &mut input,
            json!({ "code": "more", "name": "更多", "weight": "90",
            "items": [{ "code": "one", "text": "？", "kind": "RATING", "weight": "100" }] }),
        );
        let created = create(&hr, input).await;
        let id = &created.done("questionnaireCreate")["questionnaire"]["id"];

        let answer = hr.send("QuestionnairePublish", json!({ "id": id })).await;

        assert_eq!(
            answer.problems("questionnairePublish"),
            ["WEIGHTS_DO_NOT_TOTAL_100"]
        );
        assert_eq!(
            answer.messages("questionnairePublish"),
            ["The weights of the dimensions total 190, not 100."]
        );
        assert_eq!(
            answer.data()["questionnairePublish"]["version"],
            Value::Null
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_after_the_publication_begins_the_next_version() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = publish(&hr, three_items("NEXT")).await;
        let again = hr.send("QuestionnairePublish", json!({ "id": id })).await;
        assert_eq!(again.problems("questionnairePublish"), ["INVALID_STATE id"]);
        let first = hr.query(WHOLE, json!({ "code": "NEXT" })).await;
        let first = &first.data()["questionnaire"];
        assert_eq!(first["version"], 2);

        let mut input = three_items("NEXT");
        input.as_object_mut().unwrap().remove("code");
        input["name"] = json!("部门满意度（新）");
        let update = async |version: i32| {
            let variables = json!({ "id": id, "input": input, "version": version });
            hr.query(UPDATE, variables).await
        };
        let stale = update(1).await;
        assert_eq!(stale.problems("questionnaireUpdate"), ["VERSION_CONFLICT expectedVersion"]);
        let changed = update(2).await;
        let changed = &changed.done("questionnaireUpdate")["questionnaire"];
        assert_eq!(changed["version"], 3);
        assert_eq!(changed["draft"]["number"], 2);
        assert_eq!(changed["draft"]["name"], "部门满意度（新）");
        let same_draft = update(3).await;
        let same_draft = &same_draft.done("questionnaireUpdate")["questionnaire"];
        assert_eq!(same_draft["draft"]["id"], changed["draft"]["id"]);

        let read = hr.query(WHOLE, json!({ "code": "NEXT" })).await;
        assert_eq!(read.data()["questionnaire"]["latest"], first["latest"], "published, it stays");
        hr.send("QuestionnairePublish", json!({ "id": id })).await.done("questionnairePublish");
        let versions = "query($code: String!, $first: Int!, $after: String) { questionnaire(code: $code) {
            versions(first: $first, after: $after) { totalCount nodes { number } pageInfo { hasNextPage endCursor } } } }";
        let page = async |after: Value| {
            let answer = hr.query(versions, json!({ "code": "NEXT", "first": 1, "after": after })).await;
            answer.data()["questionnaire"]["versions"].clone()
        };
        let newest = page(Value::Null).await;
        assert_eq!((&newest["totalCount"], &newest["nodes"]), (&json!(2), &json!([{ "number": 2 }])));
        let oldest = page(newest["pageInfo"]["endCursor"].clone()).await;
        assert_eq!(oldest["nodes"], json!([{ "number": 1 }]));
        assert_eq!(oldest["pageInfo"]["hasNextPage"], false);
    })
    .await;
}

#[tokio::test]
async fn a_question_of_another_kind_needs_a_new_code() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = publish(&hr, three_items("KIND")).await;
        let mut input = three_items("KIND");
        input.as_object_mut().unwrap().remove("code");
        input["dimensions"][0]["items"][0] =
            json!({ "code": "timeliness", "text": "？", "kind": "TEXT" });
        input["dimensions"][0]["items"][1]["weight"] = json!("70");
        let variables = json!({ "id": id, "input": input, "version": 2 });
        hr.query(UPDATE, variables)
            .await
            .done("questionnaireUpdate");

        let answer = hr.send("QuestionnairePublish", json!({ "id": id })).await;

        assert_eq!(answer.problems("questionnairePublish"), ["INVALID"]);
        assert!(answer.messages("questionnairePublish")[0].contains("timeliness"));
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_from_one_version_do_not_both_happen() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = publish(&hr, three_items("RACE")).await;
        let mut input = three_items("RACE");
        input.as_object_mut().unwrap().remove("code");
        let change = || {
            let variables = json!({ "id": id, "input": input, "version": 2 });
            hr.query(UPDATE, variables)
        };

        let answers = futures_util::future::join_all((0..8).map(|_| change())).await;

        let done = |answer: &&Answer| answer.problems("questionnaireUpdate").is_empty();
        assert_eq!(answers.iter().filter(done).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_hr_writes_questionnaires_and_only_some_read_them() {
    each_database(async |app| {
        let id = publish(&app.hr().await, three_items("SECRET")).await;
        let version = app
            .hr()
            .await
            .query(WHOLE, json!({ "code": "SECRET" }))
            .await;
        let version = &version.data()["questionnaire"]["latest"]["id"];
        for (username, reads) in [
            ("executive", true),
            ("auditor", true),
            ("admin", false),
            ("fin1", false),
            ("fin2", false),
        ] {
            let client = app.sign_in(username).await;
            let created = create(&client, three_items("NEW")).await;
            assert_eq!(created.code(), Some("FORBIDDEN"), "{username}");
            let published = client
                .send("QuestionnairePublish", json!({ "id": id }))
                .await;
            assert_eq!(published.code(), Some("FORBIDDEN"), "{username}");
            let list = client
                .query("{ questionnaires(first: 5) { nodes { code } } }", json!({}))
                .await;
            assert_eq!(list.code(), (!reads).then_some("FORBIDDEN"), "{username}");
            for id in [&id, version] {
                let node = client.send("AnyNode", json!({ "id": id })).await;
                assert_eq!(node.data()["node"].is_object(), reads, "{username}");
            }
        }
        let stranger = create(&app.anonymous(), three_items("NEW")).await;
        assert_eq!(stranger.code(), Some("UNAUTHENTICATED"));
        let unknown = json!({ "id": "qst_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" });
        let unknown = app.hr().await.send("QuestionnairePublish", unknown).await;
        assert_eq!(unknown.problems("questionnairePublish"), ["NOT_FOUND id"]);
        assert_eq!(count(&app.hr().await).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_questionnaires_costs_a_fixed_number_of_statements() {
    each_database(async |app| {
        let hr = app.hr().await;
        for number in 0..4 {
            publish(&hr, three_items(&format!("Q{number}"))).await;
        }
        let query = "query($first: Int!) { questionnaires(first: $first) {
            nodes { code latest { name questionnaire { code } dimensions { items { code } } } } } }";
        let list = async |first: u32| {
            let (answer, statements) = app.statements(hr.query(query, json!({ "first": first }))).await;
            let nodes = answer.data()["questionnaires"]["nodes"].as_array().unwrap().len();
            assert_eq!(nodes, first as usize);
            statements
        };
        list(4).await;
        assert_eq!(list(1).await, list(4).await);
    })
    .await;
}

/// The three items of the assessment method on five levels.
fn three_items(code: &str) -> Value {
    let levels = [
        (5, "A 很满意"),
        (4, "B 满意"),
        (3, "C 基本满意"),
        (2, "D 不太满意"),
        (1, "E 不满意"),
    ];
    let levels = levels.map(|(level, label)| json!({ "level": level, "label": label }));
    let item = |code: &str, text: &str, weight: &str| json!({ "code": code, "text": text, "kind": "RATING", "weight": weight });
    json!({
        "code": code,
        "name": "部门满意度",
        "scale": { "levels": levels },
        "dimensions": [{ "code": "service", "name": "服务", "weight": "100", "items": [
            item("timeliness", "服务是否及时？", "40"),
            item("attitude", "态度如何？", "30"),
            item("resolution", "问题是否解决？", "30"),
        ] }],
    })
}

fn add_dimension(input: &mut Value, dimension: Value) {
    input["dimensions"].as_array_mut().unwrap().push(dimension);
}

async fn create(client: &Client<'_>, input: Value) -> Answer {
    client
        .send("QuestionnaireCreate", json!({ "input": input }))
        .await
}

/// Makes and publishes a questionnaire; its id.
async fn publish(hr: &Client<'_>, input: Value) -> Value {
    let created = create(hr, input).await;
    let id = created.done("questionnaireCreate")["questionnaire"]["id"].clone();
    let published = hr.send("QuestionnairePublish", json!({ "id": id })).await;
    published.done("questionnairePublish");
    id
}

async fn count(hr: &Client<'_>) -> u64 {
    let answer = hr
        .query("{ questionnaires(first: 0) { totalCount } }", json!({}))
        .await;
    answer.data()["questionnaires"]["totalCount"]
        .as_u64()
        .unwrap()
}
