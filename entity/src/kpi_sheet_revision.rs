//! The lines of KPI sheets, revision by revision.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::KpiSheetId;

/// A row of `kpi_sheet_revisions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_sheet_revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sheet_id: KpiSheetId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i32,
    pub lines: String,
    pub total_published: Option<String>,
    pub weight_present: String,
    pub grade: Option<String>,
    pub coefficient: Option<Decimal>,
    pub reason: Option<String>,
    pub made_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
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
}

impl Related<super::kpi_sheet::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sheet.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
