//! What many fields of one request need of customers.

use crate::customers;
use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{ContactId, CustomerId, CustomerTableId, HandInId, ServiceRecordId};

/// The loaders of one request.
pub(crate) struct CustomerLoaders {
    pub(crate) customers: BatchLoader<CustomerId, customers::Customer>,
    pub(crate) contacts: BatchLoader<ContactId, customers::Contact>,
    pub(crate) contacts_of: BatchLoader<CustomerId, Vec<customers::Contact>>,
    pub(crate) records: BatchLoader<ServiceRecordId, customers::ServiceRecord>,
    pub(crate) hand_ins: BatchLoader<HandInId, customers::HandIn>,
    pub(crate) tables: BatchLoader<CustomerTableId, customers::CustomerTable>,
}

impl CustomerLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            customers: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::customers_by_id(&context, ids).await?;
                    Ok(index(found, |customer| customer.id))
                })
            }),
            contacts: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::contacts_by_id(&context, ids).await?;
                    Ok(index(found, |contact| contact.id))
                })
            }),
            contacts_of: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::contacts_of(&context, ids).await?;
                    Ok(group(found, |contact| (contact.customer_id, contact)))
                })
            }),
            records: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::service_records_by_id(&context, ids).await?;
                    Ok(index(found, |record| record.id))
                })
            }),
            hand_ins: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::hand_ins_by_id(&context, ids).await?;
                    Ok(index(found, |hand_in| hand_in.id))
                })
            }),
            tables: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = customers::customer_tables_by_id(&context, ids).await?;
                    Ok(index(found, |table| table.id))
                })
            }),
        }
    }
}
