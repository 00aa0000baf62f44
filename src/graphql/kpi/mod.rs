//! KPI in the API: schemes, sheets, requests, appeals and sessions.

mod appeal_mutations;
mod appeals;
mod calibration_mutations;
mod calibrations;
mod enums;
mod inputs;
mod lines;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod requests;
mod scheme_inputs;
mod scheme_mutations;
mod schemes;
mod sheets;
mod work_queries;

pub(crate) use appeals::Appeal;
pub(crate) use calibrations::KpiCalibration;
pub(crate) use loaders::KpiLoaders;
pub(crate) use requests::KpiRequest;
pub(crate) use schemes::{KpiScheme, KpiSchemeVersion};
pub(crate) use sheets::KpiSheet;

use async_graphql::MergedObject;

use super::base::Part;

/// What of KPI can be read. Together, because the parts of one merged object are asked one
/// within the other, and the compiler follows them only so far.
#[derive(Default, MergedObject)]
pub(crate) struct AllKpiQueries(
    Part<queries::KpiQueries>,
    Part<work_queries::KpiWorkQueries>,
);

/// What of KPI can be done; together for the same reason.
#[derive(Default, MergedObject)]
pub(crate) struct AllKpiMutations(
    Part<scheme_mutations::KpiSchemeMutations>,
    Part<mutations::KpiMutations>,
    Part<calibration_mutations::KpiCalibrationMutations>,
    Part<appeal_mutations::AppealMutations>,
);
