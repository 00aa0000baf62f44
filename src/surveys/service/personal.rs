//! What surveys keep on a contact.

use std::collections::HashMap;

use crate::access::{OpContext, Scope};
use crate::database::{Handle, Transaction};
use crate::evidence::{self, Record};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::surveys::model::{KeptFate, KeptSurveys};
use crate::surveys::store;

/// What surveys keep on a contact. The caller has authorised.
pub async fn kept_surveys_of(handle: &impl Handle, contact: ContactId) -> Outcome<KeptSurveys> {
    let fates = store::fates_of_contact(handle, contact).await?;
    let plans: Vec<SurveyPlanId> = fates.iter().map(|(plan, _)| *plan).collect();
    let plans = store::plans_by_id(handle, &Scope::company(), plans).await?;
    let codes: HashMap<SurveyPlanId, String> = plans
        .into_iter()
        .map(|plan| (plan.id, plan.settings.code.into_string()))
        .collect();
    let named = |(plan, kept): (SurveyPlanId, KeptFate)| KeptFate {
        plan: codes.get(&plan).cloned().unwrap_or_default(),
        ..kept
    };
    let requests = store::exclusion_ids_of(handle, vec![contact]).await?;
    let requests: Vec<Record> = requests.into_iter().map(Record::Exclusion).collect();
    let files = evidence::kept_files_of(handle, &requests).await?;
    Ok(KeptSurveys {
        fates: fates.into_iter().map(named).collect(),
        exclusions: store::exclusions_of_contact(handle, contact).await?,
        files: files.into_iter().map(Into::into).collect(),
    })
}

/// Takes away what was written about contacts, and what was shown: why they should be left
/// out, and why they were. That they were, and on which ground, stays with the draw. The
/// caller has authorised, and notes it in the trail.
pub async fn forget_contacts(
    context: &OpContext,
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    let requests = store::exclusion_ids_of(transaction, contacts.clone()).await?;
    let requests: Vec<Record> = requests.into_iter().map(Record::Exclusion).collect();
    evidence::remove_files_of(context, transaction, &requests).await?;
    store::clear_notes(transaction, contacts).await
}
