//! A customer, and what is known of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::contact::{ContactFields, ERASED_NAME};
use crate::access::Scope;
use crate::closed_set;
use crate::customers::error;
use crate::kernel::ids::{AccountId, CustomerId, DepartmentId};
use crate::kernel::text::{Code, IdempotencyKey, Name};
use crate::kernel::{Decimal, Problem};

closed_set! {
    /// Whether a customer still is one.
    pub enum CustomerState {
        /// Served and asked.
        Active = "ACTIVE",
        /// No customer any more; kept for the figures.
        Inactive = "INACTIVE",
        /// Only the code is left.
        Erased = "ERASED",
    }
}

/// Most things that are known of one customer.
pub const MOST_ATTRIBUTES: usize = 50;

/// Most contacts of one customer.
pub const MOST_CONTACTS: usize = 100;

/// Most customers that are brought in at once.
pub const MOST_IMPORTED: usize = 1_000;

/// What is known of a customer, by key: region, brand, lifecycle stage, channel …
pub type Attributes = BTreeMap<String, String>;

/// Whose entry something is, and who looks after it: what rights go by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keeper {
    /// The department that looks after the customer.
    pub department_id: Option<DepartmentId>,
    /// Who entered it; `None` for the system.
    pub recorded_by: Option<AccountId>,
}

impl Keeper {
    /// Whether `scope` reaches what is kept so.
    pub fn is_within(&self, scope: &Scope) -> bool {
        let own = scope.account.is_some() && scope.account == self.recorded_by;
        own || scope.company || self.department_id.is_some_and(|it| scope.covers(it))
    }
}

/// A customer of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// What people type.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Whether it still is a customer.
    pub state: CustomerState,
    /// What it buys in a year, in the company's currency.
    pub annual_volume: Option<Decimal>,
    /// What is known of it.
    pub attributes: Attributes,
    /// Who looks after it, and whose entry it is.
    pub keeper: Keeper,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// Counts the changes.
    pub version: i32,
}

/// A customer to be made, with its first contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustomer {
    /// What people type; unique for ever.
    pub code: Code,
    /// The fields that may change later.
    pub fields: CustomerFields,
    /// The people there, in their order.
    pub contacts: Vec<ContactFields>,
}

/// What may be changed of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerFields {
    /// What people read.
    pub name: Name,
    /// What it buys in a year, in the company's currency.
    pub annual_volume: Option<Decimal>,
    /// The department that looks after it.
    pub department_id: Option<DepartmentId>,
    /// What is known of it.
    pub attributes: Attributes,
    /// Whether it still is a customer.
    pub active: bool,
}

/// Many customers to be made at once, or none.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The customers, each with its own code.
    pub customers: Vec<NewCustomer>,
    /// Sent again, it brings nothing in twice.
    pub key: IdempotencyKey,
}

/// Which customers a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerFilter {
    /// Those whose code or name begins so.
    pub search: Option<Name>,
    /// Those that the department looks after.
    pub department_id: Option<DepartmentId>,
    /// Those in the state.
    pub state: Option<CustomerState>,
    /// Those of whom all of this is known.
    pub attributes: Attributes,
}

impl Customer {
    /// The customer of whom only the code is left.
    #[must_use]
    pub(in crate::customers) fn erased(self) -> Self {
        Self {
            name: ERASED_NAME.to_owned(),
            state: CustomerState::Erased,
            annual_volume: None,
            attributes: Attributes::new(),
            version: self.version + 1,
            ..self
        }
    }
}

impl CustomerFields {
    /// The state that the fields ask for.
    pub(in crate::customers) fn state(&self) -> CustomerState {
        if self.active {
            CustomerState::Active
        } else {
            CustomerState::Inactive
        }
    }

    /// Checks a yearly volume: it is not negative.
    pub fn parse_volume(volume: Decimal) -> Result<Decimal, Problem> {
        if volume < Decimal::from(0) {
            Err(error::negative_volume())
        } else {
            Ok(volume)
        }
    }

    /// The attributes of these pairs, each key once; the problem names the pair.
    pub fn parse_attributes(pairs: Vec<(Code, Name)>) -> Result<Attributes, Problem> {
        let mut attributes = Attributes::new();
        for (index, (key, value)) in pairs.into_iter().enumerate() {
            let (key, value) = (key.into_string(), value.into_string());
            if attributes.insert(key, value).is_some() {
                return Err(error::attribute_twice().at([&index.to_string(), "key"]));
            }
        }
        Ok(attributes)
    }
}

impl NewImport {
    /// What is wrong with the rows among each other: a code that two of them have.
    pub fn repeated_codes(customers: &[NewCustomer]) -> Vec<Problem> {
        let mut first = BTreeMap::new();
        let mut problems = Vec::new();
        for (index, customer) in customers.iter().enumerate() {
            if let Some(first) = first.insert(&customer.code, index) {
                problems.push(error::code_twice(first).at(["rows", &index.to_string(), "code"]));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ErrorCode;

    fn pair(key: &str, value: &str) -> (Code, Name) {
        (Code::parse(key).unwrap(), Name::parse(value).unwrap())
    }

    #[test]
    fn an_attribute_is_named_once() {
        let known =
            CustomerFields::parse_attributes(vec![pair("区域", "华南"), pair("brand", "A")]);
        assert_eq!(known.unwrap()["区域"], "华南");

        let twice =
            CustomerFields::parse_attributes(vec![pair("区域", "华南"), pair("区域", "华北")]);

        let problem = twice.unwrap_err();
        assert_eq!(problem.code, ErrorCode::Duplicate);
        assert_eq!(problem.field, ["1", "key"]);
    }

    #[test]
    fn nobody_buys_less_than_nothing() {
        let volume = |text: &str| CustomerFields::parse_volume(text.parse().unwrap());
        assert!(volume("0").is_ok() && volume("12.5").is_ok());
        assert_eq!(volume("-0.1").unwrap_err().code, ErrorCode::OutOfRange);
    }

    #[test]
    fn a_keeper_is_within_what_covers_its_department_or_is_its_own() {
        let (department, account) = (
            DepartmentId(uuid::Uuid::nil()),
            AccountId(uuid::Uuid::nil()),
        );
        let keeper = Keeper {
            department_id: Some(department),
            recorded_by: Some(account),
        };
        let mut of_department = Scope::default();
        of_department.departments.insert(department);
        let own = Scope {
            account: Some(account),
            ..Scope::default()
        };
        assert!(keeper.is_within(&Scope::company()));
        assert!(keeper.is_within(&of_department));
        assert!(keeper.is_within(&own));
        assert!(!keeper.is_within(&Scope::default()));
        assert!(!Keeper::default().is_within(&of_department));
        assert!(
            !Keeper::default().is_within(&Scope::default()),
            "nobody's is not everybody's"
        );
    }
}
