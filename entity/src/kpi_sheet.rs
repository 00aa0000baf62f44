//! KPI sheets.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{AccountId, DepartmentId, EmployeeId, KpiSchemeVersionId, KpiSheetId};

/// A row of `kpi_sheets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_sheets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KpiSheetId,
    pub scheme_version_id: KpiSchemeVersionId,
    pub department_id: DepartmentId,
    pub employee_id: Option<EmployeeId>,
    pub period_kind: String,
    pub period_start: NaiveDate,
    pub period_end: NaiveDate,
    pub days: i32,
    pub state: String,
    pub version: i32,
    pub revision: i32,
    pub tree_numerator: Option<String>,
    pub tree_denominator: Option<String>,
    pub total_numerator: Option<String>,
    pub total_denominator: Option<String>,
    pub total_published: Option<String>,
    pub total_order: i64,
    pub weight_present: String,
    pub is_vetoed: bool,
    pub has_stale_lines: bool,
    pub grade: Option<String>,
    pub coefficient: Option<Decimal>,
    pub grade_source: Option<String>,
    pub bonus_base: Option<Decimal>,
    pub created_at: DateTime<Utc>,
    pub created_by: Option<AccountId>,
    pub published_at: Option<DateTime<Utc>>,
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
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentId",
        to = "super::department::Column::Id"
    )]
    Department,
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::EmployeeId",
        to = "super::employee::Column::Id"
    )]
    Employee,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CreatedBy",
        to = "super::account::Column::Id"
    )]
    CreatedBy,
}

impl Related<super::kpi_scheme_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SchemeVersion.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl Related<super::employee::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Employee.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CreatedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
