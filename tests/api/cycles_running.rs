//! A running cycle: one's own assignments, progress, reminders, giving an
//! assignment to somebody else, and the door for answers.

use chrono::TimeDelta;
use plumbline::access::OpContext;
use plumbline::cycles::{self, AnswerableAssignment};
use plumbline::kernel::ids::AssignmentId;
use plumbline::kernel::{ErrorCode, Failure, Outcome};
use serde_json::{Value, json};

use crate::support::assessment::{look, look_as, opened, prepared, text};
use crate::support::{Client, TestApp, each_database};

const MINE: &str = "query($state: AssignmentState) { viewer { assignments(first: 9, state: $state) {
    nodes { id state dueAt takesAnswers cycle { code } assessed { code } assessing { code } } totalCount } } }";

const REASSIGN: &str = "mutation($id: ID!, $employee: ID!, $reason: String!) {
    assignmentReassign(id: $id, employeeId: $employee, reason: $reason) {
        assignment { id state evaluator { number } } errors { code field message } } }";

const REMIND: &str = "mutation($id: ID!) { assignmentRemind(cycleId: $id) { reminded cycle { code } errors { code field } } }";

#[tokio::test]
async fn an_evaluator_sees_the_own_assignments_and_no_others() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        let evaluator = app.employee_of("MKT").await;

        let answer = evaluator.query(MINE, json!({ "state": "PENDING" })).await;

        let mine = &answer.data()["viewer"]["assignments"];
        assert_eq!(mine["totalCount"], 1);
        let node = mine["nodes"][0].clone();
        assert_eq!(
            node,
            json!({
                "id": node["id"], "state": "PENDING", "dueAt": "2026-04-16T03:00:00+00:00", "takesAnswers": true,
                "cycle": { "code": "Q1" }, "assessed": { "code": "FIN" }, "assessing": { "code": "MKT" },
            })
        );
        for username in ["hr", "fin2", "hrc2"] {
            let none = app.sign_in(username).await.query(MINE, json!({})).await;
            let none = none.data()["viewer"]["assignments"].clone();
            assert_eq!(none, json!({ "nodes": [], "totalCount": 0 }), "{username}");
        }
        let find = "query($id: ID!) { node(id: $id) { __typename } }";
        for (username, found) in [("mkt2", true), ("mkt1", true), ("hr", true), ("fin1", false), ("fin2", false)] {
            let answer = app.sign_in(username).await.query(find, json!({ "id": node["id"] })).await;
            assert_eq!(!answer.data()["node"].is_null(), found, "{username}");
        }
        let bad = evaluator.query("{ viewer { assignments(first: 101) { totalCount } } }", json!({})).await;
        assert_eq!(bad.code(), Some("BAD_REQUEST"));
    })
    .await;
}

#[tokio::test]
async fn after_the_closing_nothing_is_left_to_do() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let evaluator = app.employee_of("MKT").await;

        let pending = evaluator.query(MINE, json!({ "state": "PENDING" })).await;
        let all = evaluator.query(MINE, json!({})).await;

        assert_eq!(pending.data()["viewer"]["assignments"]["totalCount"], 0);
        assert_eq!(
            all.data()["viewer"]["assignments"]["nodes"][0]["takesAnswers"],
            false
        );
    })
    .await;
}

#[tokio::test]
async fn progress_is_for_those_who_may_see_it() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let line = |code: &str, assigned: u64, submitted: u64| {
            json!({ "department": { "code": code }, "assigned": assigned, "submitted": submitted })
        };
        let all = json!({ "assigned": 5, "submitted": 1, "byDepartment": [
            line("HRC", 1, 0), line("ITD", 1, 0), line("MKT", 2, 1), line("PAY", 1, 0),
        ] });
        let marketing = json!({ "assigned": 2, "submitted": 1, "byDepartment": [line("MKT", 2, 1)] });
        let finance = json!({ "assigned": 1, "submitted": 0, "byDepartment": [line("PAY", 1, 0)] });
        for (username, expected) in
            [("hr", &all), ("executive", &all), ("auditor", &all), ("mkt1", &marketing), ("fin1", &finance)]
        {
            let answer = app.sign_in(username).await.send("CycleProgress", json!({ "code": "Q1" })).await;
            assert_eq!(&answer.data()["cycle"]["progress"], expected, "{username}");
        }
        let answer = app.employee_of("MKT").await.send("CycleProgress", json!({ "code": "Q1" })).await;
        assert_eq!(answer.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn who_has_not_answered_is_told_by_department() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let query = "query($first: Int!, $after: String) { cycle(code: \"Q1\") { outstanding(first: $first, after: $after) {
            nodes { evaluator { number } } pageInfo { hasNextPage endCursor } totalCount } } }";
        let hr = app.hr().await;
        let mut found = Vec::new();
        let mut after = Value::Null;
        loop {
            let answer = hr.query(query, json!({ "first": 2, "after": after })).await;
            let page = answer.data()["cycle"]["outstanding"].clone();
            assert_eq!(page["totalCount"], 4);
            let nodes = page["nodes"].as_array().unwrap();
            found.extend(nodes.iter().map(|node| text(&node["evaluator"]["number"])));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        found.sort();
        assert_eq!(found, ["HRC1", "ITD1", "MKT1", "PAY1"]);
        let manager = app.manager_of("MKT").await.query(query, json!({ "first": 9 })).await;
        assert_eq!(
            manager.data()["cycle"]["outstanding"]["nodes"],
            json!([{ "evaluator": { "number": "MKT1" } }])
        );
        let employee = app.employee_of("MKT").await.query(query, json!({ "first": 9 })).await;
        assert_eq!(employee.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn hr_gives_an_assignment_to_a_colleague() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        hr.send("CycleOpen", json!({ "id": id }))
            .await
            .done("cycleOpen");
        let old = first_assignment(&app.manager_of("ITD").await).await;
        // Somebody who answers for marketing already.
        let input = json!({
            "employeeId": app.employee("MKT2").await, "departmentId": app.department("ITD").await,
            "isMain": false, "startsOn": "2026-04-01",
        });
        let add = "mutation($input: PostAddInput!) { postAdd(input: $input) { errors { code } } }";
        hr.query(add, json!({ "input": input }))
            .await
            .done("postAdd");
        let give = async |number: &str| {
            let variables =
                json!({ "id": old, "employee": app.employee(number).await, "reason": "出差" });
            hr.query(REASSIGN, variables).await
        };
        for (number, expected) in [
            ("FIN2", "INVALID employeeId"),
            ("PRD2", "INVALID employeeId"),
            ("ITD1", "DUPLICATE employeeId"),
            ("MKT2", "DUPLICATE employeeId"),
        ] {
            assert_eq!(
                give(number).await.problems("assignmentReassign"),
                [expected],
                "{number}"
            );
        }
        let wrong = json!({ "id": "asg_1", "employee": "emp_1", "reason": "" });
        assert_eq!(
            hr.query(REASSIGN, wrong)
                .await
                .problems("assignmentReassign"),
            ["NOT_FOUND id", "NOT_FOUND employeeId", "REQUIRED reason"]
        );
        for username in ["itd1", "mkt1", "executive", "auditor"] {
            let variables =
                json!({ "id": old, "employee": app.employee("ITD2").await, "reason": "x" });
            let answer = app.sign_in(username).await.query(REASSIGN, variables).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }

        let answer = give("ITD2").await;

        let new = &answer.done("assignmentReassign")["assignment"];
        assert_eq!(new["evaluator"]["number"], "ITD2");
        assert_eq!(
            first_assignment(&app.employee_of("ITD").await).await,
            text(&new["id"])
        );
        assert_eq!(
            give("ITD2").await.problems("assignmentReassign"),
            ["INVALID_STATE id"]
        );
        let seen = look(&app, "Q1", "progress { assigned }").await;
        assert_eq!(seen["progress"]["assigned"], 5);
    })
    .await;
}

#[tokio::test]
async fn an_answered_assignment_and_one_of_a_closed_cycle_stay_where_they_are() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let answered = submit(&app, "mkt2").await.unwrap();
        let hr = app.hr().await;
        let variables =
            json!({ "id": answered.id, "employee": app.employee("MKT1").await, "reason": "x" });
        let answer = hr.query(REASSIGN, variables.clone()).await;
        assert_eq!(
            answer.problems("assignmentReassign"),
            ["ALREADY_SUBMITTED id"]
        );
        hr.send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let answer = hr.query(REASSIGN, variables).await;
        assert_eq!(answer.problems("assignmentReassign"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn reminding_twice_does_no_harm() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let hr = app.hr().await;
        let remind = async || {
            let answer = app.hr().await.query(REMIND, json!({ "id": id })).await;
            answer.done("assignmentRemind")["reminded"].clone()
        };
        assert_eq!(remind().await, 4);
        assert_eq!(remind().await, 0);
        app.pass(TimeDelta::hours(1));
        assert_eq!(remind().await, 4);
        let seen = look(&app, "Q1", "outstanding(first: 1) { nodes { remindedAt } }").await;
        assert_eq!(
            seen["outstanding"]["nodes"][0]["remindedAt"],
            "2026-04-06T03:00:00+00:00"
        );

        let manager = app
            .manager_of("MKT")
            .await
            .query(REMIND, json!({ "id": id }))
            .await;
        assert_eq!(manager.code(), Some("FORBIDDEN"));
        let hr_again = app.hr().await;
        let nobody = hr_again.query(REMIND, json!({ "id": "cyc_1" })).await;
        assert_eq!(nobody.problems("assignmentRemind"), ["NOT_FOUND cycleId"]);
        drop(hr);
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let late = app.hr().await.query(REMIND, json!({ "id": id })).await;
        assert_eq!(late.problems("assignmentRemind"), ["INVALID_STATE cycleId"]);
    })
    .await;
}

#[tokio::test]
async fn the_door_lets_in_whose_assignment_it_is_until_the_closing() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let assignment: AssignmentId = first_assignment(&app.employee_of("MKT").await)
            .await
            .parse()
            .unwrap();
        for username in ["mkt1", "hr", "fin2"] {
            let stranger = as_user(&app, username).await;
            let transaction = stranger.begin().await.unwrap();
            let refused = cycles::assignment_to_answer(&stranger, &transaction, assignment).await;
            assert_eq!(
                problem(refused),
                (ErrorCode::NotFound, "assignmentId".to_owned()),
                "{username}"
            );
        }
        let door = async || {
            let evaluator = as_user(&app, "mkt2").await;
            let transaction = evaluator.begin().await.unwrap();
            cycles::assignment_to_answer(&evaluator, &transaction, assignment)
                .await
                .unwrap()
                .takes_answers
        };
        assert!(door().await);
        app.pass(TimeDelta::days(10) + TimeDelta::hours(1));
        assert!(
            !door().await,
            "the time is over, though nobody has closed the cycle"
        );
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        assert!(!door().await);

        let hr = as_user(&app, "hr").await;
        let transaction = hr.begin().await.unwrap();
        cycles::assignment_to_reopen(&hr, &transaction, assignment)
            .await
            .unwrap();
        cycles::mark_reopened(&hr, &transaction, assignment, hr.now())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        assert!(door().await);
        assert_eq!(
            first_assignment(&app.employee_of("MKT").await).await,
            assignment.to_string()
        );
        submit(&app, "mkt2").await.unwrap();
        assert_eq!(
            problem(submit_again(&app, "mkt2", assignment).await),
            (ErrorCode::AlreadySubmitted, "assignmentId".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn only_hr_reopens_and_only_before_the_scoring() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let answered = submit(&app, "mkt2").await.unwrap();
        for username in ["mkt1", "mkt2", "executive", "auditor"] {
            let somebody = as_user(&app, username).await;
            let transaction = somebody.begin().await.unwrap();
            let refused = cycles::assignment_to_reopen(&somebody, &transaction, answered.id).await;
            assert!(matches!(refused, Err(Failure::Forbidden)), "{username}");
        }
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let hr = as_user(&app, "hr").await;
        let transaction = hr.begin().await.unwrap();
        let cycle = cycles::cycle_to_score(&transaction, id.parse().unwrap())
            .await
            .unwrap();
        cycles::mark_scored(&hr, &transaction, &cycle)
            .await
            .unwrap();
        let refused = cycles::assignment_to_reopen(&hr, &transaction, answered.id).await;
        assert_eq!(problem(refused).0, ErrorCode::InvalidState);
    })
    .await;
}

#[tokio::test]
async fn a_closing_waits_for_answers_that_were_let_in() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let assignment: AssignmentId = first_assignment(&app.employee_of("MKT").await)
            .await
            .parse()
            .unwrap();
        let evaluator = as_user(&app, "mkt2").await;
        let (hr, watcher) = (app.hr().await, app.hr().await);
        let transaction = evaluator.begin().await.unwrap();
        let found = cycles::assignment_to_answer(&evaluator, &transaction, assignment)
            .await
            .unwrap();
        assert!(found.takes_answers);

        let answering = async {
            // Long enough for the closing to come as far as it can.
            for _ in 0..200 {
                app.platform.database.ping().await.unwrap();
            }
            assert_eq!(look_as(&watcher, "Q1", "state").await["state"], "OPEN");
            cycles::mark_submitted(&evaluator, &transaction, assignment, evaluator.now())
                .await
                .unwrap();
            transaction.commit().await.unwrap();
        };
        let (closed, ()) = tokio::join!(hr.send("CycleClose", json!({ "id": id })), answering);

        closed.done("cycleClose");
        let seen = look(&app, "Q1", "state progress { submitted }").await;
        assert_eq!(
            seen,
            json!({ "state": "CLOSED", "progress": { "submitted": 1 } })
        );
    })
    .await;
}

#[tokio::test]
async fn scoring_gets_what_the_opening_froze_and_moves_the_cycle_on() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let hr = as_user(&app, "hr").await;
        let transaction = hr.begin().await.unwrap();
        let open = cycles::cycle_to_score(&transaction, id.parse().unwrap()).await;
        assert_eq!(problem(open).0, ErrorCode::InvalidState);
        drop(transaction);
        app.hr().await.send("CycleClose", json!({ "id": id })).await.done("cycleClose");

        let transaction = hr.begin().await.unwrap();
        let cycle = cycles::cycle_to_score(&transaction, id.parse().unwrap()).await.unwrap();
        let frozen = cycles::frozen(&transaction, &cycle).await.unwrap();
        let scored = cycles::mark_scored(&hr, &transaction, &cycle).await.unwrap();
        let scored = cycles::mark_scored(&hr, &transaction, &scored).await.unwrap();
        let published = cycles::mark_published(&hr, &transaction, &scored, hr.now()).await.unwrap();
        transaction.commit().await.unwrap();

        assert_eq!(frozen.policy.number, 1);
        let weights: Vec<String> = frozen.pairs.iter().map(|pair| pair.weight.to_string()).collect();
        assert_eq!(weights, ["50/3", "50/3", "50/3", "30"]);
        let assigned: Vec<u64> = frozen.pairs.iter().map(|pair| pair.assigned).collect();
        assert_eq!(assigned, [1, 1, 1, 2]);
        let codes: Vec<&str> = frozen.departments.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["FIN", "HRC", "ITD", "MKT", "PAY"]);
        assert_eq!(published.published_at, Some(hr.now()));
        let hr = app.hr().await;
        let rank = "mutation($id: ID!) { cycleOpenRanking(id: $id) { cycle { rankingOpened } errors { code } } }";
        for _ in 0..2 {
            let answer = hr.query(rank, json!({ "id": id })).await;
            assert_eq!(answer.done("cycleOpenRanking")["cycle"]["rankingOpened"], true);
        }
        let archive = "mutation($id: ID!) { cycleArchive(id: $id) { cycle { state } errors { code } } }";
        let answer = hr.query(archive, json!({ "id": id })).await;
        assert_eq!(answer.done("cycleArchive")["cycle"]["state"], "ARCHIVED");
    })
    .await;
}

/// Answers the first assignment of `username`, as the module of answers does.
async fn submit(app: &TestApp, username: &str) -> Outcome<AnswerableAssignment> {
    let assignment = first_assignment(&app.sign_in(username).await).await;
    submit_again(app, username, assignment.parse().unwrap()).await
}

async fn submit_again(
    app: &TestApp,
    username: &str,
    assignment: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    let evaluator = as_user(app, username).await;
    let transaction = evaluator.begin().await?;
    let found = cycles::assignment_to_answer(&evaluator, &transaction, assignment).await?;
    assert!(found.takes_answers || found.state == cycles::AssignmentState::Submitted);
    cycles::mark_submitted(&evaluator, &transaction, assignment, evaluator.now()).await?;
    transaction.commit().await?;
    Ok(found)
}

/// The id of the first assignment that waits for somebody.
async fn first_assignment(client: &Client<'_>) -> String {
    let answer = client.query(MINE, json!({ "state": "PENDING" })).await;
    text(&answer.data()["viewer"]["assignments"]["nodes"][0]["id"])
}

/// The context in which `username` acts, signed in anew.
async fn as_user(app: &TestApp, username: &str) -> OpContext {
    let client = app.sign_in(username).await;
    let acting = app
        .platform
        .context(client.token.as_deref(), "a-test")
        .await;
    acting.unwrap_or_else(|_| panic!("{username} cannot act"))
}

/// Code and field of the only problem.
#[track_caller]
fn problem<T>(outcome: Outcome<T>) -> (ErrorCode, String) {
    match outcome {
        Err(Failure::Problems(problems)) => {
            assert_eq!(problems.len(), 1, "{problems:?}");
            (problems[0].code, problems[0].field.join("."))
        }
        Err(failure) => panic!("{failure:?}"),
        Ok(_) => panic!("nothing was wrong"),
    }
}
