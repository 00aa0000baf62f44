//! The contacts that a survey can draw from, customer by customer in one order.

use serde::{Deserialize, Serialize};

use super::customer::{Attributes, CustomerState};
use crate::kernel::Decimal;
use crate::kernel::ids::{ContactId, CustomerId, CustomerTableId};

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

/// A customer as a draw needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameCustomer {
    /// The customer.
    pub id: CustomerId,
    /// The customer's code.
    pub code: String,
    /// Whether the customer still is one.
    pub state: CustomerState,
    /// What is known of the customer.
    pub attributes: Attributes,
    /// What the customer buys in a year.
    pub annual_volume: Option<Decimal>,
    /// The contacts, by their place, as far as they belong to the source.
    pub contacts: Vec<FrameContact>,
}

/// A contact as a draw needs it: nothing by which the person could be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameContact {
    /// The person.
    pub id: ContactId,
    /// The place among the contacts of the customer, from 1.
    pub position: i32,
    /// Whether the person asked to be left alone.
    pub opted_out: bool,
    /// Whether the person's details are gone.
    pub erased: bool,
}
