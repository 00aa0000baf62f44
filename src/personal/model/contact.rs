//! Everything that is kept on a contact of a customer.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::employee::ActionRecord;
use crate::complaints::KeptComplaint;
use crate::customers::{ConsentBasis, Contact, Customer, KeptContact, ServiceRecord};
use crate::invitations::{Invitation, InvitationState, KeptSheet};
use crate::kernel::ids::{ContactId, CustomerId, DepartmentId, InvitationId, ServiceRecordId};
use crate::responses::AnswerSheet;
use crate::surveys::{Channel, KeptSurveys};

/// Everything that is kept on a contact.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactData {
    /// The person.
    pub contact: ContactRecord,
    /// Where the person is.
    pub customer: CustomerRecord,
    /// What was done for the person.
    pub service_records: Vec<ServiceLine>,
    /// Whether the person was drawn for surveys, or why not.
    pub surveys: KeptSurveys,
    /// How the person was asked, and what the person answered, as far as anybody knows.
    pub invitations: Vec<InvitationLine>,
    /// What the person complained about.
    pub complaints: Vec<KeptComplaint>,
    /// What was done to the person's record.
    pub audit_entries: Vec<ActionRecord>,
}

impl ContactData {
    pub(in crate::personal) fn new(
        kept: KeptContact,
        surveys: KeptSurveys,
        invitations: Vec<(Invitation, Option<KeptSheet>)>,
        complaints: Vec<KeptComplaint>,
        entries: Vec<ActionRecord>,
    ) -> Self {
        let invitations = invitations.into_iter().map(InvitationLine::of);
        Self {
            contact: kept.contact.into(),
            customer: kept.customer.into(),
            service_records: kept.records.into_iter().map(Into::into).collect(),
            surveys,
            invitations: invitations.collect(),
            complaints,
            audit_entries: entries,
        }
    }
}

/// A person at a customer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactRecord {
    id: ContactId,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    language: Option<String>,
    consent_basis: Option<ConsentBasis>,
    consented_at: Option<DateTime<Utc>>,
    retain_until: Option<NaiveDate>,
    opted_out_at: Option<DateTime<Utc>>,
    erased_at: Option<DateTime<Utc>>,
}

impl From<Contact> for ContactRecord {
    fn from(contact: Contact) -> Self {
        Self {
            id: contact.id,
            name: contact.name,
            phone: contact.phone,
            email: contact.email,
            language: contact.language,
            consent_basis: contact.consent_basis,
            consented_at: contact.consented_at,
            retain_until: contact.retain_until,
            opted_out_at: contact.opted_out_at,
            erased_at: contact.erased_at,
        }
    }
}

/// Where the person is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRecord {
    id: CustomerId,
    code: String,
    name: String,
}

impl From<Customer> for CustomerRecord {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id,
            code: customer.code,
            name: customer.name,
        }
    }
}

/// What was done for the person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceLine {
    id: ServiceRecordId,
    department: DepartmentId,
    item: String,
    served_on: NaiveDate,
    recorded_at: DateTime<Utc>,
}

impl From<ServiceRecord> for ServiceLine {
    fn from(record: ServiceRecord) -> Self {
        Self {
            id: record.id,
            department: record.department_id,
            item: record.item,
            served_on: record.served_on,
            recorded_at: record.recorded_at,
        }
    }
}

/// How the person was asked, and what the person answered.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationLine {
    id: InvitationId,
    channel: Channel,
    state: InvitationState,
    issued_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    attempts: u32,
    answers: Option<AnswerSheet>,
}

impl InvitationLine {
    fn of((invitation, sheet): (Invitation, Option<KeptSheet>)) -> Self {
        Self {
            id: invitation.id,
            channel: invitation.channel,
            state: invitation.state,
            issued_at: invitation.issued_at,
            finished_at: invitation.finished_at,
            attempts: invitation.attempts,
            answers: sheet.map(|sheet| sheet.sheet),
        }
    }
}
