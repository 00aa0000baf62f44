//! Which rows a viewer finds, as parts of a statement.

use entity::{customer, service_record};
use sea_orm::sea_query::{Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition};

use crate::access::Scope;

/// The customers within `scope`: those of its departments and its own entries, and those
/// whom its departments, or its account, have served. The ids are collected first, so
/// that a page of a short list does not search a long register.
pub(super) fn customers_within(scope: &Scope) -> Condition {
    if scope.company {
        return Condition::all();
    }
    let ids = owned(scope)
        .union(UnionType::Distinct, served(scope))
        .take();
    Condition::all().add(customer::Column::Id.in_subquery(ids))
}

/// The service records within `scope`: those of its departments, and its own entries.
pub(super) fn records_within(scope: &Scope) -> Condition {
    use service_record::Column;
    if scope.company {
        return Condition::all();
    }
    Condition::any()
        .add(Column::DepartmentId.is_in(scope.departments.iter().copied()))
        .add_option(scope.account.map(|own| Column::RecordedBy.eq(own)))
}

fn owned(scope: &Scope) -> SelectStatement {
    use customer::Column;
    Query::select()
        .column(Column::Id)
        .from(customer::Entity)
        .cond_where(
            Condition::any()
                .add(Column::DepartmentId.is_in(scope.departments.iter().copied()))
                .add_option(scope.account.map(|own| Column::RecordedBy.eq(own))),
        )
        .take()
}

fn served(scope: &Scope) -> SelectStatement {
    Query::select()
        .column(service_record::Column::CustomerId)
        .from(service_record::Entity)
        .cond_where(records_within(scope))
        .take()
}
