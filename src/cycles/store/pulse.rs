//! Whether anything has happened to the progress of a cycle.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{assignment, cycle, reminder};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait,
};

use super::value;
use crate::cycles::model::Pulse;
use crate::database::{Database, Handle};
use crate::kernel::Outcome;
use crate::kernel::ids::CycleId;

/// The pulses of these cycles, in three statements however many there are.
pub(in crate::cycles) async fn pulses(
    database: &Database,
    cycles: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Pulse>> {
    let states: Vec<(CycleId, String, i32)> = cycle::Entity::find()
        .select_only()
        .columns([
            cycle::Column::Id,
            cycle::Column::State,
            cycle::Column::Version,
        ])
        .filter(cycle::Column::Id.is_in(cycles.iter().copied()))
        .into_tuple()
        .all(database.connection())
        .await?;
    let mut answered = answered(database, &cycles).await?;
    let reminded = reminded(database, &cycles).await?;
    states
        .into_iter()
        .map(|(id, state, version)| {
            let answered = answered.remove(&id).unwrap_or_default();
            let pulse = Pulse {
                state: value(&state)?,
                version,
                assignments: answered.0,
                submitted: answered.1,
                last_submitted_at: answered.2,
                reminders: reminded.get(&id).copied().unwrap_or_default(),
            };
            Ok((id, pulse))
        })
        .collect()
}

/// How many assignments there are, how many were answered, and when the last one was.
type Answered = (i64, i64, Option<DateTime<Utc>>);

async fn answered(database: &Database, cycles: &[CycleId]) -> Outcome<HashMap<CycleId, Answered>> {
    #[derive(FromQueryResult)]
    struct Row {
        cycle_id: CycleId,
        assignments: i64,
        submitted: i64,
        last_submitted_at: Option<DateTime<Utc>>,
    }
    let rows: Vec<Row> = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::CycleId)
        .column_as(assignment::Column::Id.count(), "assignments")
        .column_as(assignment::Column::SubmittedAt.count(), "submitted")
        .column_as(assignment::Column::SubmittedAt.max(), "last_submitted_at")
        .filter(assignment::Column::CycleId.is_in(cycles.iter().copied()))
        .group_by(assignment::Column::CycleId)
        .into_model()
        .all(database.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let answered = (row.assignments, row.submitted, row.last_submitted_at);
            (row.cycle_id, answered)
        })
        .collect())
}

async fn reminded(database: &Database, cycles: &[CycleId]) -> Outcome<HashMap<CycleId, i64>> {
    let rows: Vec<(CycleId, i64)> = reminder::Entity::find()
        .select_only()
        .column(assignment::Column::CycleId)
        .column_as(reminder::Column::Id.count(), "reminders")
        .join(JoinType::InnerJoin, reminder::Relation::Assignment.def())
        .filter(assignment::Column::CycleId.is_in(cycles.iter().copied()))
        .group_by(assignment::Column::CycleId)
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(rows.into_iter().collect())
}
