//! The matrix as the opening resolved it.

use sea_orm::entity::prelude::*;

use crate::id::{CycleId, DepartmentId, PairId, QuestionnaireVersionId};

/// A row of `cycle_pairs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_pairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairId,
    pub cycle_id: CycleId,
    pub assessed_department_id: DepartmentId,
    pub assessing_department_id: DepartmentId,
    pub questionnaire_version_id: QuestionnaireVersionId,
    pub weight_numerator: String,
    pub weight_denominator: String,
    pub rule: String,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::cycle::Entity",
        from = "Column::CycleId",
        to = "super::cycle::Column::Id"
    )]
    Cycle,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::AssessedDepartmentId",
        to = "super::department::Column::Id"
    )]
    AssessedDepartment,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::AssessingDepartmentId",
        to = "super::department::Column::Id"
    )]
    AssessingDepartment,
    #[sea_orm(
        belongs_to = "super::questionnaire_version::Entity",
        from = "Column::QuestionnaireVersionId",
        to = "super::questionnaire_version::Column::Id"
    )]
    QuestionnaireVersion,
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::questionnaire_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::QuestionnaireVersion.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
