//! Appeals against sheets and scores.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AppealId, DepartmentId, EmployeeId, KpiSheetId, ScoreId};

/// A row of `appeals`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppealId,
    pub sheet_id: Option<KpiSheetId>,
    pub score_id: Option<ScoreId>,
    pub revision: i32,
    pub department_id: DepartmentId,
    pub employee_id: Option<EmployeeId>,
    pub grounds: String,
    pub evidence: Option<String>,
    pub state: String,
    pub asked_at: DateTime<Utc>,
    pub asked_by: AccountId,
    pub decide_by: NaiveDate,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<AccountId>,
    pub decision_reason: Option<String>,
    pub new_revision: Option<i32>,
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
        from = "Column::AskedBy",
        to = "super::account::Column::Id"
    )]
    AskedBy,
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

impl Related<super::score::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Score.def()
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

impl ActiveModelBehavior for ActiveModel {}
