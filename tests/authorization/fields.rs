//! Every field that leads from one type to another says who may follow it.

use std::collections::{BTreeMap, BTreeSet};

use plumbline::graphql;
use serde_json::Value;

use super::{reach::REACH, table};
use crate::support::Answer;

/// Who sees what a field leads to: `everyone` who is signed in; whoever sees the `parent`
/// that has the field; only the person whose `own` it is; or those of the row of that
/// name, in `table.rs` or `reach.rs`, which is played for every role.
///
/// Pages and payloads have no rows: a page leads where its list does, and a payload where
/// its mutation does, which has a row.
const FIELDS: &str = "
Query.viewer viewer
Query.signInOptions signInOptions
SignInOptions.providers parent
Query.accounts accounts
Query.company company
Query.departments departments
Query.department department
Query.employees employees
Query.employee employee
Query.customers customers
Query.complaints complaints
Query.complaint complaint
Query.customer customer
Query.serviceRecords serviceRecords
Query.weeklyHandIns weeklyHandIns
Query.handInDuties handInDuties
Query.customerTables customerTables
Query.questionnaires questionnaires
Query.questionnaire questionnaire
Query.instrumentLibrary instrumentLibrary
Query.delphiStudies delphiStudies
Query.cycles cycles
Query.cycle cycle
Query.surveyPlans surveyPlans
Query.surveyPlan surveyPlan
Query.surveySettings surveySettings
Query.deadlineSettings deadlineSettings
DeadlineSettings.answer parent
DeadlineSettings.issue parent
DeadlineSettings.escalation parent
Query.surveyCoverage surveyCoverage
Query.eligibilityRules eligibilityRules
Query.eligibilityRuleSets eligibilityRuleSets
Query.eligibilityTry eligibilityTry
Query.invitation invitation
Query.exclusions exclusions
Query.suspensions suspensions
SurveyPlan.cycle node.Cycle
SurveyPlan.questionnaireVersion parent
SurveyPlan.assessedDepartment everyone
SurveyPlan.frame parent
SurveyPlan.sampling parent
SurveyPlan.quotas parent
SurveyPlan.followUp parent
SurveyPlan.monthlyTable node.CustomerTable
SurveyPlan.draw surveyPlan.draw
SurveyPlan.leftOut surveyPlan.leftOut
SurveyPlan.progress surveyPlan.progress
SurveyPlan.invitations surveyPlan.invitations
SurveyPlan.callList surveyPlan.callList
SurveyPlan.sheets surveyPlan.sheets
SurveyPlan.createdBy node.Account
SurveyPlan.changedBy node.Account
Invitation.plan node.SurveyPlan
Invitation.contact node.Contact
Invitation.questionnaire parent
IssuedInvitation.contact node.Contact
IssuedInvitation.invitation parent
InvitationForm.questionnaire parent
InvitationForm.draft parent
SurveySheet.invitation parent
SurveySheet.questionnaire parent
SurveySheet.enteredBy node.Account
SurveySheet.answers parent
SurveyFrame.conditions parent
SurveySampling.fixed parent
SurveySampling.deviations parent
SurveyQuota.ratios parent
SurveyFollowUp.questionnaireVersion parent
LeftOutContact.contact node.Contact
LeftOutContact.customer node.Customer
SurveyDraw.rules node.EligibilityRuleSet
SurveyDraw.strata parent
SurveyDraw.quotas parent
SurveyDraw.fates parent
SurveyFate.contact node.Contact
EligibilityRuleSet.stages parent
EligibilityRuleSet.rules parent
EligibilityRuleSet.recordedBy node.Account
SurveyCoverage.settings parent
Exclusion.plan node.SurveyPlan
Exclusion.contact node.Contact
Exclusion.department everyone
Exclusion.requestedBy node.Account
Exclusion.decidedBy node.Account
Exclusion.evidence parent
Suspension.customer node.Customer
Suspension.department everyone
Suspension.decisions parent
Suspension.requestedBy node.Account
SuspensionDecision.decidedBy node.Account
Actor.employee everyone
Query.issues issues
Query.issue issue
Query.issueBoard issueBoard
Query.triggerRules triggerRules
Query.systemicProposals systemicProposals
Query.rectificationStats rectificationStats
Complaint.issue node.Issue
Complaint.history parent
Complaint.contactLog parent
ComplaintEvent.actor parent
ComplaintNote.recordedBy parent
Issue.department everyone
Issue.source parent
Issue.evidence parent
EvidenceFile.uploadedBy parent
Issue.analysis parent
Issue.plan parent
Issue.plans parent
Issue.verifications parent
Issue.history parent
Issue.resurveys parent
IssueResurvey.cycle node.Cycle
IssueResurvey.startedBy parent
Issue.similar node.Issue
Issue.recurrenceOf node.Issue
Issue.openedBy parent
IssueSource.rule node.TriggerRule
IssueSource.proposal node.SystemicProposal
SystemicProposal.issues node.Issue
SystemicProposal.systemicIssue node.Issue
SystemicProposal.decidedBy parent
IssueSource.score score
IssueSource.answer surveyPlan.sheets
IssueSource.complaint node.Complaint
IssueSource.cycle node.Cycle
IssueEvent.actor parent
IssuePlan.actions parent
IssuePlan.measure parent
IssuePlan.decisions parent
IssuePlan.submittedBy parent
IssuePlanDecision.decidedBy parent
CorrectiveAction.owner everyone
CorrectiveAction.completedBy parent
CorrectiveAction.extensions parent
CorrectiveAction.evidence parent
ActionExtension.requestedBy parent
ActionExtension.decidedBy parent
IssueVerification.score score
IssueVerification.decidedBy parent
TriggerRule.createdBy parent
RectificationStats.causes parent
RectificationStats.byDepartment parent
RectificationLoad.department everyone
Query.kpiSchemes kpiSchemes
Query.kpiScheme kpiScheme
Query.kpiSheets kpiSheets
Query.kpiSheet kpiSheet
Query.kpiBonusTable kpiBonusTable
Query.kpiRequests kpiRequests
Query.appeals appeals
Query.kpiCalibrations kpiCalibrations
KpiScheme.versions kpiScheme.draft
KpiSchemeVersion.scheme node.KpiScheme
KpiSchemeVersion.nodes parent
KpiSchemeVersion.grades parent
KpiSchemeVersion.distribution parent
KpiNode.indicator parent
KpiIndicator.steps parent
KpiSheet.grade parent
KpiSheet.department everyone
KpiSheet.period parent
KpiSheet.schemeVersion node.KpiSchemeVersion
KpiSheet.lines kpiSheet
KpiSheet.history kpiSheet
KpiSheet.adjustments kpiSheet
KpiSheet.revisions kpiSheet
KpiSheet.entries kpiSheet
KpiLine.enteredBy parent
KpiLine.checkedBy parent
KpiLine.pulledScore kpiSheet.pulledScore
KpiStep.actor parent
KpiEntry.actor parent
KpiSheetRevision.grade parent
KpiSheetRevision.lines parent
KpiBonusRow.sheet parent
KpiRequest.sheet node.KpiSheet
KpiRequest.requestedBy parent
KpiRequest.decidedBy parent
Appeal.department everyone
Appeal.employee everyone
Appeal.askedBy parent
Appeal.decidedBy parent
Appeal.evidenceFiles parent
KpiCalibration.schemeVersion node.KpiSchemeVersion
KpiCalibration.openedBy parent
KpiCalibration.closedBy parent
KpiCalibration.moves kpiCalibrations
KpiGradeMove.sheet node.KpiSheet
KpiGradeMove.actor parent
Query.jobs jobs
Query.jobCounts jobCounts
Query.node nodes
Query.nodes nodes
Query.auditEntries auditEntries
AuditEntry.actor node.Account
AuditEntry.actingFor node.Account
Viewer.account own
Viewer.employee own
Viewer.grants own
Viewer.delegations own
Delegation.grant parent
Delegation.standIn everyone
Viewer.assignments own
Viewer.inbox own
InboxEntry.requestedBy parent
Viewer.secondFactor own
Viewer.sessions own
Company.legalEntities parent
Company.calendarDays parent
Account.employee everyone
Account.grants parent
Account.apiTokens parent
ApiToken.department everyone
Grant.department everyone
Department.parent everyone
Department.children everyone
Department.legalEntity everyone
Department.head everyone
Department.predecessors everyone
Department.employees everyone
Department.scores score.trend
Department.latestScore score.latest
Employee.department everyone
Employee.account employee.account
Employee.posts everyone
Employee.externalIdentities employee.externalIdentities
Post.employee everyone
Post.department everyone
Customer.department everyone
Customer.attributes parent
Customer.contacts node.Contact
Customer.serviceRecords serviceRecords
Customer.recordedBy node.Account
Contact.customer customer
Complaint.customer customer
Complaint.contact node.Contact
Complaint.department everyone
Complaint.plan surveyPlan
Complaint.recordedBy node.Account
ServiceRecord.department everyone
ServiceRecord.customer customer
ServiceRecord.contact node.Contact
ServiceRecord.recordedBy node.Account
WeeklyHandIn.department everyone
WeeklyHandIn.submittedBy node.Account
WeeklyHandIn.records serviceRecords
HandInDuty.department everyone
CustomerTable.operator parent
CustomerTable.checker parent
CustomerTable.rows parent
CustomerTableRow.customer customer
CustomerTableRow.contact node.Contact
Questionnaire.draft parent
Questionnaire.latest parent
Questionnaire.versions parent
QuestionnaireVersion.questionnaire questionnaire
QuestionnaireVersion.translations parent
QuestionnaireVersion.scale parent
QuestionnaireVersion.dimensions parent
Instrument.scale parent
Instrument.dimensions parent
Scale.levels parent
ScaleLevel.translations parent
Dimension.translations parent
Dimension.items parent
Item.translations parent
Item.options parent
Item.scale parent
Item.showWhen parent
Choice.translations parent
DelphiStudy.questionnaire questionnaire
DelphiStudy.groups parent
DelphiStudy.rounds parent
DelphiStudy.experts delphiStudies.experts
DelphiExpert.employee everyone
DelphiGroup.members parent
DelphiRound.results parent
DelphiRound.mine own
DelphiGroupResult.members parent
DelphiGroupWeights.weights own
Cycle.period parent
Cycle.scoring parent
Cycle.owner node.Account
Cycle.matrix matrix
Cycle.departments parent
Cycle.sides cycle.sides
CycleSide.department everyone
Cycle.scores score
Cycle.answerSheets answerSheets
Cycle.progress progress
Cycle.outstanding cycle.outstanding
Cycle.assignments assignments
MatrixRow.assessed everyone
MatrixRow.questionnaire parent
MatrixRow.assessors parent
MatrixAssessor.department everyone
MatrixAssessor.employees everyone
CycleDepartment.department everyone
CycleProgress.byDepartment progress
DepartmentProgress.department everyone
Assignment.cycle parent
Assignment.questionnaire parent
Assignment.draft own
Assignment.response cycle.response
Assignment.assessed everyone
Assignment.assessing everyone
Assignment.evaluator everyone
AssignmentDraft.answers own
Response.assignment parent
Response.answers node.Response
AnswerSheet.assessed everyone
AnswerSheet.assessing everyone
AnswerSheet.answers answerSheets
AnswerSheet.assignment assignment.node
Score.cycle parent
Score.department everyone
Score.counts parent
Score.byAssessor score.byAssessor
Score.byDimension score.byDimension
Score.statistics score.statistics
Score.sides parent
Score.external parent
ExternalScore.invalidByReason parent
ExternalScore.leftOut parent
ExternalScore.statistics parent
ExternalScore.byDimension parent
ExternalScore.items parent
ExternalScore.plans parent
ExternalPlan.strata parent
SheetStatistics.levels parent
Score.passport score.passport
Score.explanations score.explanations
Score.comments score.comments
Score.revisions score.revisions
AssessorScore.department everyone
ScoreStatistics.levels parent
ScoreStatistics.items parent
ItemStatistics.levels parent
Passport.questionnaires parent
Passport.invalidByReason parent
ScoreExplanation.author node.Account
";

/// What is never seen just because something else is.
const WITH_RIGHTS_OF_THEIR_OWN: [&str; 9] = [
    "Account",
    "AnswerSheet",
    "AssignmentDraft",
    "DelphiExpert",
    "DelphiGroupWeights",
    "Response",
    "Score",
    "ScoreComment",
    "ScoreExplanation",
];

const INTROSPECTION: &str = "{ __schema { types { name possibleTypes { name }
    fields { name type { name ofType { name ofType { name ofType { name } } } } } } } }";

#[tokio::test]
async fn every_field_that_leads_on_has_a_row() {
    let leading = leading_fields().await;
    let rows: BTreeMap<&str, &str> = FIELDS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let played: BTreeSet<&str> = [table::QUERIES, table::MUTATIONS, REACH]
        .into_iter()
        .flat_map(table::rows)
        .map(|(name, _)| name)
        .collect();
    let mut wrong = Vec::new();
    for (field, leads_to) in &leading {
        match rows.get(field.as_str()) {
            None => wrong.push(format!(
                "{field} leads to {leads_to}: say who may follow it"
            )),
            Some(&("everyone" | "parent"))
                if WITH_RIGHTS_OF_THEIR_OWN.contains(&leads_to.as_str()) =>
            {
                wrong.push(format!("{field}: {leads_to} has rights of its own"));
            }
            Some(&("everyone" | "parent" | "own")) => {}
            Some(row) if played.contains(row) => {}
            Some(row) => wrong.push(format!("{field}: nobody plays the row {row}")),
        }
    }
    for field in rows.keys().filter(|field| !leading.contains_key(**field)) {
        wrong.push(format!("{field} does not exist"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each field reachable from a root that leads to a type with fields, and to which: a
/// page leads to what it is a page of.
async fn leading_fields() -> BTreeMap<String, String> {
    let answer = Answer::of(graphql::schema().execute(INTROSPECTION).await);
    let types = answer.data()["__schema"]["types"]
        .as_array()
        .unwrap()
        .clone();
    let by_name: BTreeMap<&str, &Value> = types
        .iter()
        .filter_map(|kind| Some((kind["name"].as_str()?, kind)))
        .collect();
    let has_fields = |name: &str| {
        by_name
            .get(name)
            .is_some_and(|kind| kind["fields"].is_array())
    };
    let (mut seen, mut waiting) = (BTreeSet::new(), vec!["Query", "Mutation"]);
    let mut leading = BTreeMap::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name) {
            continue;
        }
        let kind = by_name[name];
        let possible = kind["possibleTypes"].as_array().into_iter().flatten();
        waiting.extend(possible.filter_map(|kind| kind["name"].as_str()));
        for field in kind["fields"].as_array().into_iter().flatten() {
            let leads_to = innermost(&field["type"]);
            if !has_fields(leads_to) {
                continue;
            }
            waiting.push(leads_to);
            let structural = ["Connection", "Edge", "Payload"]
                .iter()
                .any(|end| name.ends_with(end));
            let has_row = !structural && name != "Mutation";
            if has_row {
                let field = format!("{name}.{}", field["name"].as_str().unwrap());
                let leads_to = leads_to.strip_suffix("Connection").unwrap_or(leads_to);
                leading.insert(field, leads_to.to_owned());
            }
        }
    }
    leading
}

/// The name of a type without its brackets and exclamation marks.
fn innermost(kind: &Value) -> &str {
    match kind["name"].as_str() {
        Some(name) => name,
        None => innermost(&kind["ofType"]),
    }
}
