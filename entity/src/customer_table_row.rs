//! Which contacts a monthly customer table names.

use sea_orm::entity::prelude::*;

use crate::id::{ContactId, CustomerId, CustomerTableId};

/// A row of `customer_table_rows`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_table_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub table_id: CustomerTableId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_id: ContactId,
    pub customer_id: CustomerId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::customer_table::Entity",
        from = "Column::TableId",
        to = "super::customer_table::Column::Id"
    )]
    Table,
    #[sea_orm(
        belongs_to = "super::contact::Entity",
        from = "Column::ContactId",
        to = "super::contact::Column::Id"
    )]
    Contact,
    #[sea_orm(
        belongs_to = "super::customer::Entity",
        from = "Column::CustomerId",
        to = "super::customer::Column::Id"
    )]
    Customer,
}

impl Related<super::customer_table::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Table.def()
    }
}

impl Related<super::contact::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contact.def()
    }
}

impl Related<super::customer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Customer.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
