//! Putting figures into the lines of a sheet that is open.

use super::hand::Hand;
use super::opened::Opened;
use crate::access::OpContext;
use crate::kernel::{Outcome, Problem};
use crate::kpi::error;
use crate::kpi::model::{
    EnteredFigure, Line, NewFigure, Origin, Request, RequestKind, RequestState,
};

/// What entering figures leaves to be written.
#[derive(Default)]
pub(super) struct Entered {
    /// The history.
    pub(super) entries: Vec<EnteredFigure>,
    /// Targets that wait for approval.
    pub(super) requests: Vec<Request>,
}

/// Enters figures into a sheet that is being made: a first target counts at once, another
/// one waits. Problems are told by their place in the list.
pub(super) fn enter(
    context: &OpContext,
    hand: &Hand,
    opened: &mut Opened,
    figures: Vec<NewFigure>,
    origin: Origin,
) -> Outcome<Result<Entered, Vec<Problem>>> {
    let own = hand.is_own(&opened.sheet);
    let (mut entered, mut problems) = (Entered::default(), Vec::new());
    for (position, figure) in figures.into_iter().enumerate() {
        let at = |problem: Problem, field: &str| {
            let position = position.to_string();
            problem.at([position.as_str(), field])
        };
        if figure.is_rating && own {
            problems.push(at(error::not_rated_by_oneself(), "actual"));
        }
        entered
            .entries
            .push(entry(context, opened, &figure, origin));
        let sheet_id = opened.sheet.id;
        let Some(line) = opened.lines.get_mut(figure.position) else {
            continue;
        };
        let proposed = figure.target.clone();
        match (proposed, &line.target) {
            (Some(target), None) => line.target = Some(target),
            (Some(target), Some(old)) if target != *old => {
                if line.proposed_target.is_some() {
                    problems.push(at(error::target_waits(), "target"));
                }
                line.proposed_target = Some(target.clone());
                entered.requests.push(Request {
                    id: context.id(),
                    sheet_id,
                    kind: RequestKind::TargetChange,
                    path: Some(line.path.clone()),
                    old_target: line.target.clone(),
                    new_target: Some(target),
                    points: None,
                    reason: figure.reason.clone().unwrap_or_default(),
                    evidence: None,
                    state: RequestState::Pending,
                    requested_at: context.now(),
                    requested_by: context.signed_in()?.account_id,
                    decision: None,
                });
            }
            _ => {}
        }
        put_actual(context, line, figure, origin);
    }
    Ok(match problems.is_empty() {
        true => Ok(entered),
        false => Err(problems),
    })
}

/// Puts an actual into a line; what was checked was another figure.
pub(super) fn put_actual(context: &OpContext, line: &mut Line, figure: NewFigure, origin: Origin) {
    let Some(actual) = figure.actual else {
        return;
    };
    line.actual = Some(actual);
    line.given = None;
    line.origin = Some(origin);
    line.source = figure.source;
    line.reason = figure.reason;
    line.entered_by = context.signed_in().ok().map(|account| account.account_id);
    line.entered_at = Some(context.now());
    line.checked_by = None;
    line.checked_at = None;
}

/// The history of one figure.
pub(super) fn entry(
    context: &OpContext,
    opened: &Opened,
    figure: &NewFigure,
    origin: Origin,
) -> EnteredFigure {
    let line = opened.lines.get(figure.position);
    EnteredFigure {
        id: context.id(),
        sheet_id: opened.sheet.id,
        revision: opened.sheet.revision,
        path: line.map(|line| line.path.clone()).unwrap_or_default(),
        actual: figure.actual.clone(),
        target: figure.target.clone(),
        reason: figure.reason.clone(),
        source: figure.source.clone(),
        origin,
        score_id: None,
        at: context.now(),
        by: context.signed_in().ok().map(|account| account.account_id),
    }
}
