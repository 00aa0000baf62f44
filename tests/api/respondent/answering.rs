//! Filling the page in: going on later, what is missing, sending once.

use serde_json::json;

use super::{Survey, answers};
use crate::support::each_database;

const SHEETS: &str = "SELECT count(*) FROM survey_sheets";

#[tokio::test]
async fn somebody_answers_by_the_link_and_is_thanked() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        let token = &survey.invited("P", json!({})).await[0];

        let page = survey.get(token).await;
        assert_eq!(page.status, 200);
        page.shows("<html lang=\"zh-CN\">");
        page.shows("客户调查 &lt;i&gt;2026&lt;/i&gt;");
        page.shows("您的答卷会连同您的姓名");
        page.shows("即使作答的人很少");
        assert!(!page.body.contains(token.as_str()));

        let key = page.key();
        let mut form = answers(&key, "5", "谢谢");
        form.push(("action", "send"));
        let thanks = survey.post(token, &form).await;
        assert_eq!(thanks.status, 200);
        thanks.shows("您的答卷已收到。");
        assert_eq!(app.number(SHEETS).await, 1);
        let sheet = app.texts("SELECT sheet FROM survey_sheets").await.concat();
        assert!(sheet.contains("谢谢") && sheet.contains("phone"), "{sheet}");

        // A double click, a reload: the same thanks, and one sheet.
        assert_eq!(survey.post(token, &form).await, thanks);
        assert_eq!(app.number(SHEETS).await, 1);
        // Other answers under the same key are not kept.
        let mut other = answers(&key, "4", "");
        other.push(("action", "send"));
        let before = survey.post(token, &other).await;
        assert_eq!(before.status, 409);
        before.shows("您的答卷此前已提交");
        assert_eq!(app.number(SHEETS).await, 1);
        assert_eq!(survey.get(token).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn two_sendings_at_one_moment_are_one_answer() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        let token = &survey.invited("P", json!({})).await[0];
        let key = survey.get(token).await.key();
        let mut form = answers(&key, "5", "");
        form.push(("action", "send"));
        let (one, other) = tokio::join!(survey.post(token, &form), survey.post(token, &form));
        assert_eq!((one.status, other.status), (200, 200));
        assert_eq!(one, other);
        assert_eq!(app.number(SHEETS).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_saved_is_there_when_somebody_comes_back() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        let token = &survey.invited("P", json!({})).await[0];
        let key = survey.get(token).await.key();

        let mut form = answers(&key, "1", "");
        form.extend([
            ("number.years", "2.50"),
            ("text.why", "近"),
            ("complaint", "发票错误"),
        ]);
        form.push(("action", "save"));
        let saved = survey.post(token, &form).await;
        assert_eq!(saved.status, 200);
        saved.shows("已暂存您的答案。");
        saved.shows(">发票错误</textarea>");
        assert_eq!(saved.key(), key);
        assert_eq!(app.number(SHEETS).await, 0);

        let later = survey.get(token).await;
        assert_ne!(later.key(), key);
        for kept in [
            "name=\"level.speed\" value=\"1\" id=\"answer1\"",
            "name=\"choice.channel\" value=\"phone\" id=\"answer2\" checked",
            "name=\"number.years\" value=\"2.5",
            ">近</textarea>",
        ] {
            let kept = kept.replace(" id=\"answer1\"", "");
            later.shows(&kept);
        }
        later.shows("value=\"1\" checked");
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_told_at_its_question_in_the_language_of_the_contact() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        survey.contact("B", Some("en-GB")).await;
        let tokens = survey.invited("P", json!({})).await;
        let wrong = [
            ("key", "k"),
            ("item", "speed"),
            ("level.speed", "2"),
            ("item", "channel"),
            ("choice.channel", "visit"),
            ("item", "why"),
            ("item", "years"),
            ("number.years", "<b>"),
            ("complaint", "\"&'"),
            ("action", "send"),
        ];

        let chinese = survey.post(&tokens[0], &wrong).await;
        assert_eq!(chinese.status, 422);
        chinese.shows("href=\"#comment1\">第 1 题：请填写说明原因。");
        chinese.shows("href=\"#answer3\">第 3 题：请回答此题。");
        chinese.shows("href=\"#answer4\">第 4 题：");
        chinese.shows("value=\"2\" checked");
        chinese.shows("value=\"visit\" checked");
        chinese.shows("value=\"&lt;b&gt;\"");
        chinese.shows("&quot;&amp;'</textarea>");

        let english = survey.post(&tokens[1], &wrong).await;
        assert_eq!(english.status, 422);
        english.shows("<html lang=\"en\">");
        english.shows("Question 1: Please say why.");
        english.shows("Your answers are read together with your name");
        english.shows("even where only few people answered");
        english.shows("In person");
        english.shows("Customer survey &lt;i&gt;");
        assert!(!english.body.contains("上门"));
        assert_eq!(app.number(SHEETS).await, 0);

        // A choice that was never made has no field; its question stands in the form.
        let empty = [("key", "k"), ("item", "channel"), ("action", "send")];
        let empty = survey.post(&tokens[1], &empty).await;
        empty.shows("href=\"#answer2\">Question 2: Please answer this question.");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_calls_for_more_leads_on_to_it() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        let follow_up = json!({
            "questionnaireVersionId": survey.stage.version, "item": "speed", "atOrBelow": 2,
        });
        let token = &survey.invited("P", json!({ "followUp": follow_up })).await[0];
        let mut form = answers("k", "2", "太慢");
        form.push(("action", "send"));
        let thanks = survey.post(token, &form).await;
        let (_, behind) = thanks.body.split_once("class=\"button\" href=\"").unwrap();
        let next = behind.split('"').next().unwrap();
        let page = survey.get(next).await;
        assert_eq!(page.status, 200);
        page.shows("工作及时性");
        // Whoever has lost the page gets the same link again.
        assert_eq!(survey.post(token, &form).await, thanks);
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_after_the_last_place_is_thanked_as_well() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        for code in ["A", "B"] {
            survey.stage.customer(code, &[("region", "east")], 1).await;
        }
        let quota = json!([{ "key": "region", "ratios": [{ "value": "east", "ratio": 1 }] }]);
        let sampling = json!({ "method": "SIMPLE", "size": 1, "seed": "seed" });
        let changes = json!({ "quotas": quota, "sampling": sampling, "reserve": 1 });
        let tokens = survey.invited("P", changes).await;
        let mut told = Vec::new();
        for token in &tokens {
            let mut form = answers("k", "5", "");
            form.push(("action", "send"));
            told.push(survey.post(token, &form).await);
        }
        told[0].shows("您的答卷已收到。");
        told[1].shows("不计入统计结果");
        assert_eq!(told[1].status, 200);
        assert_eq!(app.number(SHEETS).await, 2);
    })
    .await;
}
