//! The steps that KPI sheets took.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, KpiSheetId, KpiStepId};

/// A row of `kpi_steps`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_steps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiStepId,
    pub sheet_id: KpiSheetId,
    pub from_state: String,
    pub to_state: String,
    pub reason: Option<String>,
    pub taken_at: DateTime<Utc>,
    pub taken_by: Option<AccountId>,
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
        from = "Column::TakenBy",
        to = "super::account::Column::Id"
    )]
    TakenBy,
}

impl Related<super::kpi_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::TakenBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
