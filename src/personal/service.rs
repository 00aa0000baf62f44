//! Telling what is kept on a person, and erasing it.

use serde_json::json;

use super::model::{ActionRecord, HeadRecord, PersonalData, WeightsRecord};
use crate::access::{self, Action, OpContext};
use crate::audit::{self, Entry, EntryFilter, Listed};
use crate::cycles::{self, Assignment};
use crate::kernel::ids::{AccountId, AssignmentId, EmployeeId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, PageRequest};
use crate::org::{self, Employee};
use crate::{evidence, kpi, responses, scoring, weighting};

/// How many entries of the audit trail are read at once.
const ENTRIES_AT_ONCE: u32 = 1_000;

/// Where an erased person stood.
const TABLES: &[&str] = &[
    "employees",
    "external_identities",
    "accounts",
    "sessions",
    "assignment_drafts",
    "cycle_departments",
];

/// Everything that is kept on a person, for the person and for HR; `None` for anybody
/// else. HR gets no answers that the promise of their cycle keeps from HR, and no weights of
/// Delphi studies. What somebody else than the person gets is noted in the audit trail
/// first.
pub async fn personal_data(
    context: &OpContext,
    person: EmployeeId,
) -> Outcome<Option<PersonalData>> {
    let scope = context.authorize(Action::PersonalDataRead).await?;
    let own = context.signed_in()?.employee_id == Some(person);
    if !own && !scope.company {
        return Ok(None);
    }
    let found = org::employees_by_id(context, vec![person]).await?;
    let Some(employee) = found.into_iter().next() else {
        return Ok(None);
    };
    if !own {
        let details = json!({ "parts": "all" });
        context
            .record_read("personal_data.read", person, details)
            .await?;
    }
    Ok(Some(gathered(context, employee).await?))
}

/// Erases a person who has left: name, contact details, outside identities, drafts, and
/// everything of the account but its id. What the person answered stays in the figures.
pub async fn employee_erase(
    context: &OpContext,
    person: EmployeeId,
    reason: LongText,
) -> Outcome<Employee> {
    context.authorize_company(Action::PersonalDataErase).await?;
    let transaction = context.begin().await?;
    let erased = org::forget_employee(context, &transaction, person).await?;
    let account = access::forget_account_of(context, &transaction, person).await?;
    cycles::forget_head(&transaction, person, &erased.name).await?;
    let assignments = cycles::assignments_of_person(&transaction, person).await?;
    let drafts = responses::forget_drafts(&transaction, ids(&assignments)).await?;
    let entry = Entry::new("employee.erased", person)
        .after(json!({ "account": account, "drafts": drafts }))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    forget_the_past(context, TABLES).await;
    Ok(erased)
}

/// Removes what the database keeps of the past of somebody who was erased. Where that
/// fails, the person is erased all the same: only the past stays a while.
pub(super) async fn forget_the_past(context: &OpContext, tables: &[&str]) {
    if let Err(failure) = context.database().forget_the_past(tables).await {
        tracing::warn!(
            ?failure,
            "the past of an erased person could not be removed"
        );
    }
}

async fn gathered(context: &OpContext, employee: Employee) -> Outcome<PersonalData> {
    let person = employee.id;
    let account = access::kept_account_of(context.database(), person).await?;
    let account_id = account.as_ref().map(|kept| kept.account.id);
    let assignments = cycles::assignments_of_person(context.database(), person).await?;
    let answered = responses::responses_to(context, ids(&assignments)).await?;
    let drafts = responses::drafts_of(context, ids(&assignments)).await?;
    let headed = cycles::headed_at_openings(context.database(), person).await?;
    let explanations = match account_id {
        Some(account) => scoring::explanations_by(context, account).await?,
        None => Vec::new(),
    };
    let weights = weighting::weights_of_person(context.database(), person).await?;
    let own = context.signed_in()?.employee_id == Some(person);
    let weights = weights.into_iter().map(|it| WeightsRecord::of(it, own));
    let (kpi_sheets, appeals) = kpi::kept_on_person(context.database(), person).await?;
    let files = match account_id {
        Some(account) => evidence::files_uploaded_by(context.database(), account).await?,
        None => Vec::new(),
    };
    let posts = org::posts_of(context, vec![person]).await?;
    let identities = org::external_identities_kept(context.database(), person).await?;
    Ok(PersonalData {
        employee: employee.into(),
        posts: posts.into_iter().map(Into::into).collect(),
        external_identities: identities.into_iter().map(Into::into).collect(),
        account: account.map(Into::into),
        headed: headed
            .into_iter()
            .map(|(cycle, department)| HeadRecord { cycle, department })
            .collect(),
        assignments: assignments.into_iter().map(Into::into).collect(),
        responses: answered.into_iter().map(Into::into).collect(),
        drafts: drafts.into_iter().map(Into::into).collect(),
        explanations: explanations.into_iter().map(Into::into).collect(),
        delphi_weights: weights.collect(),
        kpi_sheets: kpi_sheets.into_iter().map(Into::into).collect(),
        appeals: appeals.into_iter().map(Into::into).collect(),
        files: files.into_iter().map(Into::into).collect(),
        audit_entries: actions(context, person, account_id).await?,
    })
}

/// What the person did, and what was done to the person's record and account.
async fn actions(
    context: &OpContext,
    person: EmployeeId,
    account: Option<AccountId>,
) -> Outcome<Vec<ActionRecord>> {
    let about = |subject: String| EntryFilter {
        subject: Some(subject),
        ..EntryFilter::default()
    };
    let mut filters = vec![about(person.to_string())];
    if let Some(account) = account {
        filters.push(about(account.to_string()));
        filters.push(EntryFilter {
            actor: Some(account),
            ..EntryFilter::default()
        });
    }
    let mut found: Vec<Listed> = Vec::new();
    for filter in &filters {
        found.extend(all_entries(context, filter).await?);
    }
    found.sort_by_key(|listed| (listed.entry.recorded_at, listed.entry.id));
    // Who changes the own account does both.
    found.dedup_by_key(|listed| listed.entry.id);
    Ok(found
        .into_iter()
        .map(|listed| listed.entry.into())
        .collect())
}

/// What was done to whatever has this id, oldest first.
pub(super) async fn entries_about(
    context: &OpContext,
    subject: String,
) -> Outcome<Vec<ActionRecord>> {
    let filter = EntryFilter {
        subject: Some(subject),
        ..EntryFilter::default()
    };
    let mut found = all_entries(context, &filter).await?;
    found.sort_by_key(|listed| (listed.entry.recorded_at, listed.entry.id));
    let found = found.into_iter();
    Ok(found.map(|listed| listed.entry.into()).collect())
}

async fn all_entries(context: &OpContext, filter: &EntryFilter) -> Outcome<Vec<Listed>> {
    let mut found: Vec<Listed> = Vec::new();
    loop {
        let page = PageRequest {
            first: ENTRIES_AT_ONCE,
            after: found.last().map(Listed::key),
        };
        let page = audit::list(context.database(), filter, &page).await?;
        found.extend(page.items);
        if !page.has_next {
            return Ok(found);
        }
    }
}

fn ids(assignments: &[Assignment]) -> Vec<AssignmentId> {
    assignments.iter().map(|it| it.id).collect()
}
