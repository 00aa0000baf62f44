//! `plumbline recompute`: computes published scores again from their stored inputs
//! and compares.

use super::failure::CommandFailure;
use super::start::open_platform;
use super::terminal::{complain, say};
use crate::access::OpContext;
use crate::config::Settings;
use crate::cycles::{self, Cycle, CycleFilter, CycleState};
use crate::kernel::page::MAX_PAGE;
use crate::kernel::{Failure, Outcome, PageRequest};
use crate::scoring::recompute;

/// The states in which a cycle has scores.
const SCORED: [CycleState; 3] = [
    CycleState::Scored,
    CycleState::Published,
    CycleState::Archived,
];

/// Which scores to compute again.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The code of one cycle [default: all that have scores].
    #[arg(long, value_name = "CODE")]
    cycle: Option<String>,
}

pub(super) async fn run(
    settings: &Settings,
    migrate: bool,
    arguments: &Arguments,
) -> Result<(), CommandFailure> {
    let platform = open_platform(settings, migrate).await?;
    let context = platform.system_context("command line", "recompute").await?;
    let mut different = 0;
    for cycle in wanted(&context, arguments.cycle.as_deref()).await? {
        let found = match recompute(&context, &cycle).await {
            Ok(found) => found,
            // One damaged cycle must not hide the state of the others.
            Err(Failure::Internal(cause)) => {
                say(&format!(
                    "{}: cannot be computed: {cause}",
                    cycle.code.as_str()
                ));
                different += 1;
                continue;
            }
            Err(failure) => return Err(failure.into()),
        };
        let earlier = match found.of_other_inputs {
            0 => String::new(),
            others => format!("; {others} earlier revisions of other inputs not compared"),
        };
        say(&format!(
            "{}: {} scores compared, {} differ{earlier}",
            cycle.code.as_str(),
            found.compared,
            found.differences.len(),
        ));
        for difference in &found.differences {
            complain(&format!(
                "  {}: stored {}; computed {}",
                difference.department, difference.stored, difference.computed
            ));
        }
        different += found.differences.len();
    }
    if different == 0 {
        Ok(())
    } else {
        Err(CommandFailure::Negative(format!(
            "{different} scores are not what their stored inputs give. Run plumbline audit verify, and compare with a backup."
        )))
    }
}

async fn wanted(context: &OpContext, code: Option<&str>) -> Result<Vec<Cycle>, CommandFailure> {
    match code {
        Some(code) => match cycles::cycle_by_code(context, code).await? {
            Some(cycle) if SCORED.contains(&cycle.state) => Ok(vec![cycle]),
            Some(_) => Err(CommandFailure::Usage(format!(
                "The cycle {code} has no scores yet."
            ))),
            None => Err(CommandFailure::Usage(format!("There is no cycle {code}."))),
        },
        None => Ok(scored_cycles(context).await?),
    }
}

async fn scored_cycles(context: &OpContext) -> Outcome<Vec<Cycle>> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = cycles::cycles(
            context,
            &CycleFilter::default(),
            PageRequest {
                first: MAX_PAGE,
                after,
            },
        )
        .await?;
        after = page.items.last().map(Cycle::key);
        found.extend(
            page.items
                .into_iter()
                .filter(|cycle| SCORED.contains(&cycle.state)),
        );
        if !page.has_next {
            return Ok(found);
        }
    }
}
