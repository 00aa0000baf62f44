//! What the mutations of customers answer.

use super::contact::Contact;
use super::customer::Customer;
use super::service_record::ServiceRecord;
use super::table::CustomerTable;
use super::weekly_hand_in::{HandInDuty, WeeklyHandIn};
use crate::graphql::base::payload;

payload! {
    /// The answer of `customerCreate`.
    CustomerCreatePayload {
        /// The new customer.
        customer: Customer
    }
}
payload! {
    /// The answer of `customerUpdate`.
    CustomerUpdatePayload {
        /// The changed customer.
        customer: Customer
    }
}
payload! {
    /// The answer of `customersImport`.
    CustomersImportPayload {
        /// How many customers the request brought in, also when it is sent again.
        imported: u64
    }
}
payload! {
    /// The answer of `contactAdd`.
    ContactAddPayload {
        /// The new contact.
        contact: Contact
    }
}
payload! {
    /// The answer of `contactUpdate`.
    ContactUpdatePayload {
        /// The changed contact.
        contact: Contact
    }
}
payload! {
    /// The answer of `contactOptOut`.
    ContactOptOutPayload {
        /// The contact, who is asked nothing any more.
        contact: Contact
    }
}
payload! {
    /// The answer of `serviceRecordAdd`.
    ServiceRecordAddPayload {
        /// The new record.
        service_record: ServiceRecord
    }
}
payload! {
    /// The answer of `serviceRecordRemove`.
    ServiceRecordRemovePayload {}
}
payload! {
    /// The answer of `weekHandIn`.
    WeekHandInPayload {
        /// The week that was handed in.
        hand_in: WeeklyHandIn
    }
}
payload! {
    /// The answer of `weekReopen`.
    WeekReopenPayload {
        /// The week that is open again.
        hand_in: WeeklyHandIn
    }
}
payload! {
    /// The answer of `handInDutySet`.
    HandInDutySetPayload {
        /// The duty as it is now.
        duty: HandInDuty
    }
}
payload! {
    /// The answer of `customerTableCreate`.
    CustomerTableCreatePayload {
        /// The new table, filled.
        table: CustomerTable
    }
}
payload! {
    /// The answer of `customerTableAdd`.
    CustomerTableAddPayload {
        /// The table with its new rows.
        table: CustomerTable
    }
}
payload! {
    /// The answer of `customerTableRemove`.
    CustomerTableRemovePayload {
        /// The table without the rows.
        table: CustomerTable
    }
}
payload! {
    /// The answer of `customerTableComplete`.
    CustomerTableCompletePayload {
        /// The completed table.
        table: CustomerTable
    }
}
payload! {
    /// The answer of `customerTableCheck`.
    CustomerTableCheckPayload {
        /// The checked table.
        table: CustomerTable
    }
}
payload! {
    /// The answer of `customerTableReopen`.
    CustomerTableReopenPayload {
        /// The table, which is a draft again.
        table: CustomerTable
    }
}
