//! Grades that were moved in a session.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, KpiCalibrationId, KpiMoveId, KpiSheetId};

/// A row of `kpi_calibration_moves`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_calibration_moves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiMoveId,
    pub calibration_id: KpiCalibrationId,
    pub sheet_id: KpiSheetId,
    pub from_grade: Option<String>,
    pub to_grade: String,
    pub reason: String,
    pub source: String,
    pub moved_at: DateTime<Utc>,
    pub moved_by: AccountId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::kpi_calibration::Entity",
        from = "Column::CalibrationId",
        to = "super::kpi_calibration::Column::Id"
    )]
    Calibration,
    #[sea_orm(
        belongs_to = "super::kpi_sheet::Entity",
        from = "Column::SheetId",
        to = "super::kpi_sheet::Column::Id"
    )]
    Sheet,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::MovedBy",
        to = "super::account::Column::Id"
    )]
    MovedBy,
}

impl Related<super::kpi_calibration::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Calibration.def()
    }
}

impl Related<super::kpi_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::MovedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
