//! The door for answers, and what the module of scores gets from a closed cycle.

use chrono::TimeDelta;
use plumbline::cycles;
use plumbline::kernel::ids::AssignmentId;
use plumbline::kernel::{ErrorCode, Failure, Outcome};
use serde_json::json;

use crate::support::assessment::{
    answer_as, as_user, first_assignment, look, look_as, opened, submit,
};
use crate::support::each_database;

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
            problem(answer_as(&app, "mkt2", assignment).await),
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
