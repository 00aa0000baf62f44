//! What many fields of one request need of the internal assessment.

use chrono::{DateTime, Utc};

use crate::cycles;
use crate::graphql::base::{BatchLoader, Batches, batch, index};
use crate::kernel::ids::{AssignmentId, CycleId, QuestionnaireVersionId, ScoringPolicyId};

/// The loaders of one request.
pub(crate) struct CycleLoaders {
    pub(crate) cycles: BatchLoader<CycleId, cycles::Cycle>,
    pub(crate) matrices: BatchLoader<CycleId, Vec<cycles::AssessedRow>>,
    pub(crate) departments: BatchLoader<CycleId, Vec<cycles::FrozenDepartment>>,
    pub(crate) sides: BatchLoader<CycleId, Vec<cycles::Side>>,
    pub(crate) progress: BatchLoader<CycleId, cycles::Progress>,
    pub(crate) policies: BatchLoader<ScoringPolicyId, cycles::ScoringPolicy>,
    pub(crate) assignments: BatchLoader<AssignmentId, cycles::Assignment>,
    /// Questionnaire versions that the viewer sees through assignments and matrices.
    pub(crate) versions_seen: BatchLoader<QuestionnaireVersionId, ()>,
    pub(crate) reminders: BatchLoader<AssignmentId, DateTime<Utc>>,
}

impl CycleLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            cycles: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = cycles::cycles_by_id(&context, ids).await?;
                    Ok(index(found, |cycle| cycle.id))
                })
            }),
            matrices: batch(batches, |context, ids| {
                Box::pin(async move { cycles::matrices_of(&context, ids).await })
            }),
            departments: batch(batches, |context, ids| {
                Box::pin(async move { cycles::frozen_departments_of(&context, ids).await })
            }),
            sides: batch(batches, |context, ids| {
                Box::pin(async move { cycles::sides_of(&context, ids).await })
            }),
            progress: batch(batches, |context, ids| {
                Box::pin(async move { cycles::progress_of(&context, ids).await })
            }),
            policies: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = cycles::scoring_policies_by_id(&context, ids).await?;
                    Ok(index(found, |policy| policy.id))
                })
            }),
            assignments: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = cycles::assignments_by_id(&context, ids).await?;
                    Ok(index(found, |assignment| assignment.id))
                })
            }),
            versions_seen: batch(batches, |context, ids| {
                Box::pin(async move {
                    let seen = cycles::versions_seen(&context, ids).await?;
                    Ok(seen.into_iter().map(|id| (id, ())).collect())
                })
            }),
            reminders: batch(batches, |context, ids| {
                Box::pin(async move { cycles::last_reminders_of(&context, ids).await })
            }),
        }
    }
}
