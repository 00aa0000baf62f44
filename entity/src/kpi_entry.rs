//! Figures that were entered into KPI sheets.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{AccountId, KpiEntryId, KpiSheetId, ScoreId};

/// A row of `kpi_entries`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiEntryId,
    pub sheet_id: KpiSheetId,
    pub revision: i32,
    pub path: String,
    pub actual: Option<Decimal>,
    pub target: Option<Decimal>,
    pub reason: Option<String>,
    pub source: Option<String>,
    pub origin: String,
    pub score_id: Option<ScoreId>,
    pub entered_at: DateTime<Utc>,
    pub entered_by: Option<AccountId>,
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
        belongs_to = "super::score::Entity",
        from = "Column::ScoreId",
        to = "super::score::Column::Id"
    )]
    Score,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::EnteredBy",
        to = "super::account::Column::Id"
    )]
    EnteredBy,
}

impl Related<super::kpi_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::EnteredBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
