//! Who may do something: the other way round than [`OpContext::scope`] asks.

use chrono::NaiveDate;

use super::model::Grant;
use super::policy::{Action, Reach, reach};
use super::{Role, store};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId, GrantId};

/// Somebody who may do something, by one grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account_id: AccountId,
    /// Whose it is.
    pub employee_id: Option<EmployeeId>,
    /// The department of the grant; `None` for the whole company.
    pub department_id: Option<DepartmentId>,
    /// The grant that is lent with it, by somebody who has it too; `None` for the own.
    pub lent_from: Option<GrantId>,
    /// Whether only what lies below that department is meant.
    below: bool,
}

impl Holder {
    /// How far above a department the grant stands that reaches it: 0 for the department
    /// itself; `None` where it does not reach it. `chain` has the department first and then
    /// those above it.
    pub fn distance(&self, chain: &[DepartmentId]) -> Option<usize> {
        let Some(granted) = self.department_id else {
            return Some(chain.len());
        };
        let distance = chain.iter().position(|department| *department == granted)?;
        (distance > 0 || !self.below).then_some(distance)
    }
}

/// The accounts of people that may do `action` on `day` somewhere, one for each grant.
pub async fn holders(handle: &impl Handle, action: Action, day: NaiveDate) -> Outcome<Vec<Holder>> {
    let roles = Role::ALL.iter().copied();
    let reaching = |role: &Role| {
        let reach = reach(*role, action);
        matches!(reach, Reach::Granted | Reach::Below | Reach::Company)
    };
    let roles: Vec<Role> = roles.filter(reaching).collect();
    let found = store::grants_of_roles(handle, roles).await?;
    let holds = found
        .into_iter()
        .filter(|(_, _, grant)| grant.holds_on(day));
    let holder =
        |(account_id, employee_id, grant): (AccountId, Option<EmployeeId>, Grant)| Holder {
            account_id,
            employee_id,
            department_id: match reach(grant.role, action) {
                Reach::Company => None,
                _ => grant.department_id,
            },
            lent_from: grant.delegated_from,
            below: reach(grant.role, action) == Reach::Below,
        };
    Ok(holds.map(holder).collect())
}
