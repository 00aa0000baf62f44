//! Nobody decides about a request of whoever they stand in for.

use super::Stage;
use super::exceptions::{Batch, decision, excluded, suspended};
use crate::delegations::{grant, lend};
use crate::support::each_database;

#[tokio::test]
async fn a_stand_in_decides_nothing_that_the_lender_has_asked() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let asker = app.manager_of("FIN").await;
        let exclusion = excluded(&asker, &batch).await;
        let suspension = suspended(&asker, &batch, "2026-04-30").await;
        let own = grant(&asker, "MANAGER").await;
        let lent = lend(&app, &asker, &own, "MKT2", "2026-04-06", "2026-04-20").await;
        lent.done("grantDelegate");
        let stand_in = app.employee_of("MKT").await;
        let executive = app.sign_in("executive").await;
        for (operation, field, id) in [
            ("ExclusionDecide", "exclusionDecide", &exclusion),
            ("SuspensionDecide", "suspensionDecide", &suspension),
        ] {
            let denied = stand_in.send(operation, decision(id, true)).await;
            assert_eq!(denied.problems(field), ["SEPARATION_OF_DUTIES id"]);
            let decided = executive.send(operation, decision(id, true)).await;
            decided.done(field);
        }
    })
    .await;
}
