//! What statistics look at.

use chrono::{DateTime, Utc};
use entity::{issue, issue_verification};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::value;
use crate::access::Scope;
use crate::database::Database;
use crate::database::Handle as _;
use crate::kernel::Outcome;
use crate::kernel::ids::DepartmentId;
use crate::rectification::model::{Cause, IssueState, VerificationOutcome};

/// An issue, as far as statistics look at it.
pub(in crate::rectification) struct Figure {
    pub(in crate::rectification) department_id: DepartmentId,
    pub(in crate::rectification) state: IssueState,
    pub(in crate::rectification) opened_at: DateTime<Utc>,
    pub(in crate::rectification) closed_at: Option<DateTime<Utc>>,
    pub(in crate::rectification) verifying_since: Option<DateTime<Utc>>,
    pub(in crate::rectification) due_on: chrono::NaiveDate,
    pub(in crate::rectification) cause: Option<Cause>,
}

type Row = (
    DepartmentId,
    String,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    chrono::NaiveDate,
    Option<String>,
);

/// The issues of the departments in scope that were opened or closed between two moments, or
/// are open.
pub(in crate::rectification) async fn figures(
    database: &Database,
    scope: &Scope,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Outcome<Vec<Figure>> {
    let within =
        |column: issue::Column| Condition::all().add(column.gte(from)).add(column.lt(until));
    let open = IssueState::ALL.iter().filter(|state| state.is_open());
    let wanted = Condition::any()
        .add(within(issue::Column::OpenedAt))
        .add(within(issue::Column::ClosedAt))
        .add(issue::Column::State.is_in(open.map(|state| state.as_str())));
    let mut query = issue::Entity::find()
        .select_only()
        .columns([
            issue::Column::DepartmentId,
            issue::Column::State,
            issue::Column::OpenedAt,
            issue::Column::ClosedAt,
            issue::Column::VerifyingSince,
            issue::Column::DueOn,
            issue::Column::Cause,
        ])
        .filter(wanted);
    if let Some(departments) = scope.restriction() {
        query = query.filter(issue::Column::DepartmentId.is_in(departments));
    }
    let rows: Vec<Row> = query.into_tuple().all(database.connection()).await?;
    rows.into_iter()
        .map(
            |(department_id, state, opened_at, closed_at, verifying_since, due_on, cause)| {
                Ok(Figure {
                    department_id,
                    state: value(&state)?,
                    opened_at,
                    closed_at,
                    verifying_since,
                    due_on,
                    cause: cause.as_deref().map(value).transpose()?,
                })
            },
        )
        .collect()
}

/// What was found out between two moments about the plans of departments in scope.
pub(in crate::rectification) async fn outcomes(
    database: &Database,
    scope: &Scope,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Outcome<Vec<VerificationOutcome>> {
    let at = issue_verification::Column::VerifiedAt;
    let mut query = issue_verification::Entity::find()
        .select_only()
        .column(issue_verification::Column::Outcome)
        .inner_join(issue::Entity)
        .filter(at.gte(from))
        .filter(at.lt(until));
    if let Some(departments) = scope.restriction() {
        query = query.filter(issue::Column::DepartmentId.is_in(departments));
    }
    let rows: Vec<String> = query.into_tuple().all(database.connection()).await?;
    rows.iter().map(|outcome| value(outcome)).collect()
}
