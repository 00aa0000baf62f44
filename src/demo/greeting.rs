//! What the demo server says when it starts.

use std::net::SocketAddr;

use super::people::PASSWORD;
use crate::access::{OpContext, Platform};
use crate::cycles::{self, Cycle, CycleFilter, CycleState};
use crate::kernel::page::MAX_PAGE;
use crate::kernel::{Outcome, PageRequest};
use crate::scoring::{self, ScoreOrder};

/// The ranking of the last finished quarter, the sign-ins, the addresses, and a first
/// query to paste.
pub async fn greeting(platform: &Platform, address: SocketAddr) -> Outcome<Vec<String>> {
    let context = platform.system_context("demo", "greeting").await?;
    let page = PageRequest {
        first: MAX_PAGE,
        after: None,
    };
    let cycles = cycles::cycles(&context, &CycleFilter::default(), page)
        .await?
        .items;
    let in_state = |state| {
        cycles
            .iter()
            .filter(move |cycle: &&Cycle| cycle.state == state)
    };
    let published = in_state(CycleState::Published).max_by_key(|cycle| cycle.settings.period.end);
    let open = in_state(CycleState::Open).max_by_key(|cycle| cycle.settings.period.end);
    let mut lines = Vec::new();
    if let Some(cycle) = published {
        lines.push(format!(
            "{} ({}), published:",
            cycle.settings.name.as_str(),
            cycle.code.as_str()
        ));
        lines.extend(ranking(&context, cycle).await?);
        lines.push(String::new());
    }
    if let Some(cycle) = open {
        lines.push(format!(
            "{} ({}) is open and takes answers.",
            cycle.settings.name.as_str(),
            cycle.code.as_str()
        ));
        lines.push(String::new());
    }
    lines.push(format!("Everybody's password is: {PASSWORD}"));
    for (who, names) in [
        ("HR", "hr1, hr2"),
        ("executives", "exec1, exec2"),
        (
            "a manager",
            "fin.head (and hrc, csd, itd, pld, end, pur, mkt, prd)",
        ),
        (
            "an employee",
            "mkt.1 (to .4, and all other departments but HR alike)",
        ),
        ("the auditor", "auditor"),
        ("the administrator", "admin"),
    ] {
        lines.push(format!("  {who:<18} {names}"));
    }
    lines.push(String::new());
    lines.push(format!("GraphQL   http://{address}/graphql"));
    lines.push(format!("GraphiQL  http://{address}/graphiql"));
    lines.push(format!("Schema    http://{address}/schema.graphql"));
    lines.push(String::new());
    lines.push("A first query to paste into GraphiQL:".to_owned());
    lines.push(format!(
        "  mutation {{ signIn(username: \"hr1\", password: \"{PASSWORD}\") {{ accessToken viewer {{ account {{ username }} }} }} }}"
    ));
    Ok(lines)
}

async fn ranking(context: &OpContext, cycle: &Cycle) -> Outcome<Vec<String>> {
    let page = PageRequest {
        first: MAX_PAGE,
        after: None,
    };
    let scores =
        scoring::scores_of_cycle(context, cycle, ScoreOrder::IndexDescending, page).await?;
    let name = |id| async move {
        let found = crate::org::departments_by_id(context, vec![id]).await?;
        Outcome::Ok(
            found
                .into_iter()
                .next()
                .map(|department| department.name)
                .unwrap_or_default(),
        )
    };
    let mut lines = vec!["  rank   index    rate  department".to_owned()];
    for score in scores.items {
        let figures = &score.headline;
        let rank = figures
            .rank
            .map(|rank| rank.to_string())
            .unwrap_or_default();
        let index = figures.index.as_deref().unwrap_or("-");
        let rate = figures.satisfaction_rate.as_deref().unwrap_or("-");
        lines.push(format!(
            "  {rank:>4}  {index:>6}  {rate:>6}  {}",
            name(score.department_id).await?
        ));
    }
    Ok(lines)
}
