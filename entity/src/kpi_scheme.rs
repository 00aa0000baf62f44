//! KPI schemes.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, KpiSchemeId};

/// A row of `kpi_schemes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_schemes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiSchemeId,
    pub code: String,
    pub name: String,
    pub subject: String,
    pub period_kind: String,
    pub created_at: DateTime<Utc>,
    pub created_by: Option<AccountId>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CreatedBy",
        to = "super::account::Column::Id"
    )]
    CreatedBy,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CreatedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
