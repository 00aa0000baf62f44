//! The messages that the executor words, in Chinese where their form is known: these
//! are the library's own, so that a new version of it shows here.

use serde_json::json;

use super::support::{JSON, Knock, post};

async fn message(document: &str, variables: serde_json::Value) -> String {
    let body = json!({ "query": document, "variables": variables }).to_string();
    let request = post(JSON, body).insert_header(("accept-language", "zh"));
    let reply = Knock::new().send(request).await;
    assert_eq!(reply.code(), "BAD_REQUEST", "{document}");
    let json = reply.json();
    json["errors"][0]["message"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn what_validation_finds_is_said_in_chinese() {
    for (document, chinese) in [
        (
            "{ech}",
            "类型 \"Query\" 没有字段 \"ech\"。您是否要用 \"echo\"?",
        ),
        ("{ xyzxyzxyz }", "类型 \"Query\" 没有字段 \"xyzxyzxyz\"。"),
        (
            "{ echo(txt: 1) }",
            "类型 \"Query\" 的字段 \"echo\" 没有参数 \"txt\"。您是否要用 \"text\"?",
        ),
        ("{ count }", "字段 \"count\" 缺少必填参数 \"number\"。"),
        (
            "{ count(number: \"a\") }",
            "参数 \"number\" 的值无效，应为类型 \"Int\"。",
        ),
        ("{ ...f }", "没有片段 \"f\"。"),
        (
            "query($a: Nothing) { echo(text: $a) }",
            "没有类型 \"Nothing\"。",
        ),
        ("{ echo @nothing }", "没有指令 \"nothing\"。"),
        ("query($a: String) { echo }", "变量 \"$a\" 未被使用。"),
        ("{ echo(text: $a) }", "变量 \"$a\" 未定义。"),
    ] {
        assert_eq!(message(document, json!({})).await, chinese);
    }
}

#[actix_web::test]
async fn a_missing_variable_is_said_in_chinese() {
    let document = "query($n: Int!) { count(number: $n) }";
    assert_eq!(
        message(document, json!({})).await,
        "变量 $n（类型 Int!）必填，且不能为 null。"
    );
}

#[actix_web::test]
async fn english_stays_as_the_library_words_it() {
    let reply = Knock::new().query("{ ech }").await;
    assert!(reply.text().contains("Unknown field"));
}
