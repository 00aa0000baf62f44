//! Forgetting a person who has left.

use super::employees::existing;
use crate::access::OpContext;
use crate::database::{Database, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::EmployeeId;
use crate::org::model::{Employee, ExternalIdentity};
use crate::org::{error, store};

/// All outside identities of a person. The caller has authorised.
pub async fn external_identities_kept(
    database: &Database,
    person: EmployeeId,
) -> Outcome<Vec<ExternalIdentity>> {
    store::external_identities_of(database, vec![person]).await
}

/// Takes name, contact details and outside identities from an employee who has left.
/// The number stays, so that it is never given to somebody else, and the posts stay,
/// because they say who spoke for which department. The caller has authorised.
pub async fn forget_employee(
    context: &OpContext,
    transaction: &Transaction,
    id: EmployeeId,
) -> Outcome<Employee> {
    let before = existing(transaction, id, "id").await?;
    if before.erased_at.is_some() {
        return Err(error::already_erased().into());
    }
    if before.left_on.is_none_or(|last| last >= context.today()) {
        return Err(error::not_left().into());
    }
    let after = Employee {
        name: format!("已删除 #{}", before.number),
        email: None,
        phone: None,
        erased_at: Some(context.now()),
        version: before.version + 1,
        ..before
    };
    store::update_employee(transaction, &after).await?;
    store::delete_external_identities_of(transaction, id).await?;
    Ok(after)
}
