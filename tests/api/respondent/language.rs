//! In which language the page speaks.

use serde_json::json;

use super::Survey;
use crate::support::each_database;

#[tokio::test]
async fn whoever_speaks_neither_language_reads_one_throughout() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", Some("fr")).await;
        let both = &survey.invited("P", json!({})).await[0];
        let page = survey.get(both).await;
        page.shows("<html lang=\"en\">");
        page.shows("Are we in time?");
        page.shows("Your answers are read together with your name");
        assert!(!page.body.contains("响应是否及时"));

        // The other questionnaire of the stories is Chinese alone.
        app.pass(chrono::TimeDelta::days(1));
        let chinese = json!({ "questionnaireVersionId": survey.stage.version });
        let chinese = &survey.invited("P2", chinese).await[0];
        let page = survey.get(chinese).await;
        page.shows("<html lang=\"zh-CN\">");
        page.shows("工作及时性");
        page.shows("您的答卷会连同您的姓名");
    })
    .await;
}
