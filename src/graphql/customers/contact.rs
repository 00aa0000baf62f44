//! The people at customers as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::CustomerLoaders;
use super::customer::{Customer, customer};
use crate::customers;
use crate::graphql::base::{Date, Moment, Shown};
use crate::kernel::ids::ContactId;

/// On what it stands that a contact's details are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::customers::ConsentBasis")]
pub(crate) enum ConsentBasis {
    /// The contact has agreed.
    Consent,
    /// A contract needs it.
    Contract,
    /// A law demands it.
    LegalDuty,
    /// The company's interest, which weighs more than the contact's.
    LegitimateInterest,
}

/// A person at a customer, who may be asked. Whoever sees the customer sees the person;
/// phone and e-mail are masked but for those who work the list: HR, the managers of the
/// department that looks after the customer, and whoever entered it.
#[derive(Clone)]
pub(crate) struct Contact(pub(crate) customers::Contact);

impl From<customers::Contact> for Contact {
    fn from(contact: customers::Contact) -> Self {
        Self(contact)
    }
}

/// A person at a customer, who may be asked. Whoever sees the customer sees the person;
/// phone and e-mail are masked but for those who work the list: HR, the managers of the
/// department that looks after the customer, and whoever entered it.
#[Object]
impl Contact {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where the person is.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        customer(context, self.0.customer_id).await
    }

    /// What the person is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Phone; such as `138****1234` where `detailsMasked`. That it was shown unmasked is
    /// noted in the audit trail.
    async fn phone(&self, context: &Context<'_>) -> Result<Option<&str>> {
        self.detail(context, self.0.phone.as_deref())
    }

    /// E-mail; such as `l****@example.com` where `detailsMasked`. That it was shown
    /// unmasked is noted in the audit trail.
    async fn email(&self, context: &Context<'_>) -> Result<Option<&str>> {
        self.detail(context, self.0.email.as_deref())
    }

    /// Whether phone and e-mail are hidden from the viewer.
    async fn details_masked(&self) -> bool {
        self.0.masked
    }

    /// The tag of the language to ask in; null for the company's first one.
    async fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// On what the keeping of the details stands.
    async fn consent_basis(&self) -> Option<ConsentBasis> {
        self.0.consent_basis.map(Into::into)
    }

    /// Since when it does.
    async fn consented_at(&self) -> Option<Moment> {
        self.0.consented_at.map(Into::into)
    }

    /// The last day on which name, phone and e-mail are kept; null for no such day.
    async fn retain_until(&self) -> Option<Date> {
        self.0.retain_until.map(Into::into)
    }

    /// Since when the person is asked nothing any more, or null.
    async fn opted_out_at(&self) -> Option<Moment> {
        self.0.opted_out_at.map(Into::into)
    }

    /// Since when name, phone and e-mail are erased, or null.
    async fn erased_at(&self) -> Option<Moment> {
        self.0.erased_at.map(Into::into)
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl Contact {
    /// The detail; that it is shown unmasked is noted.
    fn detail<'a>(
        &self,
        context: &Context<'_>,
        detail: Option<&'a str>,
    ) -> Result<Option<&'a str>> {
        if detail.is_some() && !self.0.masked {
            Shown::note(context, self.0.id)?;
        }
        Ok(detail)
    }
}

/// The contact with this id, if the viewer may see it.
pub(crate) async fn contact(
    context: &Context<'_>,
    id: Option<ContactId>,
) -> Result<Option<Contact>> {
    match id {
        None => Ok(None),
        Some(id) => {
            let loaders = context.data::<CustomerLoaders>()?;
            Ok(loaders.contacts.one(context, id).await?.map(Contact))
        }
    }
}
