//! Who may do what with each field at the root of the schema.
//!
//! The actors, from left to right: nobody signed in; somebody whose session is over; the
//! officers ADMIN, HR, EXECUTIVE and AUDITOR, who are no employees; the MANAGER of
//! finance and that of production; an employee of finance and one of production. What
//! is touched belongs to finance.
//!
//! The outcomes: `yes`; `none`, null or an empty list; `hidden`, NOT_FOUND in the
//! payload; `no`, FORBIDDEN; `sign-in`, UNAUTHENTICATED. Any other is the code of a problem: the
//! actor may try, and the state of the stage or a secret that nobody can know stands
//! against it.

/// Reading. A row behind a dot looks at a part of the field.
pub(super) const QUERIES: &str = "
                              nobody  ended   ADMIN HR   EXEC AUDIT MANAGER other  EMPL   other
node.Account                  sign-in sign-in yes   none none yes   none    none   yes    none
node.Department               sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
node.Employee                 sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
node.Questionnaire            sign-in sign-in none  yes  yes  yes   none    none   none   none
node.QuestionnaireVersion     sign-in sign-in none  yes  yes  yes   yes     yes    yes    yes
node.DelphiStudy              sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Cycle                    sign-in sign-in none  yes  yes  yes   yes     yes    yes    yes
node.Cycle.draft              sign-in sign-in none  yes  yes  yes   none    none   none   none
node.Assignment               sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Response                 sign-in sign-in none  yes  none yes   none    none   yes    none
node.Response.anonymous       sign-in sign-in none  none none none  none    none   yes    none
node.Customer                 sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Contact                  sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.ServiceRecord            sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.WeeklyHandIn             sign-in sign-in none  yes  yes  yes   yes     none   none   none
node.CustomerTable            sign-in sign-in none  yes  yes  yes   none    none   none   none
node.Complaint                sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.SurveyPlan               sign-in sign-in none  yes  yes  yes   yes     none   none   none
node.EligibilityRuleSet       sign-in sign-in yes   yes  yes  yes   none    none   none   none
node.Exclusion                sign-in sign-in none  yes  yes  yes   yes     none   none   none
node.Suspension               sign-in sign-in none  yes  yes  yes   yes     none   none   none
node.KpiScheme                sign-in sign-in none  yes  yes  yes   yes     yes    yes    yes
node.KpiSchemeVersion         sign-in sign-in none  yes  yes  yes   yes     yes    yes    yes
node.KpiSheet                 sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.KpiRequest               sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Issue                    sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.EvidenceFile             sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.EvidenceFile.unattached  sign-in sign-in none  none none none  yes     none   none   none
node.TriggerRule              sign-in sign-in none  yes  yes  yes   none    none   none   none
node.SystemicProposal         sign-in sign-in none  yes  yes  yes   none    none   none   none
node.KpiCalibration           sign-in sign-in none  yes  yes  yes   none    none   none   none
node.Appeal                   sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Invitation               sign-in sign-in none  yes  yes  yes   none    none   none   none
node.Score                    sign-in sign-in none  yes  yes  yes   yes     none   yes    none
node.Score.unpublished        sign-in sign-in none  yes  none none  none    none   none   none
nodes                         sign-in sign-in none  yes  yes  yes   yes     none   yes    none
signInOptions                 yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
viewer                        sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
viewer.sessions               sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
viewer.secondFactor           sign-in sign-in none  none none none  none    none   none   none
viewer.assignments            sign-in sign-in none  none none none  yes     none   yes    none
viewer.inbox                  sign-in sign-in none  yes  yes  none  none    none   yes    none
accounts                      sign-in sign-in yes   no   no   yes   no      no     no     no
company                       sign-in sign-in yes   yes  yes  yes   no      no     no     no
departments                   sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
department                    sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
department.scores             sign-in sign-in none  yes  yes  yes   yes     none   yes    none
employees                     sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
employee                      sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
employee.email                sign-in sign-in none  yes  yes  yes   yes     none   yes    none
employee.account              sign-in sign-in yes   none none yes   none    none   yes    none
employee.externalIdentities   sign-in sign-in none  yes  yes  yes   none    yes    none   none
customers                     sign-in sign-in no    yes  yes  yes   yes     none   yes    none
customer                      sign-in sign-in none  yes  yes  yes   yes     none   yes    none
serviceRecords                sign-in sign-in no    yes  yes  yes   yes     none   yes    none
weeklyHandIns                 sign-in sign-in no    yes  yes  yes   yes     none   none   none
handInDuties                  sign-in sign-in no    yes  yes  yes   yes     none   none   none
complaints                    sign-in sign-in no    yes  yes  yes   yes     none   yes    none
complaint                     sign-in sign-in none  yes  yes  yes   yes     none   yes    none
customerTables                sign-in sign-in no    yes  yes  yes   no      no     no     no
questionnaires                sign-in sign-in no    yes  yes  yes   no      no     no     no
questionnaire                 sign-in sign-in no    yes  yes  yes   no      no     no     no
instrumentLibrary             sign-in sign-in no    yes  yes  yes   no      no     no     no
delphiStudies                 sign-in sign-in no    yes  yes  yes   yes     none   yes    none
delphiStudies.experts         sign-in sign-in no    yes  yes  yes   none    none   none   none
delphiStudies.mine            sign-in sign-in no    none none none  yes     none   yes    none
cycles                        sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
cycle                         sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
cycle.draft                   sign-in sign-in no    yes  yes  yes   none    none   none   none
cycle.matrix                  sign-in sign-in no    yes  yes  yes   yes     none   yes    none
cycle.sides                   sign-in sign-in no    yes  yes  yes   yes     none   yes    none
cycle.progress                sign-in sign-in no    yes  yes  yes   yes     none   no     no
cycle.outstanding             sign-in sign-in no    yes  yes  yes   yes     none   no     no
cycle.assignments             sign-in sign-in no    yes  yes  yes   yes     none   no     no
cycle.response                sign-in sign-in no    yes  none yes   none    none   no     no
cycle.answerSheets            sign-in sign-in no    yes  no   yes   no      no     no     no
cycle.answerSheets.anonymous  sign-in sign-in no    none no   none  no      no     no     no
cycle.scores                  sign-in sign-in no    yes  yes  yes   yes     none   yes    none
cycle.scores.rank             sign-in sign-in no    yes  yes  yes   none    none   none   none
cycle.scores.unpublished      sign-in sign-in no    yes  none none  none    none   none   none
cycle.scores.comments         sign-in sign-in no    none none none  none    none   none   none
surveyPlans                   sign-in sign-in no    yes  yes  yes   yes     none   no     no
surveyPlan                    sign-in sign-in no    yes  yes  yes   yes     none   no     no
surveyPlan.draw               sign-in sign-in no    yes  yes  yes   none    none   no     no
surveyPlan.progress           sign-in sign-in no    yes  yes  yes   none    none   no     no
surveyPlan.invitations        sign-in sign-in no    yes  yes  yes   no      none   no     no
surveyPlan.callList           sign-in sign-in no    yes  yes  yes   no      none   no     no
surveyPlan.sheets             sign-in sign-in no    yes  no   yes   no      none   no     no
surveyPlan.leftOut            sign-in sign-in no    yes  yes  yes   no      none   no     no
surveySampleSize              sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
deadlineSettings              sign-in sign-in yes   yes  yes  yes   no      no     no     no
surveySettings                sign-in sign-in yes   yes  yes  yes   no      no     no     no
surveyCoverage                sign-in sign-in no    yes  yes  yes   no      no     no     no
eligibilityRules              sign-in sign-in yes   yes  yes  yes   no      no     no     no
eligibilityRuleSets           sign-in sign-in yes   yes  yes  yes   no      no     no     no
eligibilityTry                sign-in sign-in yes   yes  yes  yes   no      no     no     no
invitation                    yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
exclusions                    sign-in sign-in no    yes  yes  yes   yes     none   no     no
suspensions                   sign-in sign-in no    yes  yes  yes   yes     none   no     no
kpiSchemes                    sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
kpiScheme                     sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
kpiScheme.draft               sign-in sign-in no    yes  none none  none    none   none   none
kpiSheets                     sign-in sign-in no    yes  yes  yes   yes     none   yes    none
kpiSheet                      sign-in sign-in no    yes  yes  yes   yes     none   yes    none
kpiSheet.pulledScore          sign-in sign-in no    none none none  none    none   none   none
kpiBonusTable                 sign-in sign-in no    yes  yes  yes   no      no     no     no
kpiRequests                   sign-in sign-in no    yes  yes  yes   yes     none   yes    none
appeals                       sign-in sign-in no    yes  yes  yes   yes     none   yes    none
kpiCalibrations               sign-in sign-in no    yes  yes  yes   no      no     no     no
issues                        sign-in sign-in no    yes  yes  yes   yes     yes    yes    none
issue                         sign-in sign-in none  yes  yes  yes   yes     none   yes    none
issueBoard                    sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
systemicProposals             sign-in sign-in no    yes  yes  yes   no      no     no     no
triggerRules                  sign-in sign-in no    yes  yes  yes   no      no     no     no
rectificationStats            sign-in sign-in no    yes  yes  yes   yes     yes    yes    yes
jobs                          sign-in sign-in yes   no   no   yes   no      no     no     no
jobCounts                     sign-in sign-in yes   no   no   yes   no      no     no     no
auditEntries                  sign-in sign-in no    yes  no   yes   yes     yes    yes    yes
auditEntries.one              sign-in sign-in no    none no   yes   none    none   yes    none
personalDataExport            sign-in sign-in no    yes  no   no    none    none   yes    none
contactDataExport             sign-in sign-in no    yes  no   no    none    none   none   none
";

/// Following: the first event of each.
pub(super) const SUBSCRIPTIONS: &str = "
                              nobody  ended   ADMIN HR   EXEC AUDIT MANAGER other  EMPL   other
cycleProgress                 sign-in sign-in no    yes  yes  yes   yes     yes    no     no
cycleProgress.draft           sign-in sign-in no    yes  yes  yes   none    none   no     no
cycleProgress.progress        sign-in sign-in no    yes  yes  yes   yes     none   no     no
";

/// Changing. Whatever is not `yes` changes nothing.
pub(super) const MUTATIONS: &str = "
                              nobody  ended   ADMIN HR   EXEC AUDIT MANAGER other  EMPL   other
signIn                        yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
sessionRefresh                yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
signOut                       sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
accountCreate                 sign-in sign-in yes   no   no   no    no      no     no     no
accountDisable                sign-in sign-in yes   no   no   no    no      no     no     no
accountEnable                 sign-in sign-in yes   no   no   no    no      no     no     no
grantDelegate                 sign-in sign-in yes   hidden hidden hidden hidden hidden hidden hidden
delegationEnd                 sign-in sign-in yes   hidden hidden hidden hidden hidden hidden hidden
grantGive                     sign-in sign-in yes   no   no   no    no      no     no     no
grantRevoke                   sign-in sign-in yes   no   no   no    no      no     no     no
serviceAccountCreate          sign-in sign-in yes   no   no   no    no      no     no     no
apiTokenIssue                 sign-in sign-in yes   no   no   no    no      no     no     no
apiTokenRevoke                sign-in sign-in yes   no   no   no    no      no     no     no
signInExternalBegin           INVALID_STATE sign-in INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE
signInExternalFinish          INVALID_STATE sign-in INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE
signInSecondFactor            SESSION_ENDED sign-in SESSION_ENDED SESSION_ENDED SESSION_ENDED SESSION_ENDED SESSION_ENDED SESSION_ENDED SESSION_ENDED SESSION_ENDED
secondFactorEnrol             sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
secondFactorConfirm           sign-in sign-in INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID
secondFactorRemove            sign-in sign-in INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE
recoveryCodesRenew            sign-in sign-in INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE INVALID_STATE
sessionRevoke                 sign-in sign-in hidden hidden hidden hidden hidden hidden hidden hidden
sessionRevokeOthers           sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
passwordReset                 hidden sign-in hidden hidden hidden hidden hidden hidden hidden hidden
passwordResetIssue            sign-in sign-in yes   no   no   no    no      no     no     no
accountEndSessions            sign-in sign-in yes   no   no   no    no      no     no     no
accountRemoveSecondFactor     sign-in sign-in INVALID_STATE no no no no no no no
jobRetry                      sign-in sign-in yes   no   no   no    no      no     no     no
departmentCreate              sign-in sign-in no    yes  no   no    no      no     no     no
departmentUpdate              sign-in sign-in no    yes  no   no    no      no     no     no
departmentSetHead             sign-in sign-in no    yes  no   no    no      no     no     no
employeeCreate                sign-in sign-in no    yes  no   no    no      no     no     no
employeeUpdate                sign-in sign-in no    yes  no   no    no      no     no     no
postAdd                       sign-in sign-in no    yes  no   no    no      no     no     no
postEnd                       sign-in sign-in no    yes  no   no    no      no     no     no
externalIdentityAdd           sign-in sign-in no    yes  no   no    no      no     no     no
employeeErase                 sign-in sign-in no    yes  no   no    no      no     no     no
externalIdentityRemove        sign-in sign-in no    yes  no   no    no      no     no     no
companyUpdate                 sign-in sign-in no    yes  no   no    no      no     no     no
legalEntityCreate             sign-in sign-in no    yes  no   no    no      no     no     no
calendarDaySet                sign-in sign-in no    yes  no   no    no      no     no     no
calendarInstall               sign-in sign-in no    yes  no   no    no      no     no     no
calendarDayClear              sign-in sign-in no    yes  no   no    no      no     no     no
customerCreate                sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
customersImport               sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
customerUpdate                sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
contactAdd                    sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
contactUpdate                 sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
contactOptOut                 sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
serviceRecordAdd              sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
serviceRecordRemove           sign-in sign-in no    yes  no   no    yes     hidden yes    hidden
weekHandIn                    sign-in sign-in no    yes  no   no    yes     hidden no     no
weekReopen                    sign-in sign-in no    yes  no   no    no      no     no     no
handInDutySet                 sign-in sign-in no    yes  no   no    no      no     no     no
customerTableCreate           sign-in sign-in no    yes  no   no    no      no     no     no
customerTableAdd              sign-in sign-in no    yes  no   no    no      no     no     no
customerTableRemove           sign-in sign-in no    yes  no   no    no      no     no     no
customerTableCheck            sign-in sign-in no    yes  no   no    no      no     no     no
customerTableReopen           sign-in sign-in no    yes  no   no    no      no     no     no
customerTableComplete         sign-in sign-in no    yes  no   no    no      no     no     no
complaintLog                  sign-in sign-in no    yes  yes  no    yes     yes    yes    yes
complaintAssign               sign-in sign-in no    INVALID no no   no      no     no     no
complaintAcknowledge          sign-in sign-in no    yes  no   no    yes     hidden no     no
complaintInvestigate          sign-in sign-in no    yes  no   no    yes     hidden no     no
complaintAnswer               sign-in sign-in no    INVALID_STATE no no INVALID_STATE hidden no no
complaintClose                sign-in sign-in no    yes  yes  no    SEPARATION_OF_DUTIES hidden no no
complaintReopen               sign-in sign-in no    INVALID_STATE no no INVALID_STATE hidden no no
complaintNote                 sign-in sign-in no    yes  no   no    yes     hidden no     no
contactErase                  sign-in sign-in no    yes  no   no    no      no     no     no
customerErase                 sign-in sign-in no    yes  no   no    no      no     no     no
questionnaireCreate           sign-in sign-in no    yes  no   no    no      no     no     no
questionnaireUpdate           sign-in sign-in no    yes  no   no    no      no     no     no
questionnaireInstall          sign-in sign-in no    yes  no   no    no      no     no     no
questionnairePublish          sign-in sign-in no    yes  no   no    no      no     no     no
delphiStudyOpen               sign-in sign-in no    yes  no   no    no      no     no     no
delphiWeightsGive             sign-in sign-in no    no   no   no    yes     hidden yes    hidden
delphiRoundClose              sign-in sign-in no    yes  no   no    no      no     no     no
delphiStudyEnd                sign-in sign-in no    yes  no   no    no      no     no     no
delphiStudyApply              sign-in sign-in no    yes  no   no    no      no     no     no
cycleCreate                   sign-in sign-in no    yes  no   no    no      no     no     no
cycleUpdate                   sign-in sign-in no    yes  no   no    no      no     no     no
cycleSetMatrix                sign-in sign-in no    yes  no   no    no      no     no     no
cycleCopyMatrix               sign-in sign-in no    yes  no   no    no      no     no     no
cycleCancel                   sign-in sign-in no    yes  no   no    no      no     no     no
cycleOpen                     sign-in sign-in no    yes  no   no    no      no     no     no
cycleClose                    sign-in sign-in no    yes  no   no    no      no     no     no
cycleScore                    sign-in sign-in no    yes  no   no    no      no     no     no
cyclePublish                  sign-in sign-in no    yes  no   no    no      no     no     no
cycleOpenRanking              sign-in sign-in no    yes  no   no    no      no     no     no
cycleArchive                  sign-in sign-in no    yes  no   no    no      no     no     no
assignmentRemind              sign-in sign-in no    yes  no   no    no      no     no     no
assignmentReassign            sign-in sign-in no    yes  no   no    no      no     no     no
assignmentReopen              sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanCreate              sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanUpdate              sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanDraw                sign-in sign-in no    yes  no   no    no      no     no     no
cycleSetSideWeights           sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanInvite              sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanStart               sign-in sign-in no    yes  no   no    no      no     no     no
surveyPlanStop                sign-in sign-in no    yes  no   no    no      no     no     no
invitationRevoke              sign-in sign-in no    yes  no   no    no      no     no     no
callRecord                    sign-in sign-in no    yes  no   no    no      no     no     no
invitationEnter               sign-in sign-in no    yes  no   no    no      no     no     no
invitationRespond             yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
invitationDraftSave           yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
invitationOptOut              yes     sign-in yes   yes  yes  yes   yes     yes    yes    yes
deadlineSettingsUpdate        sign-in sign-in no    yes  no   no    no      no     no     no
surveySettingsUpdate          sign-in sign-in no    yes  no   no    no      no     no     no
eligibilityRulesSet           sign-in sign-in no    yes  no   no    no      no     no     no
eligibilityRulesInstall       sign-in sign-in no    yes  no   no    no      no     no     no
exclusionRequest              sign-in sign-in no    no   no   no    yes     hidden no     no
exclusionDecide               sign-in sign-in no    INVALID_STATE INVALID_STATE no SEPARATION_OF_DUTIES hidden no no
suspensionRequest             sign-in sign-in no    no   no   no    yes     hidden no     no
suspensionDecide              sign-in sign-in no    yes  yes  no    SEPARATION_OF_DUTIES hidden no no
kpiSchemeCreate               sign-in sign-in no    yes  no   no    no      no     no     no
kpiSchemeUpdate               sign-in sign-in no    yes  no   no    no      no     no     no
kpiSchemeInstall              sign-in sign-in no    yes  no   no    no      no     no     no
kpiSchemePublish              sign-in sign-in no    yes  no   no    no      no     no     no
kpiSheetsGenerate             sign-in sign-in no    yes  no   no    no      no     no     no
kpiSheetsRollUp               sign-in sign-in no    yes  no   no    no      no     no     no
kpiActualsSet                 sign-in sign-in no VERSION_CONFLICT VERSION_CONFLICT no VERSION_CONFLICT hidden VERSION_CONFLICT hidden
kpiActualsImport              sign-in sign-in no VERSION_CONFLICT VERSION_CONFLICT no VERSION_CONFLICT hidden VERSION_CONFLICT hidden
kpiActualsCheck               sign-in sign-in no VERSION_CONFLICT VERSION_CONFLICT no VERSION_CONFLICT hidden VERSION_CONFLICT hidden
kpiScoreAccept                sign-in sign-in no VERSION_CONFLICT VERSION_CONFLICT no VERSION_CONFLICT hidden VERSION_CONFLICT hidden
kpiAdjust                     sign-in sign-in no    yes  yes  no    yes     hidden no     no
kpiRequestDecide              sign-in sign-in no INVALID_STATE INVALID_STATE no SEPARATION_OF_DUTIES hidden no no
kpiSheetAdvance               sign-in sign-in no VERSION_CONFLICT SEPARATION_OF_DUTIES no SEPARATION_OF_DUTIES hidden VERSION_CONFLICT hidden
kpiSheetsAdvance              sign-in sign-in no INVALID_STATE INVALID_STATE no INVALID_STATE hidden INVALID_STATE hidden
kpiSheetReturn                sign-in sign-in no INVALID_STATE INVALID_STATE no INVALID_STATE hidden INVALID_STATE hidden
kpiBonusBasesSet              sign-in sign-in no    yes  no   no    no      no     no     no
appealCreate                  sign-in sign-in no no no no SEPARATION_OF_DUTIES hidden yes hidden
appealDecide                  sign-in sign-in no SEPARATION_OF_DUTIES yes no SEPARATION_OF_DUTIES hidden no no
appealWithdraw                sign-in sign-in no no no no SEPARATION_OF_DUTIES hidden INVALID_STATE hidden
kpiCalibrationOpen            sign-in sign-in no    yes  no   no    no      no     no     no
kpiCalibrationDistribute      sign-in sign-in no    yes  no   no    no      no     no     no
kpiCalibrationMove            sign-in sign-in no yes no no no no no no
kpiCalibrationClose           sign-in sign-in no    yes  no   no    no      no     no     no
systemicProposalAccept        sign-in sign-in no    yes  no   no    no      no     no     no
systemicProposalDecline       sign-in sign-in no    yes  no   no    no      no     no     no
triggerRuleCreate             sign-in sign-in no    yes  no   no    no      no     no     no
triggerRuleRetire             sign-in sign-in no    yes  no   no    no      no     no     no
issueCreate                   sign-in sign-in no    yes  yes  no    yes     hidden no     no
issueAnalyse                  sign-in sign-in no    no   no   no    yes     hidden no     no
planSubmit                    sign-in sign-in no    no   no   no    yes     hidden no     no
planDecide                    sign-in sign-in no    no   yes  no    SEPARATION_OF_DUTIES hidden no no
issueVerify                   sign-in sign-in no    no   yes  no    SEPARATION_OF_DUTIES hidden no no
issueResurvey                 sign-in sign-in no    INVALID_STATE no no no    no     no     no
issueCancel                   sign-in sign-in no    no   yes  no    SEPARATION_OF_DUTIES hidden no no
actionComplete                sign-in sign-in no    no   no   no    yes     hidden yes    hidden
extensionRequest              sign-in sign-in no    no   no   no    yes     hidden yes    hidden
extensionDecide               sign-in sign-in no    yes  yes  no    SEPARATION_OF_DUTIES hidden SEPARATION_OF_DUTIES hidden
evidenceAttach                sign-in sign-in no    REQUIRED REQUIRED no REQUIRED hidden no no
draftSave                     sign-in sign-in no    no   no   no    hidden  hidden yes    hidden
responseSubmit                sign-in sign-in no    no   no   no    hidden  hidden yes    hidden
scoreExplain                  sign-in sign-in no    no   no   no    yes     hidden no     no
passwordChange                sign-in sign-in yes   yes  yes  yes   yes     yes    yes    yes
";

/// A row: the name of the field, and the outcome for each actor.
pub(super) fn rows(table: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = table.lines().filter(|line| !line.trim().is_empty()).skip(1);
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            (words.next().unwrap(), words.collect())
        })
        .collect()
}
