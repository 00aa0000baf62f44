//! What was said in a cycle that promised anonymity.

use sea_orm::entity::prelude::*;

use crate::id::{CycleId, PairId, ResponseId};

/// A row of `anonymous_sheets`. Its id is random and names nothing outside.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "anonymous_sheets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResponseId,
    pub cycle_id: CycleId,
    pub pair_id: PairId,
    pub sheet: String,
    pub shuffled: bool,
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

impl ActiveModelBehavior for ActiveModel {}
