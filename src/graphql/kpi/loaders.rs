//! What many fields of one request need of KPI.

use chrono::NaiveDate;

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{
    AppealId, KpiCalibrationId, KpiRequestId, KpiSchemeId, KpiSchemeVersionId, KpiSheetId,
};
use crate::kpi;

/// The loaders of one request.
pub(crate) struct KpiLoaders {
    pub(crate) schemes: BatchLoader<KpiSchemeId, kpi::Scheme>,
    pub(crate) versions: BatchLoader<KpiSchemeVersionId, kpi::SchemeVersion>,
    pub(crate) versions_of: BatchLoader<KpiSchemeId, Vec<kpi::SchemeVersion>>,
    pub(crate) sheets: BatchLoader<KpiSheetId, kpi::Sheet>,
    pub(crate) lines: BatchLoader<KpiSheetId, Vec<kpi::Line>>,
    pub(crate) steps: BatchLoader<KpiSheetId, Vec<kpi::TakenStep>>,
    pub(crate) revisions: BatchLoader<KpiSheetId, Vec<kpi::SheetRevision>>,
    pub(crate) adjustments: BatchLoader<KpiSheetId, Vec<kpi::Request>>,
    pub(crate) requests: BatchLoader<KpiRequestId, kpi::Request>,
    pub(crate) appeals: BatchLoader<AppealId, kpi::Appeal>,
    pub(crate) calibrations: BatchLoader<KpiCalibrationId, kpi::Calibration>,
    pub(crate) notice_ends: BatchLoader<(NaiveDate, u32), NaiveDate>,
}

impl KpiLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            schemes: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::schemes_by_id(&context, ids).await?;
                    Ok(index(found, |scheme| scheme.id))
                })
            }),
            versions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::scheme_versions_by_id(&context, ids).await?;
                    Ok(index(found, |version| version.id))
                })
            }),
            versions_of: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::scheme_versions_of(&context, ids).await?;
                    Ok(group(found, |version| (version.scheme_id, version)))
                })
            }),
            sheets: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::sheets_by_id(&context, ids).await?;
                    Ok(index(found, |sheet| sheet.id))
                })
            }),
            lines: batch(batches, |context, ids| {
                Box::pin(async move { kpi::lines_of(&context, ids).await })
            }),
            steps: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::steps_of(&context, ids).await?;
                    Ok(group(found, |step| (step.sheet_id, step)))
                })
            }),
            revisions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::revisions_of(&context, ids).await?;
                    Ok(group(found, |pair| pair))
                })
            }),
            adjustments: batch(batches, |context, ids| {
                Box::pin(async move { kpi::adjustments_of(&context, ids).await })
            }),
            requests: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::requests_by_id(&context, ids).await?;
                    Ok(index(found, |request| request.id))
                })
            }),
            appeals: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::appeals_by_id(&context, ids).await?;
                    Ok(index(found, |appeal| appeal.id))
                })
            }),
            calibrations: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = kpi::calibrations_by_id(&context, ids).await?;
                    Ok(index(found, |session| session.id))
                })
            }),
            notice_ends: batch(batches, |context, keys| {
                Box::pin(async move { kpi::notice_ends(&context, keys).await })
            }),
        }
    }
}
