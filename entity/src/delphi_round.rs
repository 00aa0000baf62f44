//! Rounds of Delphi studies.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::DelphiStudyId;

/// A row of `delphi_rounds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delphi_rounds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub study_id: DelphiStudyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub result: Option<String>,
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
}

impl Related<super::delphi_study::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Study.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
