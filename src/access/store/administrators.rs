//! Who keeps the system running.

use chrono::NaiveDate;
use entity::{account, employee, grant};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
};

use crate::access::policy::KEEPER;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EmployeeId, GrantId};

/// A grant by which an account keeps the system running.
#[derive(FromQueryResult)]
pub(in crate::access) struct Keeper {
    pub grant_id: GrantId,
    pub account_id: AccountId,
    pub employee_id: Option<EmployeeId>,
}

/// The grants that hold on `day` of accounts that can sign in.
pub(in crate::access) async fn keepers(
    transaction: &Transaction,
    day: NaiveDate,
) -> Outcome<Vec<Keeper>> {
    use grant::Column;
    let open = |column: Column, holds| Condition::any().add(column.is_null()).add(holds);
    let found = grant::Entity::find()
        .select_only()
        .column_as(Column::Id, "grant_id")
        .column(Column::AccountId)
        .column(account::Column::EmployeeId)
        .join(JoinType::InnerJoin, grant::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::Employee.def())
        .filter(Column::Role.eq(KEEPER.as_str()))
        .filter(Column::RevokedAt.is_null())
        .filter(open(Column::StartsOn, Column::StartsOn.lte(day)))
        .filter(open(Column::EndsOn, Column::EndsOn.gte(day)))
        .filter(account::Column::Disabled.eq(false))
        .filter(
            Condition::any()
                .add(employee::Column::LeftOn.is_null())
                .add(employee::Column::LeftOn.gte(day)),
        )
        .into_model()
        .all(transaction.connection())
        .await?;
    Ok(found)
}
