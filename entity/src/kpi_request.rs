//! Changed targets and adjustments of KPI sheets, with their decisions.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{AccountId, KpiRequestId, KpiSheetId};

/// A row of `kpi_requests`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiRequestId,
    pub sheet_id: KpiSheetId,
    pub kind: String,
    pub path: Option<String>,
    pub old_target: Option<Decimal>,
    pub new_target: Option<Decimal>,
    pub points: Option<Decimal>,
    pub reason: String,
    pub evidence: Option<String>,
    pub state: String,
    pub requested_at: DateTime<Utc>,
    pub requested_by: AccountId,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<AccountId>,
    pub decision_reason: Option<String>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::kpi_sheet::Entity",
        from = "Column::SheetId",
        to = "super::kpi_sheet::Column::Id"
    )]
    Sheet,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::RequestedBy",
        to = "super::account::Column::Id"
    )]
    RequestedBy,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::DecidedBy",
        to = "super::account::Column::Id"
    )]
    DecidedBy,
}

impl Related<super::kpi_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
