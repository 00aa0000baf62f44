//! Sessions in which grades are compared.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::payloads::{
    KpiCalibrationClosePayload, KpiCalibrationDistributePayload, KpiCalibrationMovePayload,
    KpiCalibrationOpenPayload,
};
use crate::graphql::base::{Date, answer, parse_id, signed_in};
use crate::kernel::ids::{KpiCalibrationId, KpiSheetId};
use crate::kernel::text::{LongText, Name};
use crate::kernel::{Outcome, Parse};
use crate::kpi;

/// A session to be opened.
#[derive(InputObject)]
pub(crate) struct KpiCalibrationOpenInput {
    /// Whose sheets: those of this published version.
    scheme_version_id: ID,
    /// The first day of their period.
    period_start: Date,
    /// What it is called: 1 to 200 characters.
    name: String,
}

/// The session that `id` names.
fn session(id: &ID) -> Outcome<KpiCalibrationId> {
    parse_id("id", id, "calibration session", "校准会议")
}

#[derive(Default)]
pub(crate) struct KpiCalibrationMutations;

#[Object]
impl KpiCalibrationMutations {
    /// Opens a session about the MANAGER_REVIEWED sheets of one version and period. HR.
    async fn kpi_calibration_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "About which sheets.")] input: KpiCalibrationOpenInput,
    ) -> Result<KpiCalibrationOpenPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let version = &input.scheme_version_id;
        let version = parse.id("schemeVersionId", version, "KPI scheme", "考核方案");
        let start = parse.field("periodStart", input.period_start.parse());
        let name = parse.field("name", Name::parse(&input.name));
        let done = async {
            let ((version, start), name) = parse.finish(version.zip(start).zip(name))?;
            kpi::calibration_open(operation, version, start, name).await
        };
        answer(context, done.await)
    }

    /// Gives grades by the distribution that the scheme sets: from the bands, whoever stands
    /// lowest moves down until each grade has its shares; nobody moves up, and equal people
    /// stand together. Small departments are pooled. HR.
    async fn kpi_calibration_distribute(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The session.")] id: ID,
    ) -> Result<KpiCalibrationDistributePayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::calibration_distribute(operation, session(&id)?).await };
        answer(context, done.await)
    }

    /// Moves the grade of a sheet, for a reason. HR, but not the own one.
    async fn kpi_calibration_move(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The session.")] id: ID,
        #[graphql(desc = "The sheet.")] sheet_id: ID,
        #[graphql(desc = "The grade that it shall have.")] grade: String,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<KpiCalibrationMovePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let sheet: Option<KpiSheetId> = parse.id("sheetId", &sheet_id, "KPI sheet", "考核表");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (sheet, reason) = parse.finish(sheet.zip(reason))?;
            kpi::calibration_move(operation, session(&id)?, sheet, &grade, reason).await
        };
        answer(context, done.await)
    }

    /// Ends a session: its sheets are CALIBRATED, all but the viewer's own. HR.
    async fn kpi_calibration_close(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The session.")] id: ID,
    ) -> Result<KpiCalibrationClosePayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::calibration_close(operation, session(&id)?).await };
        answer(context, done.await)
    }
}
