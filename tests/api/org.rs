//! Departments, employees and the company.

use serde_json::{Value, json};

use crate::support::{TestApp, each_database};

#[tokio::test]
async fn hr_makes_departments_and_employees_and_names_heads() {
    each_database(async |app| {
        let hr = app.hr().await;
        let fin = app.department("FIN").await;

        let input = json!({ "code": "TAX", "name": "税务组", "kind": "HEADQUARTERS", "parentId": fin });
        let department = hr.send("DepartmentCreate", json!({ "input": input })).await;
        let department = &department.done("departmentCreate")["department"];
        assert_eq!(department["parent"]["id"], json!(fin));
        let input = json!({ "number": "T1", "name": "王芳", "departmentId": department["id"], "email": "wf@example.com" });
        let employee = hr.send("EmployeeCreate", json!({ "input": input })).await;
        let employee = &employee.done("employeeCreate")["employee"];
        assert_eq!(employee["department"]["code"], "TAX");
        let variables = json!({ "id": department["id"], "employeeId": employee["id"] });
        let headed = hr.send("DepartmentSetHead", variables).await;

        assert_eq!(headed.done("departmentSetHead")["department"]["head"]["name"], "王芳");
        let node = hr.send("AnyNode", json!({ "id": department["id"] })).await;
        let expected = json!({ "__typename": "Department", "id": department["id"], "code": "TAX" });
        assert_eq!(node.data()["node"], expected);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_department_is_told_field_by_field_and_nothing_is_written() {
    each_database(async |app| {
        let hr = app.hr().await;
        let megabyte = "长".repeat(350_000);
        let cases = [
            (json!({ "code": "FIN", "name": "x", "kind": "BRANCH" }), vec!["TAKEN input.code"]),
            (json!({ "code": "", "name": " ", "kind": "BRANCH" }), vec!["REQUIRED input.code", "REQUIRED input.name"]),
            (json!({ "code": "X", "name": megabyte, "kind": "BRANCH" }), vec!["TOO_LONG input.name"]),
            (json!({ "code": "a b", "name": "a\u{0}b", "kind": "BRANCH" }), vec!["INVALID input.code", "INVALID input.name"]),
            (
                json!({ "code": "X", "name": "x", "kind": "BRANCH", "parentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" }),
                vec!["NOT_FOUND input.parentId"],
            ),
            (json!({ "code": "X", "name": "x", "kind": "BRANCH", "parentId": "' OR 1=1" }), vec!["NOT_FOUND input.parentId"]),
            (
                json!({ "code": "X", "name": "x", "kind": "BRANCH", "existsFrom": "2026-02-01", "existsUntil": "2026-01-01" }),
                vec!["INVALID input.existsUntil"],
            ),
        ];
        for (input, expected) in cases {
            let answer = hr.send("DepartmentCreate", json!({ "input": input })).await;
            assert_eq!(answer.problems("departmentCreate"), expected);
            assert_eq!(answer.data()["departmentCreate"]["department"], Value::Null);
        }
        assert_eq!(department_count(&app).await, 6);
    })
    .await;
}

#[tokio::test]
async fn messages_come_in_the_language_of_the_reader() {
    each_database(async |app| {
        let input = json!({ "code": "FIN", "name": "重复", "kind": "BRANCH" });

        let answer = app
            .hr()
            .await
            .in_chinese()
            .send("DepartmentCreate", json!({ "input": input }))
            .await;

        assert_eq!(answer.messages("departmentCreate"), ["部门编码已被使用。"]);
    })
    .await;
}

#[tokio::test]
async fn only_hr_changes_the_organisation() {
    each_database(async |app| {
        let input = json!({ "code": "NEW", "name": "新部门", "kind": "BRANCH" });
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let answer = app
                .sign_in(username)
                .await
                .send("DepartmentCreate", json!({ "input": input }))
                .await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
        let answer = app
            .anonymous()
            .send("DepartmentCreate", json!({ "input": input }))
            .await;
        assert_eq!(answer.code(), Some("UNAUTHENTICATED"));
        assert_eq!(department_count(&app).await, 6);
    })
    .await;
}

#[tokio::test]
async fn departments_are_paged_by_code_and_counted_when_asked() {
    each_database(async |app| {
        let hr = app.hr().await;
        let mut after = Value::Null;
        let mut codes = Vec::new();
        loop {
            let answer = hr
                .send("Departments", json!({ "first": 4, "after": after }))
                .await;
            let page = &answer.data()["departments"];
            assert_eq!(page["totalCount"], 6);
            codes.extend(
                page["nodes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|node| node["code"].as_str().unwrap().to_owned()),
            );
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(codes, ["FIN", "HRC", "ITD", "MKT", "PAY", "PRD"]);
        for (first, after) in [
            (101, Value::Null),
            (-1, Value::Null),
            (1, json!("no cursor")),
        ] {
            let answer = hr
                .send("Departments", json!({ "first": first, "after": after }))
                .await;
            assert_eq!(answer.code(), Some("BAD_REQUEST"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_of_departments_with_heads_costs_a_fixed_number_of_statements() {
    each_database(async |app| {
        let hr = app.hr().await;
        let list = async |first: u32| {
            let (answer, statements) = app
                .statements(hr.send("Departments", json!({ "first": first })))
                .await;
            assert_eq!(
                answer.data()["departments"]["nodes"]
                    .as_array()
                    .unwrap()
                    .len(),
                first as usize
            );
            statements
        };
        assert_eq!(list(2).await, list(6).await);
    })
    .await;
}

#[tokio::test]
async fn a_department_cannot_stand_below_itself_nor_be_changed_from_an_old_version() {
    each_database(async |app| {
        let hr = app.hr().await;
        let fin = app.department("FIN").await;
        let update = "mutation($id: ID!, $input: DepartmentUpdateInput!, $version: Int!) {
            departmentUpdate(id: $id, input: $input, expectedVersion: $version) {
                department { name version } errors { code field message } } }";
        let below = app.department("PAY").await;
        let input = json!({ "name": "财务中心", "kind": "HEADQUARTERS", "parentId": below });

        let answer = hr
            .query(update, json!({ "id": fin, "input": input, "version": 2 }))
            .await;
        assert_eq!(
            answer.problems("departmentUpdate"),
            ["INVALID input.parentId"]
        );

        let input = json!({ "name": "财务部", "kind": "HEADQUARTERS" });
        let stale = hr
            .query(update, json!({ "id": fin, "input": input, "version": 1 }))
            .await;
        assert_eq!(
            stale.problems("departmentUpdate"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        let answer = hr
            .query(update, json!({ "id": fin, "input": input, "version": 2 }))
            .await;
        assert_eq!(
            answer.done("departmentUpdate")["department"],
            json!({ "name": "财务部", "version": 3 })
        );
    })
    .await;
}

#[tokio::test]
async fn a_new_main_post_ends_the_one_before() {
    each_database(async |app| {
        let hr = app.hr().await;
        let variables = json!({ "input": {
            "employeeId": app.employee("FIN2").await, "departmentId": app.department("ITD").await,
            "isMain": true, "startsOn": "2026-05-01" } });
        let add = "mutation($input: PostAddInput!) { postAdd(input: $input) {
            post { employee { posts { department { code } isMain startsOn endsOn } } } errors { code field } } }";

        let answer = hr.query(add, variables.clone()).await;

        assert_eq!(
            answer.done("postAdd")["post"]["employee"]["posts"],
            json!([
                { "department": { "code": "FIN" }, "isMain": true, "startsOn": "2026-04-06", "endsOn": "2026-04-30" },
                { "department": { "code": "ITD" }, "isMain": true, "startsOn": "2026-05-01", "endsOn": null },
            ])
        );
        let again = hr.query(add, variables).await;
        assert_eq!(again.problems("postAdd"), ["INVALID input.startsOn"]);
    })
    .await;
}

#[tokio::test]
async fn contact_details_are_for_those_who_need_them() {
    each_database(async |app| {
        let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
            input: { name: \"李娜\", email: \"ln@example.com\", phone: \"13800000000\" }) { errors { code field } } }";
        let variables = json!({ "id": app.employee("FIN2").await });
        app.hr().await.query(update, variables).await.done("employeeUpdate");
        for (username, email) in [
            ("hr", json!("ln@example.com")),
            ("fin1", json!("ln@example.com")),
            ("fin2", json!("ln@example.com")),
            ("itd1", Value::Null),
            ("admin", Value::Null),
        ] {
            let query = "{ employee(number: \"FIN2\") { name email } }";
            let answer = app.sign_in(username).await.query(query, json!({})).await;
            assert_eq!(answer.data()["employee"], json!({ "name": "李娜", "email": email }), "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_company_keeps_its_calendar_and_settings() {
    each_database(async |app| {
        let hr = app.hr().await;
        let update = "mutation($input: CompanyUpdateInput!) { companyUpdate(input: $input, expectedVersion: 0) {
            company { name timeZone languages version } errors { code field } } }";
        let wrong = json!({ "name": "", "timeZone": "Mars/Base", "languages": [], "fiscalYearStartMonth": 13 });
        let answer = hr.query(update, json!({ "input": wrong })).await;
        assert_eq!(
            answer.problems("companyUpdate"),
            ["REQUIRED input.name", "INVALID input.timeZone", "INVALID input.languages", "OUT_OF_RANGE input.fiscalYearStartMonth"]
        );
        let right = json!({ "name": "示范公司", "timeZone": "Asia/Shanghai", "languages": ["zh", "en"], "fiscalYearStartMonth": 4 });
        hr.query(update, json!({ "input": right })).await.done("companyUpdate");

        let set = "mutation { calendarDaySet(input: { day: \"2026-10-01\", working: false, name: \"国庆节\" }) { errors { code } } }";
        hr.query(set, json!({})).await.done("calendarDaySet");
        let query = "{ company { name calendarDays(from: \"2026-10-01\", until: \"2026-10-07\") { day working name } } }";
        assert_eq!(
            hr.query(query, json!({})).await.data()["company"],
            json!({ "name": "示范公司", "calendarDays": [{ "day": "2026-10-01", "working": false, "name": "国庆节" }] })
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_has_left_signs_in_and_answers_no_more() {
    each_database(async |app| {
        let clerk = app.employee_of("FIN").await;
        let update = "mutation($id: ID!, $day: Date) { employeeUpdate(id: $id, expectedVersion: 1,
            input: { name: \"李娜\", leftOn: $day }) { errors { code field } } }";
        let variables = json!({ "id": app.employee("FIN2").await, "day": "2026-04-06" });
        app.hr()
            .await
            .query(update, variables)
            .await
            .done("employeeUpdate");
        let viewer = "{ viewer { account { username } } }";
        assert_eq!(
            clerk.query(viewer, json!({})).await.code(),
            None,
            "the last day is a working day"
        );

        app.platform.clock.advance(chrono::TimeDelta::minutes(14));
        app.platform
            .clock
            .set(app.platform.clock.now() + chrono::TimeDelta::days(1));

        let variables = json!({ "username": "fin2", "password": "plumb-line hangs true" });
        let answer = app.anonymous().send("SignIn", variables).await;
        assert_eq!(answer.problems("signIn"), ["INVALID_CREDENTIALS"]);
        assert_eq!(
            clerk.query(viewer, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
    })
    .await;
}

#[tokio::test]
async fn a_department_comes_from_another_one_once() {
    each_database(async |app| {
        let finance = app.department("FIN").await;
        let input = json!({ "code": "NEW", "name": "新部门", "kind": "BRANCH", "predecessorIds": [finance, finance] });

        let answer = app.hr().await.send("DepartmentCreate", json!({ "input": input })).await;

        assert_eq!(answer.problems("departmentCreate"), ["DUPLICATE input.predecessorIds.1"]);
        assert_eq!(department_count(&app).await, 6);
    })
    .await;
}

async fn department_count(app: &TestApp) -> u64 {
    let answer = app
        .hr()
        .await
        .send("Departments", json!({ "first": 1 }))
        .await;
    answer.data()["departments"]["totalCount"].as_u64().unwrap()
}
