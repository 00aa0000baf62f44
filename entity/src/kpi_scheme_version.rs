//! Versions of KPI schemes.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, KpiSchemeId, KpiSchemeVersionId};

/// A row of `kpi_scheme_versions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_scheme_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiSchemeVersionId,
    pub scheme_id: KpiSchemeId,
    pub number: i32,
    pub content: String,
    pub content_sha256: String,
    pub published_at: Option<DateTime<Utc>>,
    pub published_by: Option<AccountId>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::kpi_scheme::Entity",
        from = "Column::SchemeId",
        to = "super::kpi_scheme::Column::Id"
    )]
    Scheme,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::PublishedBy",
        to = "super::account::Column::Id"
    )]
    PublishedBy,
}

impl Related<super::kpi_scheme::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Scheme.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::PublishedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
