//! Studies in which experts look for weights.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::decimal::Decimal;
use crate::id::{DelphiStudyId, QuestionnaireId};

/// A row of `delphi_studies`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delphi_studies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DelphiStudyId,
    pub questionnaire_id: QuestionnaireId,
    pub subject: String,
    pub bound: Decimal,
    pub state: String,
    pub round: i32,
    pub opened_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::questionnaire::Entity",
        from = "Column::QuestionnaireId",
        to = "super::questionnaire::Column::Id"
    )]
    Questionnaire,
}

impl Related<super::questionnaire::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Questionnaire.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
