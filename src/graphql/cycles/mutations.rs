//! Preparing and running cycles.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{CycleCreateInput, CycleUpdateInput, MatrixRowInput};
use super::payloads::{
    AssignmentReassignPayload, AssignmentRemindPayload, CycleArchivePayload, CycleCancelPayload,
    CycleClosePayload, CycleCopyMatrixPayload, CycleCreatePayload, CycleOpenPayload,
    CycleOpenRankingPayload, CycleSetMatrixPayload, CycleSetSideWeightsPayload, CycleUpdatePayload,
};
use super::sides::SideWeightsInput;
use crate::cycles;
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::ids::CycleId;
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Parse};

#[derive(Default)]
pub(crate) struct CycleMutations;

#[Object]
impl CycleMutations {
    /// Makes a cycle, a draft at first. HR.
    async fn cycle_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle to be made.")] input: CycleCreateInput,
    ) -> Result<CycleCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { cycles::cycle_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Changes a draft, or lets an open cycle close later. HR. VERSION_CONFLICT if
    /// somebody else was faster.
    async fn cycle_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
        #[graphql(desc = "What shall change.")] input: CycleUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<CycleUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            cycles::cycle_update(operation, named(&id)?, input.into(), expected_version).await
        };
        answer(context, done.await)
    }

    /// Replaces the whole matrix of a draft; no rows empty it. HR. Everything that is
    /// wrong is told at once, with its place. At most 1,000 rows.
    async fn cycle_set_matrix(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
        #[graphql(desc = "One row for each assessed department.")] rows: Vec<MatrixRowInput>,
        #[graphql(desc = "The version that the change is based on, to be checked.")]
        expected_version: Option<i32>,
    ) -> Result<CycleSetMatrixPayload> {
        let operation = signed_in(context)?;
        let rows = rows.into_iter().map(Into::into).collect();
        let done = async {
            cycles::cycle_set_matrix(operation, named(&id)?, rows, expected_version).await
        };
        answer(context, done.await)
    }

    /// Replaces the whole matrix of a draft by that of another cycle as it was typed. HR.
    async fn cycle_copy_matrix(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The draft.")] id: ID,
        #[graphql(desc = "The cycle whose matrix is taken.")] from_cycle_id: ID,
        #[graphql(desc = "The version that the change is based on, to be checked.")]
        expected_version: Option<i32>,
    ) -> Result<CycleCopyMatrixPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let from = parse_id("fromCycleId", &from_cycle_id, "cycle", "考核周期")?;
            cycles::cycle_copy_matrix(operation, named(&id)?, from, expected_version).await
        };
        answer(context, done.await)
    }

    /// Opens a draft at once: freezes matrix, policy and names, and hands out the
    /// assignments. HR. Whatever is missing is told at once: INCOMPLETE, with its place
    /// in the rows of the matrix; then nothing has changed.
    async fn cycle_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
    ) -> Result<CycleOpenPayload> {
        let operation = signed_in(context)?;
        let done = async { cycles::cycle_open(operation, named(&id)?).await };
        answer(context, done.await)
    }

    /// Closes an open cycle at once. HR.
    async fn cycle_close(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
    ) -> Result<CycleClosePayload> {
        let operation = signed_in(context)?;
        let done = async { cycles::cycle_close(operation, named(&id)?).await };
        answer(context, done.await)
    }

    /// Says how what other departments say and what customers say combine, instead of what
    /// was said before; departments that are not named have no weights. HR. While the cycle
    /// is DRAFT or OPEN.
    async fn cycle_set_side_weights(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
        #[graphql(desc = "The departments with their weights, at most 2,000.")] rows: Vec<
            SideWeightsInput,
        >,
    ) -> Result<CycleSetSideWeightsPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "cycle", "考核周期");
        let rows = rows.into_iter().map(Into::into).collect();
        let rows = cycles::SideWeights::read_all(&mut parse, "rows", rows);
        let done = async {
            let (id, rows) = parse.finish(id.zip(rows))?;
            cycles::cycle_set_side_weights(operation, id, rows).await
        };
        answer(context, done.await)
    }

    /// Gives a draft or an open cycle up; what is not answered is no longer asked for. HR.
    async fn cycle_cancel(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<CycleCancelPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "cycle", "考核周期");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            cycles::cycle_cancel(operation, id, reason).await
        };
        answer(context, done.await)
    }

    /// Puts a published cycle away. HR.
    async fn cycle_archive(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
    ) -> Result<CycleArchivePayload> {
        let operation = signed_in(context)?;
        let done = async { cycles::cycle_archive(operation, named(&id)?).await };
        answer(context, done.await)
    }

    /// Lets managers see the ranks of the whole company, once the cycle is scored. HR.
    async fn cycle_open_ranking(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
    ) -> Result<CycleOpenRankingPayload> {
        let operation = signed_in(context)?;
        let done = async { cycles::cycle_open_ranking(operation, named(&id)?).await };
        answer(context, done.await)
    }

    /// Reminds everybody who has not answered. HR. Whoever was reminded within the last
    /// hour is left alone.
    async fn assignment_remind(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] cycle_id: ID,
    ) -> Result<AssignmentRemindPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("cycleId", &cycle_id, "cycle", "考核周期")?;
            cycles::assignment_remind(operation, id).await
        };
        answer(context, done.await)
    }

    /// Gives an assignment that is not answered to somebody else of the same department,
    /// for an absence. HR. The old assignment is cancelled.
    async fn assignment_reassign(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The assignment.")] id: ID,
        #[graphql(desc = "Who takes it over.")] employee_id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<AssignmentReassignPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "assignment", "测评任务");
        let employee = parse.id("employeeId", &employee_id, "employee", "员工");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let ((id, employee), reason) = parse.finish(id.zip(employee).zip(reason))?;
            cycles::assignment_reassign(operation, id, employee, reason).await
        };
        answer(context, done.await)
    }
}

/// The cycle that the argument `id` names.
fn named(id: &ID) -> Outcome<CycleId> {
    parse_id("id", id, "cycle", "考核周期")
}
