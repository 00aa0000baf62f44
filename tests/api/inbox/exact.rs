//! An entry is there if and only if what decides it would be accepted.

use std::collections::BTreeSet;

use super::*;
use crate::support::each_database;

#[tokio::test]
async fn whatever_waits_for_somebody_is_accepted_from_them_and_from_nobody_else() {
    each_database(async |app| {
        planned(&app, json!({})).await;
        planned(&app, json!({ "severity": "HIGH" })).await;
        extension(&app).await;
        unmeasured(&app, 0).await;
        survey_requests(&app).await;
        appeal(&app, "S1").await;
        kpi_requests(&app).await;
        let reviewed = sheet(&app, "S2").await;
        kpi::bring(&app.hr().await, &reviewed, "SELF_REVIEWED").await;

        let hr = app.hr().await;
        let mut clients = Vec::new();
        for username in EVERYBODY {
            clients.push((username, app.sign_in(username).await));
        }
        let mut kinds = BTreeSet::new();
        // Each decision makes one entry vanish, and some bring the next step of theirs.
        for _ in 0..100 {
            let mut of = Vec::new();
            for (username, client) in &clients {
                let own: BTreeSet<(String, String)> = entries(client)
                    .await
                    .iter()
                    .map(|it| (text(&it["kind"]), text(&it["subjectId"])))
                    .collect();
                of.push((username, client, own));
            }
            let first = of.iter().filter_map(|(_, _, own)| own.first()).min();
            let Some((kind, subject)) = first.cloned() else {
                break;
            };
            let what = (kind.clone(), subject.clone());
            let (deciders, others): (Vec<_>, Vec<_>) =
                of.iter().partition(|(_, _, own)| own.contains(&what));
            // HR may take that step too, but it waits for the subject alone.
            let is_draft =
                kind == "KPI_SHEET" && kpi::look(&hr, &subject).await["state"] == "DRAFT";
            for (username, client, _) in others {
                if !(is_draft && *username == &"hr") {
                    let tried = say_yes(&hr, client, &kind, &subject).await;
                    assert!(!accepted(&tried), "{username} decided {kind}");
                }
            }
            let (username, client, _) = deciders[0];
            let taken = say_yes(&hr, client, &kind, &subject).await;
            assert!(accepted(&taken), "{username} {kind} {:?}", taken.0);
            kinds.insert(kind);
        }
        let all = [
            "ADJUSTMENT",
            "APPEAL",
            "EXCLUSION",
            "EXTENSION",
            "KPI_SHEET",
            "PLAN",
            "SUSPENSION",
            "TARGET_CHANGE",
            "VERIFICATION",
        ];
        assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
        for (username, client) in &clients {
            assert_eq!(entries(client).await, Vec::<Value>::new(), "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_stand_in_has_what_waits_for_whoever_is_absent() {
    each_database(async |app| {
        let (id, _) = planned(&app, json!({})).await;
        let manager = app.manager_of("FIN").await;
        let grants = "{ viewer { grants { id role } } }";
        let grants = manager.query(grants, json!({})).await;
        let grants = grants.data()["viewer"]["grants"].as_array().unwrap().clone();
        let own = grants.iter().find(|it| it["role"] == "MANAGER").unwrap();
        let input = json!({ "grantId": own["id"], "toEmployeeId": app.employee("FIN2").await,
            "startsOn": "2026-04-06", "endsOn": "2026-04-20" });
        let lend = "mutation($input: GrantDelegateInput!) { grantDelegate(input: $input) { errors { code } } }";
        manager.query(lend, json!({ "input": input })).await.done("grantDelegate");

        assert_eq!(holders(&app, "PLAN", &id).await, ["fin1", "fin2"]);
        let taken = say_yes(&app.hr().await, &app.employee_of("FIN").await, "PLAN", &id).await;
        assert!(accepted(&taken));
        assert_eq!(holders(&app, "PLAN", &id).await, [""; 0]);
    })
    .await;
}
