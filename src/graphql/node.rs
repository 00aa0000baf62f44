//! Global identification: anything that has an id can be fetched again by it.

use std::hash::Hash;
use std::str::FromStr;

use async_graphql::{Context, ID, Interface, Object, Result};

use super::access::{AccessLoaders, Account};
use super::base::{BatchLoader, page_size, signed_in};
use super::complaints::{Complaint, ComplaintLoaders};
use super::customers::{
    Contact, Customer, CustomerLoaders, CustomerTable, ServiceRecord, WeeklyHandIn,
};
use super::cycles::{Assignment, Cycle, CycleLoaders};
use super::evidence::{EvidenceFile, EvidenceLoaders};
use super::invitations::{Invitation, InvitationLoaders};
use super::kpi::{
    Appeal, KpiCalibration, KpiLoaders, KpiRequest, KpiScheme, KpiSchemeVersion, KpiSheet,
};
use super::org::{Department, Employee, OrgLoaders};
use super::questionnaires::{Questionnaire, QuestionnaireLoaders, QuestionnaireVersion};
use super::rectification::{Issue, RectificationLoaders, SystemicProposal, TriggerRule};
use super::responses::{Response, ResponseLoaders};
use super::scoring::{Score, ScoringLoaders};
use super::surveys::{EligibilityRuleSet, Exclusion, SurveyLoaders, SurveyPlan, Suspension};
use super::weighting::{DelphiStudy, WeightingLoaders};
use crate::kernel::ids::{
    AccountId, AppealId, AssignmentId, ComplaintId, ContactId, CustomerId, CustomerTableId,
    CycleId, DelphiStudyId, DepartmentId, EligibilityRuleSetId, EmployeeId, EvidenceFileId,
    ExclusionId, HandInId, InvitationId, IssueId, KpiCalibrationId, KpiRequestId, KpiSchemeId,
    KpiSchemeVersionId, KpiSheetId, QuestionnaireId, QuestionnaireVersionId, ResponseId, ScoreId,
    ServiceRecordId, SurveyPlanId, SuspensionId, SystemicProposalId, TriggerRuleId,
};
use crate::kernel::page::MAX_PAGE;

/// Something with an id by which it can be fetched again.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The global id; its prefix tells the type."
))]
pub(crate) enum Node {
    /// A department.
    Department(Department),
    /// An employee.
    Employee(Employee),
    /// An account.
    Account(Account),
    /// A score revision.
    Score(Score),
    /// A questionnaire.
    Questionnaire(Questionnaire),
    /// A version of a questionnaire.
    QuestionnaireVersion(QuestionnaireVersion),
    /// A study in which experts look for weights.
    DelphiStudy(DelphiStudy),
    /// A submitted answer sheet.
    Response(Response),
    /// An assessment cycle.
    Cycle(Cycle),
    /// An evaluator's duty in a cycle.
    Assignment(Assignment),
    /// A customer.
    Customer(Customer),
    /// A person at a customer.
    Contact(Contact),
    /// Something that a department did for a customer.
    ServiceRecord(ServiceRecord),
    /// A week that a department handed in, or owes.
    WeeklyHandIn(WeeklyHandIn),
    /// A monthly table of customers.
    CustomerTable(CustomerTable),
    /// What somebody was dissatisfied with, and said so.
    Complaint(Complaint),
    /// A survey plan.
    SurveyPlan(SurveyPlan),
    /// A version of the eligibility rules.
    EligibilityRuleSet(EligibilityRuleSet),
    /// A request to leave a contact out of one batch.
    Exclusion(Exclusion),
    /// A request to survey a customer no more for a while.
    Suspension(Suspension),
    /// A KPI scheme.
    KpiScheme(KpiScheme),
    /// A version of a KPI scheme.
    KpiSchemeVersion(KpiSchemeVersion),
    /// A KPI sheet.
    KpiSheet(KpiSheet),
    /// A changed target or an adjustment of a KPI sheet.
    KpiRequest(KpiRequest),
    /// A session in which grades are compared.
    KpiCalibration(KpiCalibration),
    /// An appeal.
    Appeal(Appeal),
    /// Something that was found wrong.
    Issue(Issue),
    /// A rule by which issues are opened.
    TriggerRule(TriggerRule),
    /// One issue proposed for several departments.
    SystemicProposal(SystemicProposal),
    /// One contact's chance to answer once.
    Invitation(Invitation),
    /// A file that shows something.
    EvidenceFile(EvidenceFile),
}

#[derive(Default)]
pub(crate) struct NodeQueries;

#[Object]
impl NodeQueries {
    /// The thing with this id, or null if there is none that the viewer may see.
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A global id.")] id: ID,
    ) -> Result<Option<Node>> {
        signed_in(context)?;
        find(context, &id).await
    }

    /// The things with these ids, at most 100, in the order asked for.
    #[graphql(complexity = "ids.len().clamp(1, MAX_PAGE as usize) * child_complexity")]
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        signed_in(context)?;
        page_size(context, "ids", i32::try_from(ids.len()).unwrap_or(i32::MAX))?;
        futures_util::future::try_join_all(ids.iter().map(|id| find(context, id))).await
    }
}

/// Each kind of thing is found by its loader, so many ids cost one statement a kind.
async fn find(context: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let prefix = id.split_once('_').map(|(prefix, _)| prefix);
    match prefix {
        Some(AccountId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &AccessLoaders| &loaders.accounts,
                |found| Account::from(found).into(),
            )
            .await
        }
        Some(DepartmentId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &OrgLoaders| &loaders.departments,
                |found| Department::from(found).into(),
            )
            .await
        }
        Some(EmployeeId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &OrgLoaders| &loaders.employees,
                |found| Employee::from(found).into(),
            )
            .await
        }
        Some(QuestionnaireId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &QuestionnaireLoaders| &loaders.questionnaires,
                |found| Questionnaire::from(found).into(),
            )
            .await
        }
        Some(QuestionnaireVersionId::PREFIX) => questionnaire_version(context, id).await,
        Some(DelphiStudyId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &WeightingLoaders| &loaders.studies,
                |found| DelphiStudy::from(found).into(),
            )
            .await
        }
        Some(ResponseId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &ResponseLoaders| &loaders.responses,
                |found| Response::from(found).into(),
            )
            .await
        }
        Some(CycleId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CycleLoaders| &loaders.cycles,
                |found| Cycle::from(found).into(),
            )
            .await
        }
        Some(AssignmentId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CycleLoaders| &loaders.assignments,
                |found| Assignment::from(found).into(),
            )
            .await
        }
        Some(ScoreId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &ScoringLoaders| &loaders.scores,
                |found| Score::from(found).into(),
            )
            .await
        }
        _ => of_customers(context, id).await,
    }
}

/// What has an id and belongs to customers.
async fn of_customers(context: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let prefix = id.split_once('_').map(|(prefix, _)| prefix);
    match prefix {
        Some(CustomerId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CustomerLoaders| &loaders.customers,
                |found| Customer::from(found).into(),
            )
            .await
        }
        Some(ContactId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CustomerLoaders| &loaders.contacts,
                |found| Contact::from(found).into(),
            )
            .await
        }
        Some(ServiceRecordId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CustomerLoaders| &loaders.records,
                |found| ServiceRecord::from(found).into(),
            )
            .await
        }
        Some(HandInId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CustomerLoaders| &loaders.hand_ins,
                |found| WeeklyHandIn::from(found).into(),
            )
            .await
        }
        Some(CustomerTableId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &CustomerLoaders| &loaders.tables,
                |found| CustomerTable::from(found).into(),
            )
            .await
        }
        Some(ComplaintId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &ComplaintLoaders| &loaders.complaints,
                |found| Complaint::from(found).into(),
            )
            .await
        }
        Some(SurveyPlanId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &SurveyLoaders| &loaders.plans,
                |found| SurveyPlan::from(found).into(),
            )
            .await
        }
        Some(EligibilityRuleSetId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &SurveyLoaders| &loaders.rules,
                |found| EligibilityRuleSet::from(found).into(),
            )
            .await
        }
        Some(ExclusionId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &SurveyLoaders| &loaders.exclusions,
                |found| Exclusion::from(found).into(),
            )
            .await
        }
        Some(SuspensionId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &SurveyLoaders| &loaders.suspensions,
                |found| Suspension::from(found).into(),
            )
            .await
        }
        Some(InvitationId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &InvitationLoaders| &loaders.invitations,
                |found| Invitation::from(found).into(),
            )
            .await
        }
        _ => of_kpi(context, id).await,
    }
}

/// What has an id and belongs to KPI.
async fn of_kpi(context: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let prefix = id.split_once('_').map(|(prefix, _)| prefix);
    match prefix {
        Some(KpiSchemeId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.schemes,
                |found| KpiScheme::from(found).into(),
            )
            .await
        }
        Some(KpiSchemeVersionId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.versions,
                |found| KpiSchemeVersion::from(found).into(),
            )
            .await
        }
        Some(KpiSheetId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.sheets,
                |found| KpiSheet::from(found).into(),
            )
            .await
        }
        Some(KpiRequestId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.requests,
                |found| KpiRequest::from(found).into(),
            )
            .await
        }
        Some(KpiCalibrationId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.calibrations,
                |found| KpiCalibration::from(found).into(),
            )
            .await
        }
        Some(AppealId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &KpiLoaders| &loaders.appeals,
                |found| Appeal::from(found).into(),
            )
            .await
        }
        Some(IssueId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &RectificationLoaders| &loaders.issues,
                |found| Issue::from(found).into(),
            )
            .await
        }
        Some(SystemicProposalId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &RectificationLoaders| &loaders.proposals,
                |found| SystemicProposal::from(found).into(),
            )
            .await
        }
        Some(TriggerRuleId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &RectificationLoaders| &loaders.rules,
                |found| TriggerRule::from(found).into(),
            )
            .await
        }
        Some(EvidenceFileId::PREFIX) => {
            by_id(
                context,
                id,
                |loaders: &EvidenceLoaders| &loaders.files,
                |found| EvidenceFile::from(found).into(),
            )
            .await
        }
        _ => Ok(None),
    }
}

/// A version that the viewer may read as such, or sees because it is asked: evaluators
/// find it again by the id that their assignment told.
async fn questionnaire_version(context: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Ok(id) = id.parse::<QuestionnaireVersionId>() else {
        return Ok(None);
    };
    let loaders = context.data::<QuestionnaireLoaders>()?;
    let found = match loaders.versions.one(context, id).await? {
        Some(found) => Some(found),
        None => {
            let seen = &context.data::<CycleLoaders>()?.versions_seen;
            match seen.one(context, id).await? {
                Some(()) => loaders.named_versions.one(context, id).await?,
                None => None,
            }
        }
    };
    Ok(found.map(|found| QuestionnaireVersion::from(found).into()))
}

async fn by_id<L, K, V>(
    context: &Context<'_>,
    id: &ID,
    loader: impl FnOnce(&L) -> &BatchLoader<K, V>,
    wrap: impl FnOnce(V) -> Node,
) -> Result<Option<Node>>
where
    L: Send + Sync + 'static,
    K: FromStr + Send + Sync + Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    let Ok(id) = id.parse() else { return Ok(None) };
    let found = loader(context.data::<L>()?).one(context, id).await?;
    Ok(found.map(wrap))
}
