//! The units of the organisation, a tree.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::id::{DepartmentId, EmployeeId, LegalEntityId};

/// A row of `departments`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "departments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DepartmentId,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub parent_id: Option<DepartmentId>,
    pub legal_entity_id: Option<LegalEntityId>,
    pub head_id: Option<EmployeeId>,
    pub exists_from: Option<NaiveDate>,
    pub exists_until: Option<NaiveDate>,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
    #[sea_orm(
        belongs_to = "super::legal_entity::Entity",
        from = "Column::LegalEntityId",
        to = "super::legal_entity::Column::Id"
    )]
    LegalEntity,
    #[sea_orm(
        belongs_to = "super::employee::Entity",
        from = "Column::HeadId",
        to = "super::employee::Column::Id"
    )]
    Head,
}

impl Related<super::legal_entity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::LegalEntity.def()
    }
}

impl Related<super::employee::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Head.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
