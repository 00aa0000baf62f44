//! Versions of questionnaires; immutable once published.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{QuestionnaireId, QuestionnaireVersionId};

/// A row of `questionnaire_versions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionnaireVersionId,
    pub questionnaire_id: QuestionnaireId,
    pub number: i32,
    pub name: String,
    pub content: String,
    pub content_sha256: String,
    pub published_at: Option<DateTime<Utc>>,
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
