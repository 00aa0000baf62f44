//! The respondent page as a browser gets it: its headers, its limits, what it escapes, and
//! its form. What becomes of answers is told by the stories of `tests/api`.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::support::{Knock, Reply};
use crate::cycles::Confidentiality;
use crate::invitations::{Respondent, Token};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::kernel::{ErrorCode, Outcome, Problem};
use crate::questionnaires::{
    LanguageTag, PublishedContent, QuestionnaireVersion, VersionContent, VersionHead,
};

/// What the holder of a token is asked: `open` and others in Chinese, `english` in English;
/// nobody else is asked anything.
pub(super) fn asked(token: &Token) -> Option<Respondent> {
    let language = match token.reveal() {
        "open" | "full" | "more" => "zh-CN",
        "english" => "en",
        _ => return None,
    };
    let language = LanguageTag::parse(language).unwrap();
    let content = PublishedContent::read(&content().to_string()).unwrap();
    let version = QuestionnaireVersion {
        head: VersionHead {
            id: QuestionnaireVersionId(Default::default()),
            questionnaire_id: QuestionnaireId(Default::default()),
            number: 1,
            published_at: None,
        },
        sha256: String::new(),
        content: VersionContent::Published(Arc::new(content)),
    };
    Some(Respondent {
        version: Arc::new(version.spoken_in(&language)),
        language,
        confidentiality: Confidentiality::Anonymous,
        min_group: 5,
        draft: None,
        is_follow_up: false,
    })
}

/// What the answers of a token are read against.
pub(super) fn published(token: &Token) -> Outcome<Arc<PublishedContent>> {
    let asked = asked(token).ok_or_else(|| {
        Problem::new(ErrorCode::NotFound, "no such link", "没有该链接").at(["token"])
    })?;
    Ok(Arc::clone(asked.version.published().unwrap()))
}

fn wording(chinese: &str, english: &str) -> serde_json::Value {
    json!({ "text": chinese, "translations": [{ "language": "en", "text": english }] })
}

fn scale(labels: &[(&str, &str)], lowest: i32) -> serde_json::Value {
    let levels = (lowest..).zip(labels).map(
        |(level, (chinese, english))| json!({ "level": level, "label": wording(chinese, english) }),
    );
    json!({ "levels": levels.collect::<Vec<_>>(), "neutralPoint": "3" })
}

fn content() -> serde_json::Value {
    let five = scale(
        &[
            ("很不满意", "Very poor"),
            ("不满意", "Poor"),
            ("一般", "Fair"),
            ("满意", "Good"),
            ("很满意", "Excellent"),
        ],
        1,
    );
    let numbers: Vec<String> = (0..=30).map(|level: i32| level.to_string()).collect();
    let labels: Vec<(&str, &str)> = numbers
        .iter()
        .map(|it| (it.as_str(), it.as_str()))
        .collect();
    let item = |code: &str, text, rest: serde_json::Value| {
        let mut item = json!({ "code": code, "text": text, "required": false, "allow_not_applicable": false, "allowNotApplicable": false });
        item.as_object_mut()
            .unwrap()
            .extend(rest.as_object().unwrap().clone());
        item
    };
    let option = |code: &str, text| json!({ "code": code, "text": text });
    json!({
        "language": "zh-CN",
        "name": wording("客户满意度调查 <b>&\"'", "Customer survey <b>&\"'"),
        "scale": five,
        "dimensions": [
            { "code": "service", "name": wording("服务质量", "Quality of service"), "weight": "100", "items": [
                item("speed", wording("我们的响应是否及时？", "Do we respond in time?"), json!({ "kind": "RATING", "weight": "40" })),
                item("staff", wording("您对服务人员的专业程度是否满意？", "How professional are our people?"), json!({ "kind": "RATING", "weight": "30", "allowNotApplicable": true })),
                item("advise", wording("您有多大可能向同行推荐我们？", "How likely are you to recommend us?"), json!({ "kind": "RATING", "weight": "20", "scale": scale(&labels[..11], 0) })),
                item("overall", wording("请给我们打分", "Give us a mark"), json!({ "kind": "RATING", "weight": "10", "scale": scale(&labels, 0), "allowNotApplicable": true })),
            ] },
            { "code": "more", "name": wording("其他", "Anything else"), "weight": "0", "items": [
                item("channel", wording("您通常如何联系我们？", "How do you usually reach us?"), json!({ "kind": "SINGLE_CHOICE", "required": true, "options": [
                    option("phone", wording("电话", "By phone")), option("visit", wording("上门 <script>alert(1)</script>", "In person <script>alert(1)</script>")) ] })),
                item("why", wording("为什么上门？", "Why in person?"), json!({ "kind": "TEXT", "required": true, "showWhen": { "item": "channel", "choice": "visit" } })),
                item("products", wording("您使用哪些产品？", "Which products do you use?"), json!({ "kind": "MULTIPLE_CHOICE", "allowNotApplicable": true, "options": [
                    option("a", wording("标准服务", "Standard service")), option("b", wording("驻场服务", "Service on your site")) ] })),
                item("years", wording("合作了多少年？", "For how many years?"), json!({ "kind": "NUMBER" })),
                item("wish", wording("您最希望我们改进什么？", "What should we do better?"), json!({ "kind": "TEXT" })),
            ] },
        ],
    })
}

fn form(uri: &str, fields: &[(&str, &str)]) -> TestRequest {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    TestRequest::post()
        .uri(uri)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(body)
}

async fn send(knock: &Knock, token: &str, fields: &[(&str, &str)]) -> Reply {
    let fields = [&[("key", "k"), ("language", "zh-CN")], fields].concat();
    knock.send(form(&format!("/r/{token}"), &fields)).await
}

#[actix_web::test]
async fn the_page_is_closed_to_everything_but_its_own_style_and_form() {
    let knock = Knock::new();
    let page = knock.get("/r/open").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy").unwrap();
    assert_eq!(
        policy,
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex, nofollow"),
        ("x-content-type-options", "nosniff"),
        ("content-type", "text/html; charset=utf-8"),
    ] {
        assert_eq!(page.header(name), Some(value), "{name}");
    }
    assert_eq!(page.header("set-cookie"), None);
    let text = page.text();
    for absent in ["<script", "style=", "onclick", "http:", "/r/open"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[actix_web::test]
async fn the_style_has_its_hash_in_its_name_and_is_kept() {
    let knock = Knock::new();
    let page = knock.get("/r/open").await.text();
    let (_, behind) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let (name, _) = behind.split_once('"').unwrap();
    let style = knock.get(&format!("/r/{name}")).await;
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    let kept = "public, max-age=31536000, immutable";
    assert_eq!(style.header("cache-control"), Some(kept));
    let other = knock.get("/r/page-0123456789abcdef.css").await;
    assert_eq!(other.header("cache-control"), Some("no-cache"));
    assert_eq!(other.body, style.body);
}

#[actix_web::test]
async fn hostile_texts_are_escaped_wherever_they_come_from() {
    let knock = Knock::new();
    let hostile = "\"><script>alert(1)</script>";
    let foreign = format!("level.{hostile}");
    let fields = [
        ("item", "speed"),
        ("comment.speed", hostile),
        ("item", "years"),
        ("number.years", hostile),
        ("item", hostile),
        (&foreign, "3"),
        ("complaint", hostile),
        ("key", hostile),
        ("action", "send"),
    ];
    let page = send(&knock, "open", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asking = [("comment.speed", hostile), ("action", "opt-out")];
    let asking = send(&knock, "open", &asking).await.text();
    assert!(asking.contains("&quot;&gt;&lt;script&gt;"), "{asking}");
    for text in [page.text(), asking] {
        assert!(!text.contains("<script"), "{text}");
        assert!(!text.contains("<b>"), "{text}");
    }
}

#[actix_web::test]
async fn every_kind_of_question_has_its_fields() {
    let knock = Knock::new();
    let page = knock.get("/r/english").await.text();
    assert!(page.contains("<html lang=\"en\">"));
    // Five levels in words, the best first; eleven as numbers, the lowest first; more as a list.
    let place = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("{text} in {page}"))
    };
    assert!(place(">Excellent<") < place(">Very poor<"));
    assert!(
        place("name=\"level.advise\" value=\"0\"") < place("name=\"level.advise\" value=\"10\"")
    );
    place("<select id=\"answer4\" name=\"level.overall\"");
    place("<option value=\"*\">Does not apply to me");
    place("name=\"level.staff\" value=\"*\"");
    place("type=\"radio\" name=\"choice.channel\" value=\"phone\"");
    place("type=\"checkbox\" name=\"choice.products\" value=\"b\"");
    place("type=\"checkbox\" name=\"none.products\" value=\"*\"");
    place("inputmode=\"decimal\"");
    place("If you choose “Poor” or lower, please say why.");
    place("Only if you chose “In person &lt;script&gt;alert(1)&lt;/script&gt;” in question 5.");
    place("This survey is anonymous");
    // Every field of its own has a label, and no id stands twice.
    let ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for described in page.split("aria-describedby=\"").skip(1) {
        for id in described.split('"').next().unwrap().split(' ') {
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[actix_web::test]
async fn what_is_wrong_is_told_at_its_field_and_all_that_was_typed_stays() {
    let knock = Knock::new();
    let fields = [
        ("item", "speed"),
        ("level.speed", "1"),
        ("item", "staff"),
        ("level.staff", "*"),
        ("item", "channel"),
        ("choice.channel", "visit"),
        ("item", "why"),
        ("text.why", " "),
        ("item", "years"),
        ("number.years", "many"),
        ("item", "wish"),
        ("text.wish", "更快\r\n更好"),
        ("complaint", "\u{1}"),
    ];
    let page = send(
        &knock,
        "open",
        &[&fields[..], &[("action", "send")]].concat(),
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("<title>请检查 – 客户满意度调查"));
    assert!(text.contains("role=\"alert\" tabindex=\"-1\" autofocus"));
    for told in [
        "<a href=\"#comment1\">第 1 题：请填写说明原因。</a>",
        "<a href=\"#answer6\">第 6 题：请回答此题。</a>",
        "<a href=\"#answer8\">第 8 题：这不是数字",
        "<a href=\"#complaint\">",
        "aria-describedby=\"rule1 comment-error1\" aria-invalid=\"true\"",
        "aria-describedby=\"when6 error6\" aria-required=\"true\" aria-invalid=\"true\"",
        "name=\"level.speed\" value=\"1\" checked",
        "name=\"level.staff\" value=\"*\" checked",
        "name=\"choice.channel\" value=\"visit\" checked",
        "name=\"number.years\" value=\"many\"",
        ">更快\n更好</textarea>",
        "name=\"key\" value=\"k\"",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    let order: Vec<usize> = ["#comment1", "#answer6", "#answer8", "#complaint"]
        .map(|link| text.find(&format!("href=\"{link}\"")).unwrap())
        .to_vec();
    assert!(order.is_sorted());
    assert_eq!(knock.touched(), 0);

    // Whoever only thinks of leaving finds everything again.
    let asking = send(
        &knock,
        "open",
        &[&fields[..], &[("action", "opt-out")]].concat(),
    )
    .await;
    assert!(
        asking
            .text()
            .contains("name=\"text.wish\" value=\"更快\n更好\"")
    );
    let back = send(
        &knock,
        "open",
        &[&fields[..], &[("action", "back")]].concat(),
    )
    .await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.text().contains(">更快\n更好</textarea>"));
    assert_eq!(knock.touched(), 0);
}

#[actix_web::test]
async fn every_token_that_cannot_be_answered_gets_one_answer() {
    let knock = Knock::new();
    let long = "x".repeat(5_000);
    let tokens = ["unknown", "%FF%00", "%E9%95%BF", "..%2F", &long];
    let first = knock.get("/r/unknown").await;
    assert_eq!(first.status, StatusCode::NOT_FOUND);
    let english = TestRequest::get()
        .uri("/r/unknown")
        .insert_header(("accept-language", "en"));
    let mut replies = vec![knock.send(english).await];
    for token in tokens {
        replies.push(knock.get(&format!("/r/{token}")).await);
        for action in ["save", "send", "opt-out", "opt-out-confirmed", "back"] {
            let fields = [("item", "speed"), ("level.speed", "9"), ("action", action)];
            replies.push(send(&knock, token, &fields).await);
        }
    }
    let headers = |reply: &Reply| {
        // The order of a list among them is made anew for each of these doors.
        let lists = reply.headers.iter().map(|(name, value)| {
            let mut parts: Vec<&str> = value.to_str().unwrap().split(", ").collect();
            parts.sort_unstable();
            format!("{name}: {parts:?}")
        });
        let mut told: Vec<String> = lists.collect();
        told.sort();
        told
    };
    for reply in &replies {
        assert_eq!(reply.status, first.status);
        assert_eq!(headers(reply), headers(&first));
        assert_eq!(reply.body, first.body);
    }
}

#[actix_web::test]
async fn what_is_no_form_of_the_page_is_refused_before_anything_is_looked_up() {
    let knock = Knock::with(|settings| settings.body_limit = 200);
    let broken = |body: &str, kind: &'static str| {
        let request = TestRequest::post().uri("/r/open");
        request
            .insert_header(("content-type", kind))
            .set_payload(body.to_owned())
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let long = format!("action=send&key=k&complaint={}", "x".repeat(200));
    for (body, kind, status) in [
        (
            "action=send&key=k",
            "application/json",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "action=send&key=k",
            "text/plain",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("", FORM, StatusCode::BAD_REQUEST),
        ("key=k", FORM, StatusCode::BAD_REQUEST),
        ("action=other&key=k", FORM, StatusCode::BAD_REQUEST),
        ("action=send", FORM, StatusCode::BAD_REQUEST),
        ("action=send&key=%ff", FORM, StatusCode::BAD_REQUEST),
        (
            "action=send&key=k&level.speed=x",
            FORM,
            StatusCode::BAD_REQUEST,
        ),
        (&long, FORM, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let reply = knock.send(broken(body, kind)).await;
        assert_eq!(reply.status, status, "{body}");
        assert!(reply.text().contains("<html lang=\"zh-CN\">"), "{body}");
        assert!(
            reply
                .header("content-security-policy")
                .unwrap()
                .contains("form-action 'self'")
        );
    }
    let other = knock.send(TestRequest::put().uri("/r/open")).await;
    assert_eq!(other.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(other.header("allow"), Some("GET, HEAD, POST"));
    assert_eq!(knock.touched(), 0);
}

#[actix_web::test]
async fn answers_are_thanked_for_and_lead_on() {
    let knock = Knock::new();
    let fields = [
        ("item", "channel"),
        ("choice.channel", "phone"),
        ("action", "send"),
    ];
    let thanks = send(&knock, "open", &fields).await;
    assert_eq!(thanks.status, StatusCode::OK);
    assert!(thanks.text().contains("您的答卷已收到。"));
    let full = send(&knock, "full", &fields).await.text();
    assert!(full.contains("不计入统计结果"));
    let more = send(&knock, "more", &fields).await.text();
    let next = Token::of("more").follow_up();
    assert!(more.contains(&format!("href=\"{}\"", next.reveal())));
    assert_eq!(knock.touched(), 3);
    let english = [&fields[..], &[("language", "en")]].concat();
    assert!(
        send(&knock, "open", &english)
            .await
            .text()
            .contains("Thank you")
    );
}

#[actix_web::test]
async fn a_database_that_is_down_is_told_kindly() {
    let knock = Knock::new();
    knock.stub.broken.store(true, Ordering::SeqCst);
    let page = knock.get("/r/open").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), Some("2"));
    assert!(page.text().contains("Please try again in a moment"));
}
