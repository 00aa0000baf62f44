//! Who employees are at outside providers.

use entity::{employee, external_identity};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::database::{Handle, Transaction, violates};
use crate::kernel::ids::{EmployeeId, ExternalIdentityId};
use crate::kernel::{Failure, Outcome};
use crate::org::error;
use crate::org::model::ExternalIdentity;

pub(in crate::org) async fn insert_external_identity(
    transaction: &Transaction,
    identity: &ExternalIdentity,
) -> Outcome<()> {
    let row = external_identity::ActiveModel {
        id: Set(identity.id),
        employee_id: Set(identity.employee_id),
        provider: Set(identity.provider.clone()),
        subject: Set(identity.subject.clone()),
    };
    let inserted = external_identity::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        if violates(
            &cause,
            "external_identities.provider, external_identities.subject",
        ) {
            error::identity_taken().into()
        } else {
            Failure::from(cause)
        }
    })
}

pub(in crate::org) async fn delete_external_identity(
    transaction: &Transaction,
    id: ExternalIdentityId,
) -> Outcome<bool> {
    let deleted = external_identity::Entity::delete_by_id(id)
        .exec(transaction.connection())
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Removes all outside identities of a person; how many there were.
pub(in crate::org) async fn delete_external_identities_of(
    transaction: &Transaction,
    employee: EmployeeId,
) -> Outcome<u64> {
    let deleted = external_identity::Entity::delete_many()
        .filter(external_identity::Column::EmployeeId.eq(employee))
        .exec(transaction.connection())
        .await?;
    Ok(deleted.rows_affected)
}

/// The employee who is `subject` at `provider`.
pub(in crate::org) async fn employee_known_as(
    handle: &impl Handle,
    provider: &str,
    subject: &str,
) -> Outcome<Option<EmployeeId>> {
    let found = external_identity::Entity::find()
        .filter(external_identity::Column::Provider.eq(provider))
        .filter(external_identity::Column::Subject.eq(subject))
        .one(handle.connection())
        .await?;
    Ok(found.map(|row| row.employee_id))
}

/// The employees with this e-mail address, in any case, two at most.
pub(in crate::org) async fn employees_with_email(
    handle: &impl Handle,
    email: &str,
) -> Outcome<Vec<EmployeeId>> {
    let lower = Expr::expr(Func::lower(Expr::col(employee::Column::Email)));
    Ok(employee::Entity::find()
        .select_only()
        .column(employee::Column::Id)
        .filter(lower.eq(email.to_ascii_lowercase()))
        .limit(2)
        .into_tuple()
        .all(handle.connection())
        .await?)
}

pub(in crate::org) async fn external_identities_of(
    handle: &impl Handle,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<ExternalIdentity>> {
    let rows = external_identity::Entity::find()
        .filter(external_identity::Column::EmployeeId.is_in(employees))
        .order_by_asc(external_identity::Column::Id)
        .all(handle.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ExternalIdentity {
            id: row.id,
            employee_id: row.employee_id,
            provider: row.provider,
            subject: row.subject,
        })
        .collect())
}
