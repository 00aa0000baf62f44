//! What each expert gave in each round of a Delphi study.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{DelphiStudyId, EmployeeId};

/// A row of `delphi_weights`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delphi_weights")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub study_id: DelphiStudyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub employee_id: EmployeeId,
    pub weights: String,
    pub given_at: DateTime<Utc>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::delphi_study::Entity",
        from = "Column::StudyId",
        to = "super::delphi_study::Column::Id"
    )]
    Study,
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::EmployeeId",
        to = "super::employee::Column::Id"
    )]
    Employee,
}

impl Related<super::delphi_study::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Study.def()
    }
}

impl Related<super::employee::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Employee.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
