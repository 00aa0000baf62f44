//! Sessions in which grades are compared.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, KpiCalibrationId, KpiSchemeVersionId};

/// A row of `kpi_calibrations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_calibrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiCalibrationId,
    pub scheme_version_id: KpiSchemeVersionId,
    pub period_start: NaiveDate,
    pub name: String,
    pub state: String,
    pub opened_at: DateTime<Utc>,
    pub opened_by: AccountId,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<AccountId>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::kpi_scheme_version::Entity",
        from = "Column::SchemeVersionId",
        to = "super::kpi_scheme_version::Column::Id"
    )]
    SchemeVersion,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::OpenedBy",
        to = "super::account::Column::Id"
    )]
    OpenedBy,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::ClosedBy",
        to = "super::account::Column::Id"
    )]
    ClosedBy,
}

impl Related<super::kpi_scheme_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SchemeVersion.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
