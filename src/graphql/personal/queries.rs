//! Telling what is kept on a person.

use async_graphql::{Context, ID, Json, Object, Result};

use crate::graphql::base::{loaded, signed_in};
use crate::personal::{self, ContactData, PersonalData};

#[derive(Default)]
pub(crate) struct PersonalQueries;

#[Object]
impl PersonalQueries {
    /// Everything that is kept on a person, as one document to hand over; null for a
    /// person that the viewer may not ask about. The person, and HR, whose reading is
    /// noted in the audit trail; the answers in it are those that HR may read. Entries
    /// of the audit trail are named without what they changed.
    async fn personal_data_export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The person.")] employee_id: ID,
    ) -> Result<Option<Json<PersonalData>>> {
        let operation = signed_in(context)?;
        let Ok(person) = employee_id.parse() else {
            return Ok(None);
        };
        let found = personal::personal_data(operation, person).await;
        Ok(loaded(context, found)?.map(Json))
    }

    /// Everything that is kept on a contact of a customer, as one document to hand over;
    /// null for a contact that the viewer may not ask about. HR, whose reading is noted in
    /// the audit trail.
    async fn contact_data_export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The contact.")] contact_id: ID,
    ) -> Result<Option<Json<ContactData>>> {
        let operation = signed_in(context)?;
        let Ok(contact) = contact_id.parse() else {
            return Ok(None);
        };
        let found = personal::contact_data(operation, contact).await;
        Ok(loaded(context, found)?.map(Json))
    }
}
