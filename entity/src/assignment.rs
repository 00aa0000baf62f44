//! Who has to assess which department.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AssignmentId, CycleId, DepartmentId, EmployeeId, PairId, QuestionnaireVersionId};

/// A row of `assignments`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentId,
    pub cycle_id: CycleId,
    pub pair_id: PairId,
    pub assessed_department_id: DepartmentId,
    pub assessing_department_id: DepartmentId,
    pub questionnaire_version_id: QuestionnaireVersionId,
    pub evaluator_id: EmployeeId,
    pub state: String,
    pub due_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub reopened_at: Option<DateTime<Utc>>,
    pub version: i32,
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
        belongs_to = "super::cycle_pair::Entity",
        from = "Column::PairId",
        to = "super::cycle_pair::Column::Id"
    )]
    Pair,
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
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::EvaluatorId",
        to = "super::employee::Column::Id"
    )]
    Evaluator,
}

impl Related<super::cycle::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cycle.def()
    }
}

impl Related<super::cycle_pair::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Pair.def()
    }
}

impl Related<super::questionnaire_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::QuestionnaireVersion.def()
    }
}

impl Related<super::employee::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Evaluator.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
