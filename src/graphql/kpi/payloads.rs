//! What the mutations of KPI answer.

use super::appeals::Appeal;
use super::calibrations::{KpiCalibration, KpiGradeMove};
use super::requests::KpiRequest;
use super::schemes::{KpiScheme, KpiSchemeVersion};
use super::sheets::KpiSheet;
use crate::graphql::base::payload;
use crate::kpi;

payload! {
    /// The answer of `kpiSchemeCreate`.
    KpiSchemeCreatePayload {
        /// The new scheme, with its draft.
        scheme: KpiScheme
    }
}
payload! {
    /// The answer of `kpiSchemeUpdate`.
    KpiSchemeUpdatePayload {
        /// The changed scheme.
        scheme: KpiScheme
    }
}
payload! {
    /// The answer of `kpiSchemeInstall`.
    KpiSchemeInstallPayload {
        /// The new scheme, with its draft.
        scheme: KpiScheme
    }
}
payload! {
    /// The answer of `kpiSchemePublish`.
    KpiSchemePublishPayload {
        /// The version that stands still from now on.
        version: KpiSchemeVersion
    }
}
payload! {
    /// The answer of `kpiSheetsGenerate`.
    KpiSheetsGeneratePayload from found: Vec<kpi::Sheet> {
        /// The sheets of all subjects, those that were there before too.
        sheets: Vec<KpiSheet> = found.into_iter().map(KpiSheet).collect(),
    }
}
payload! {
    /// The answer of `kpiSheetsRollUp`.
    KpiSheetsRollUpPayload from found: Vec<kpi::Sheet> {
        /// The sheets of the longer period.
        sheets: Vec<KpiSheet> = found.into_iter().map(KpiSheet).collect(),
    }
}
payload! {
    /// The answer of `kpiActualsSet`.
    KpiActualsSetPayload {
        /// The sheet, computed anew.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiActualsImport`.
    KpiActualsImportPayload from found: Vec<kpi::Sheet> {
        /// The sheets, computed anew.
        sheets: Vec<KpiSheet> = found.into_iter().map(KpiSheet).collect(),
    }
}
payload! {
    /// The answer of `kpiActualsCheck`.
    KpiActualsCheckPayload {
        /// The sheet.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiScoreAccept`.
    KpiScoreAcceptPayload {
        /// The sheet, computed anew.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiAdjust`.
    KpiAdjustPayload {
        /// The sheet, computed anew where the adjustment counted at once.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiRequestDecide`.
    KpiRequestDecidePayload {
        /// The decided request.
        request: KpiRequest
    }
}
payload! {
    /// The answer of `kpiSheetAdvance`.
    KpiSheetAdvancePayload {
        /// The sheet where it stands now.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiSheetsAdvance`.
    KpiSheetsAdvancePayload from found: Vec<kpi::Sheet> {
        /// The sheets where they stand now.
        sheets: Vec<KpiSheet> = found.into_iter().map(KpiSheet).collect(),
    }
}
payload! {
    /// The answer of `kpiSheetReturn`.
    KpiSheetReturnPayload {
        /// The sheet where it stands now.
        sheet: KpiSheet
    }
}
payload! {
    /// The answer of `kpiBonusBasesSet`.
    KpiBonusBasesSetPayload from found: Vec<kpi::Sheet> {
        /// The sheets whose bases were set.
        sheets: Vec<KpiSheet> = found.into_iter().map(KpiSheet).collect(),
    }
}
payload! {
    /// The answer of `appealCreate`.
    AppealCreatePayload {
        /// The new appeal.
        appeal: Appeal
    }
}
payload! {
    /// The answer of `appealWithdraw`.
    AppealWithdrawPayload {
        /// The appeal that was taken back.
        appeal: Appeal
    }
}
payload! {
    /// The answer of `appealDecide`.
    AppealDecidePayload {
        /// The decided appeal.
        appeal: Appeal
    }
}
payload! {
    /// The answer of `kpiCalibrationOpen`.
    KpiCalibrationOpenPayload {
        /// The new session.
        calibration: KpiCalibration
    }
}
payload! {
    /// The answer of `kpiCalibrationDistribute`.
    KpiCalibrationDistributePayload {
        /// The session.
        calibration: KpiCalibration
    }
}
payload! {
    /// The answer of `kpiCalibrationMove`.
    KpiCalibrationMovePayload {
        /// The move.
        moved: KpiGradeMove
    }
}
payload! {
    /// The answer of `kpiCalibrationClose`.
    KpiCalibrationClosePayload {
        /// The closed session.
        calibration: KpiCalibration
    }
}
