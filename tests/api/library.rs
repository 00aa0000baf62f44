//! The instrument library, and the questionnaires that are taken out of it.

use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, each_database};

const LIBRARY: &str = "query($language: String) { instrumentLibrary(language: $language) {
    code name purpose language scale { levels { level label } }
    dimensions { code name weight items { code text weight } } } }";

const DRAFT: &str = "query($code: String!) { questionnaire(code: $code) { id version draft {
    name language english: name(language: \"en\") chinese: name(language: \"zh-CN\")
    translations { language text }
    scale { levels { level label translations { language text } } neutralPoint }
    dimensions { code name weight translations { language text }
        items { code text kind weight required allowNotApplicable commentRequiredAtOrBelow hasOwnScale
            translations { language text } options { code text } scale { levels { level } }
            showWhen { item choice } } } } } }";

const UPDATE: &str = "mutation($id: ID!, $input: QuestionnaireUpdateInput!, $version: Int!) {
    questionnaireUpdate(id: $id, input: $input, expectedVersion: $version) {
        questionnaire { version draft { name language translations { language text } } } errors { code field } } }";

#[tokio::test]
async fn the_library_shows_every_instrument_in_both_languages() {
    each_database(async |app| {
        let hr = app.hr().await;

        let all = hr.send("InstrumentLibrary", json!({})).await;
        let english = hr.query(LIBRARY, json!({ "language": "en-GB" })).await;
        let none = hr.query(LIBRARY, json!({ "language": "fr" })).await;

        let all = all.data()["instrumentLibrary"].as_array().unwrap();
        assert_eq!(all.len(), 38);
        for pair in all.chunks(2) {
            assert_eq!(pair[0]["code"], pair[1]["code"]);
            assert_eq!([&pair[0]["language"], &pair[1]["language"]], ["zh", "en"]);
        }
        let english = english.data()["instrumentLibrary"].as_array().unwrap();
        assert_eq!(english.len(), 19);
        let first = &english[0];
        assert_eq!(first["name"], "Internal three-item assessment");
        assert_eq!(first["dimensions"][0]["items"][0]["code"], "timeliness");
        assert_eq!(first["dimensions"][0]["weight"], "40");
        assert_eq!(first["scale"]["levels"][4]["label"], "A Very satisfied");
        assert_eq!(none.data()["instrumentLibrary"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn every_instrument_is_installed_and_published() {
    each_database(async |app| {
        let hr = app.hr().await;
        let all = hr.send("InstrumentLibrary", json!({})).await;
        for instrument in all.data()["instrumentLibrary"].as_array().unwrap() {
            let code = format!(
                "{}-{}",
                text(&instrument["code"]),
                text(&instrument["language"])
            );
            let installed = install(&hr, &instrument["code"], &code, &instrument["language"]).await;
            let questionnaire = &installed.done("questionnaireInstall")["questionnaire"];
            assert_eq!(questionnaire["code"], *code);

            let id = json!({ "id": questionnaire["id"] });
            let published = hr.send("QuestionnairePublish", id).await;

            assert_eq!(
                published.done("questionnairePublish")["version"]["number"],
                1
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_installed_questionnaire_speaks_the_language_asked_for_and_keeps_the_other() {
    each_database(async |app| {
        let hr = app.hr().await;
        for (language, first, name, other) in [
            ("en", "en", "RATER service quality", "zh"),
            ("zh-CN", "zh", "RATER 服务质量", "en"),
        ] {
            let code = format!("R-{language}");
            install(&hr, &json!("rater"), &code, &json!(language))
                .await
                .done("questionnaireInstall");
            let draft = draft(&hr, &code).await["draft"].clone();
            assert_eq!(draft["name"], name);
            assert_eq!(draft["language"], first);
            assert_eq!(draft["english"], "RATER service quality");
            assert_eq!(draft["chinese"], "RATER 服务质量");
            assert_eq!(draft["translations"][0]["language"], other);
            let ratings = draft["dimensions"][0]["items"].as_array().unwrap();
            assert!(
                ratings
                    .iter()
                    .all(|item| item["commentRequiredAtOrBelow"] == 2)
            );
            let closing = &draft["dimensions"][5];
            assert_eq!(closing["weight"], "0");
            assert_eq!(
                closing["items"][0]["scale"]["levels"]
                    .as_array()
                    .unwrap()
                    .len(),
                11
            );
            assert_eq!(closing["items"][0]["commentRequiredAtOrBelow"], Value::Null);
            assert_eq!(closing["items"][1]["kind"], "TEXT");
        }
    })
    .await;
}

#[tokio::test]
async fn an_installed_questionnaire_is_changed_in_its_own_language() {
    each_database(async |app| {
        let hr = app.hr().await;
        install(&hr, &json!("internal-assessment"), "IA", &json!("en"))
            .await
            .done("questionnaireInstall");
        let installed = draft(&hr, "IA").await;
        let mut input = json!({
            "name": "Our assessment",
            "translations": [{ "language": "zh", "name": "本公司考核" }],
            "dimensions": [],
        });
        input["scale"] =
            json!({ "levels": [{ "level": 1, "label": "no" }, { "level": 2, "label": "yes" }] });
        let variables =
            json!({ "id": installed["id"], "input": input, "version": installed["version"] });

        let changed = hr.query(UPDATE, variables).await;

        let draft = &changed.done("questionnaireUpdate")["questionnaire"]["draft"];
        assert_eq!(draft["language"], "en");
        assert_eq!(
            draft["translations"],
            json!([{ "language": "zh", "text": "本公司考核" }])
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_installed_is_told_at_once_and_nothing_is_written() {
    each_database(async |app| {
        let hr = app.hr().await;
        install(&hr, &json!("ccsi"), "HAVE", &json!("zh"))
            .await
            .done("questionnaireInstall");
        let manager = app.manager_of("FIN").await;
        let before = app.row_counts(&[]).await;
        for (instrument, code, language, expected) in [
            ("nothing", "NEW", "zh", vec!["NOT_FOUND instrument"]),
            ("ccsi", "HAVE", "zh", vec!["TAKEN code"]),
            ("ccsi", "NEW", "fr", vec!["INVALID language"]),
            ("ccsi", "NEW", "中文", vec!["INVALID language"]),
            ("ccsi", "a b", "zh", vec!["INVALID code"]),
            (
                "nothing",
                "",
                "x",
                vec!["NOT_FOUND instrument", "REQUIRED code", "INVALID language"],
            ),
        ] {
            let answer = install(&hr, &json!(instrument), code, &json!(language)).await;
            assert_eq!(answer.problems("questionnaireInstall"), expected);
        }
        let refused = install(&manager, &json!("ccsi"), "NEW", &json!("zh")).await;
        assert_eq!(refused.code(), Some("FORBIDDEN"));
        assert_eq!(app.row_counts(&[]).await, before);
        assert_eq!(created(&app).await, 1);
    })
    .await;
}

/// How many entries of the trail tell that a questionnaire came from the library.
async fn created(app: &TestApp) -> u64 {
    app.number(
        "SELECT COUNT(*) FROM audit_entries WHERE action = 'questionnaire.created' AND after_state LIKE '%\"instrument\":\"ccsi\"%'",
    )
    .await
}

async fn install(client: &Client<'_>, instrument: &Value, code: &str, language: &Value) -> Answer {
    let variables = json!({ "instrument": instrument, "code": code, "language": language });
    client.send("QuestionnaireInstall", variables).await
}

async fn draft(client: &Client<'_>, code: &str) -> Value {
    let found = client.query(DRAFT, json!({ "code": code })).await;
    found.data()["questionnaire"].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
