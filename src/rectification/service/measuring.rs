//! The figures by which it is seen whether a plan worked.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use crate::access::OpContext;
use crate::database::Handle;
use crate::kernel::ids::ScoreId;
use crate::kernel::{Decimal, Exact, Failure, Outcome, Problem};
use crate::rectification::error;
use crate::rectification::model::{Issue, Measure, Metric, VerificationOutcome, judge};
use crate::{complaints, kpi, scoring};

/// A figure, and the score from which it was taken.
type Observed = (Option<Decimal>, Option<ScoreId>);

/// The figure as it is before anything was done: the last published one, or the complaints
/// of as many days as will be observed. Refuses a dimension in which the department, assessed
/// already, never was: by that nothing would ever be seen.
pub(super) async fn baseline(
    context: &OpContext,
    handle: &impl Handle,
    issue: &Issue,
    measure: &Measure,
) -> Outcome<Result<Option<Decimal>, Problem>> {
    if let (Metric::DimensionIndex, Some(dimension)) = (measure.metric, &measure.dimension) {
        let found = scoring::latest_figure_in(context, issue.department_id, dimension).await?;
        let Some(score) = found else {
            return Ok(Err(error::unknown_dimension().at(["dimension"])));
        };
        let figure = score.as_ref().and_then(|it| it.figure(Some(dimension)));
        return Ok(Ok(figure.map(shown).transpose()?));
    }
    let now = context.now();
    let from = now - TimeDelta::days(i64::from(measure.window_days));
    let (figure, _) = figure(context, handle, issue, measure, None, (from, now)).await?;
    Ok(Ok(figure))
}

/// The figure that came of it: the last one that was published since all was done, or the
/// complaints within the window.
pub(super) async fn observed(
    context: &OpContext,
    handle: &impl Handle,
    issue: &Issue,
    measure: &Measure,
) -> Outcome<Observed> {
    let since = since(issue)?;
    let until = window_end(context, issue, measure)?;
    figure(context, handle, issue, measure, Some(since), (since, until)).await
}

/// For each of these issues whose observation has ended, whether there are no data by which
/// [`judge`] decides: looked up together, as [`observed`] does it one by one.
pub(super) async fn data_are_missing(
    context: &OpContext,
    handle: &impl Handle,
    measured: &[(&Issue, &Measure)],
) -> Outcome<Vec<bool>> {
    let (mut scores, mut lines) = (Vec::new(), Vec::new());
    for (issue, measure) in measured {
        let since = since(issue)?;
        match measure.metric {
            Metric::DepartmentIndex | Metric::DimensionIndex => {
                scores.push((issue.department_id, since));
            }
            Metric::KpiLine => {
                let indicator = measure.indicator.clone().unwrap_or_default();
                lines.push((issue.department_id, indicator, since));
            }
            Metric::ComplaintCount => {}
        }
    }
    let mut scores = scoring::latest_figures(context, &scores).await?.into_iter();
    let mut lines = kpi::published_lines(handle, &lines).await?.into_iter();
    let missing = measured.iter().map(|(_, measure)| {
        let figure = match measure.metric {
            Metric::DepartmentIndex | Metric::DimensionIndex => {
                let score = scores.next().flatten();
                let figure = score.as_ref();
                let figure = figure.and_then(|it| it.figure(measure.dimension.as_deref()));
                figure.map(shown).transpose()?
            }
            Metric::KpiLine => lines.next().flatten(),
            // Complaints can always be counted, be it to none.
            Metric::ComplaintCount => Some(Decimal::from(0)),
        };
        Ok(judge(measure, figure.as_ref()).0 == VerificationOutcome::InsufficientData)
    });
    missing.collect()
}

/// When the window ends: with the end of its last calendar day, where the company is; a window
/// of no days has ended when it begins.
pub(super) fn window_end(
    context: &OpContext,
    issue: &Issue,
    measure: &Measure,
) -> Outcome<DateTime<Utc>> {
    let since = since(issue)?;
    let Some(days) = u64::try_from(measure.window_days).ok().filter(|it| *it > 0) else {
        return Ok(since);
    };
    let first = since.with_timezone(&context.time_zone).date_naive();
    let end = first + Days::new(days);
    let end = end
        .and_time(NaiveTime::MIN)
        .and_local_timezone(context.time_zone);
    let end = end.earliest().map(|moment| moment.with_timezone(&Utc));
    Ok(end.unwrap_or(since + TimeDelta::days(i64::from(measure.window_days))))
}

fn since(issue: &Issue) -> Outcome<DateTime<Utc>> {
    issue
        .verifying_since
        .ok_or_else(|| Failure::internal("observed before all was done"))
}

async fn figure(
    context: &OpContext,
    handle: &impl Handle,
    issue: &Issue,
    measure: &Measure,
    since: Option<DateTime<Utc>>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Outcome<Observed> {
    let department = issue.department_id;
    match measure.metric {
        Metric::DepartmentIndex | Metric::DimensionIndex => {
            let score = scoring::latest_figure(context, department, since).await?;
            let Some(score) = score else {
                return Ok((None, None));
            };
            let figure = score.figure(measure.dimension.as_deref()).map(shown);
            Ok((figure.transpose()?, Some(score.score_id)))
        }
        Metric::ComplaintCount => {
            let count = complaints::complaints_about(handle, department, from, until).await?;
            let count = i64::try_from(count).map_err(Failure::internal)?;
            Ok((Some(Decimal::from(count)), None))
        }
        Metric::KpiLine => {
            let indicator = measure.indicator.as_deref().unwrap_or_default();
            let line = kpi::published_line(handle, department, indicator, since).await?;
            Ok((line, None))
        }
    }
}

/// A figure as it is published, with two places.
fn shown(figure: &Exact) -> Outcome<Decimal> {
    figure.rounded(2).parse().map_err(Failure::internal)
}
