//! The legal entities of the company.

use sea_orm::entity::prelude::*;

use crate::id::LegalEntityId;

/// A row of `legal_entities`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_entities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegalEntityId,
    pub code: String,
    pub name: String,
    pub version: i32,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
