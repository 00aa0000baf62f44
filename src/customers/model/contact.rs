//! A person at a customer, who may be asked.

use chrono::{DateTime, NaiveDate, Utc};

use super::customer::Keeper;
use super::mask::{masked_email, masked_phone};
use crate::access::Scope;
use crate::closed_set;
use crate::customers::error;
use crate::kernel::Problem;
use crate::kernel::ids::{ContactId, CustomerId};
use crate::kernel::text::Name;
use crate::org::EmailAddress;

closed_set! {
    /// On what it stands that a contact's details are kept.
    pub enum ConsentBasis {
        /// The contact has agreed.
        Consent = "CONSENT",
        /// A contract needs it.
        Contract = "CONTRACT",
        /// A law demands it.
        LegalDuty = "LEGAL_DUTY",
        /// The company's interest, which weighs more than the contact's.
        LegitimateInterest = "LEGITIMATE_INTEREST",
    }
}

/// What stands for a name that was erased.
pub(super) const ERASED_NAME: &str = "已删除";

/// A person at a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The id.
    pub id: ContactId,
    /// Where the person is.
    pub customer_id: CustomerId,
    /// The place among the contacts of the customer, from 1.
    pub position: i32,
    /// What the person is called.
    pub name: String,
    /// Phone; masked if `masked`.
    pub phone: Option<String>,
    /// E-mail; masked if `masked`.
    pub email: Option<String>,
    /// The language to ask in; the company's first one without.
    pub language: Option<String>,
    /// On what the keeping stands.
    pub consent_basis: Option<ConsentBasis>,
    /// Since when it does.
    pub consented_at: Option<DateTime<Utc>>,
    /// The last day on which the details are kept.
    pub retain_until: Option<NaiveDate>,
    /// Since when the person is asked nothing any more.
    pub opted_out_at: Option<DateTime<Utc>>,
    /// Since when the details are gone.
    pub erased_at: Option<DateTime<Utc>>,
    /// Who looks after the customer.
    pub keeper: Keeper,
    /// Whether the details are hidden from whoever asked.
    pub masked: bool,
    /// Counts the changes.
    pub version: i32,
}

/// What may be changed of a contact, and what a new one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFields {
    /// What the person is called.
    pub name: Name,
    /// Phone.
    pub phone: Option<Name>,
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// The language to ask in.
    pub language: Option<String>,
    /// On what the keeping stands.
    pub consent_basis: Option<ConsentBasis>,
    /// Since when it does; the present moment where only the basis is given.
    pub consented_at: Option<DateTime<Utc>>,
    /// The last day on which the details are kept.
    pub retain_until: Option<NaiveDate>,
}

impl Contact {
    /// The contact with `fields`, as of `now`.
    pub(in crate::customers) fn with(self, fields: ContactFields, now: DateTime<Utc>) -> Self {
        Self {
            name: fields.name.into_string(),
            phone: fields.phone.map(Name::into_string),
            email: fields.email.map(|email| email.as_str().to_owned()),
            language: fields.language,
            consent_basis: fields.consent_basis,
            consented_at: fields
                .consent_basis
                .map(|_| fields.consented_at.unwrap_or(now)),
            retain_until: fields.retain_until,
            ..self
        }
    }

    /// A new contact without any details yet.
    pub(in crate::customers) fn blank(
        id: ContactId,
        customer_id: CustomerId,
        position: i32,
        keeper: Keeper,
    ) -> Self {
        Self {
            id,
            customer_id,
            position,
            name: String::new(),
            phone: None,
            email: None,
            language: None,
            consent_basis: None,
            consented_at: None,
            retain_until: None,
            opted_out_at: None,
            erased_at: None,
            keeper,
            masked: false,
            version: 1,
        }
    }

    /// The contact as whoever reaches as far as `scope` with contact details sees it.
    #[must_use]
    pub(in crate::customers) fn seen_within(self, scope: &Scope) -> Self {
        if self.keeper.is_within(scope) {
            return self;
        }
        Self {
            phone: self.phone.as_deref().map(masked_phone),
            email: self.email.as_deref().map(masked_email),
            masked: true,
            ..self
        }
    }

    /// The contact without name, phone and e-mail.
    #[must_use]
    pub(in crate::customers) fn erased(self, now: DateTime<Utc>) -> Self {
        Self {
            name: ERASED_NAME.to_owned(),
            phone: None,
            email: None,
            erased_at: Some(now),
            version: self.version + 1,
            ..self
        }
    }

    /// Refuses a change of somebody whose details are gone.
    pub(in crate::customers) fn must_be_kept(&self) -> Result<(), Problem> {
        match self.erased_at {
            Some(_) => Err(error::contact_erased().at(["id"])),
            None => Ok(()),
        }
    }
}

impl ContactFields {
    /// What is wrong with the fields on the day `today`, besides their form.
    pub(in crate::customers) fn problems(&self, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.consented_at.is_some() && self.consent_basis.is_none() {
            problems.push(error::consent_without_basis().at(["consentBasis"]));
        }
        if self.retain_until.is_some_and(|last| last < today) {
            problems.push(error::past_retention().at(["retainUntil"]));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ErrorCode;

    fn fields() -> ContactFields {
        ContactFields {
            name: Name::parse("张伟").unwrap(),
            phone: Some(Name::parse("13800001234").unwrap()),
            email: None,
            language: None,
            consent_basis: Some(ConsentBasis::Consent),
            consented_at: None,
            retain_until: None,
        }
    }

    fn contact() -> Contact {
        let id = Uuid::nil();
        let blank = Contact::blank(ContactId(id), CustomerId(id), 1, Keeper::default());
        blank.with(fields(), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_basis_without_a_time_holds_from_now_on() {
        assert_eq!(contact().consented_at, Some(DateTime::UNIX_EPOCH));
    }

    #[test]
    fn a_time_without_a_basis_and_a_retention_that_is_over_are_told() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
        let wrong = ContactFields {
            consent_basis: None,
            consented_at: Some(DateTime::UNIX_EPOCH),
            retain_until: Some(day(5)),
            ..fields()
        };
        let codes = |today| {
            let problems = wrong.problems(today).into_iter();
            problems.map(|it| it.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(day(6)), [ErrorCode::Required, ErrorCode::OutOfRange]);
        assert_eq!(codes(day(5)), [ErrorCode::Required], "kept until then");
    }

    #[test]
    fn details_are_hidden_from_whoever_does_not_work_the_list() {
        let seen = contact().seen_within(&Scope::default());
        assert!(seen.masked);
        assert_eq!(seen.phone.as_deref(), Some("138****1234"));
        assert_eq!(contact().seen_within(&Scope::company()), contact());
    }

    #[test]
    fn an_erased_contact_is_a_place_without_a_person() {
        let erased = contact().erased(DateTime::UNIX_EPOCH);
        assert_eq!((erased.phone, erased.email), (None, None));
        assert_eq!(erased.name, ERASED_NAME);
        assert_eq!(erased.position, 1);
    }
}
