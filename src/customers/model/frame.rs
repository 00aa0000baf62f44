//! The contacts that a survey can draw from, as light rows in one order.

use serde::{Deserialize, Serialize};

use super::customer::{Attributes, CustomerState};
use crate::kernel::Decimal;
use crate::kernel::ids::{ContactId, CustomerId, CustomerTableId, DepartmentId};

/// Where the contacts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameSource {
    /// The whole register.
    Register,
    /// A monthly table; only a checked one may be drawn from, see
    /// [`checked_table`](crate::customers::checked_table).
    Table(CustomerTableId),
}

/// Where a contact lies in the frame: by the customer's code, then by the place among its
/// contacts. It is the same on every database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FrameKey {
    /// The code of the customer.
    pub customer_code: String,
    /// The place among its contacts.
    pub position: i32,
}

/// A contact as a draw needs it: nothing by which the person could be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameRow {
    /// The person.
    pub contact_id: ContactId,
    /// The customer.
    pub customer_id: CustomerId,
    /// The customer's code.
    pub customer_code: String,
    /// The place among the contacts of the customer, from 1.
    pub position: i32,
    /// Whether the customer still is one.
    pub customer_state: CustomerState,
    /// The department that looks after the customer.
    pub department_id: Option<DepartmentId>,
    /// What is known of the customer.
    pub attributes: Attributes,
    /// What the customer buys in a year.
    pub annual_volume: Option<Decimal>,
    /// The language to ask in.
    pub language: Option<String>,
    /// Whether there is a phone number.
    pub has_phone: bool,
    /// Whether there is an e-mail address.
    pub has_email: bool,
    /// Whether the person asked to be left alone.
    pub opted_out: bool,
    /// Whether the person's details are gone.
    pub erased: bool,
}

impl FrameRow {
    /// Where the contact lies in the frame; the next page begins behind it.
    pub fn key(&self) -> FrameKey {
        FrameKey {
            customer_code: self.customer_code.clone(),
            position: self.position,
        }
    }

    /// Whether the person may be asked at all.
    pub fn may_be_asked(&self) -> bool {
        self.customer_state == CustomerState::Active && !self.opted_out && !self.erased
    }
}
