//! The only policy: which role may do what, and how far. Call sites name the
//! action, never a role.

use super::model::{Permission, Role};

/// Something that somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read the company settings and calendars.
    SettingsRead,
    /// Change the company settings and calendars.
    SettingsWrite,
    /// Read departments and employees.
    OrganisationRead,
    /// Change departments, employees and posts.
    OrganisationWrite,
    /// Read employees' phone numbers and e-mail addresses.
    ContactDetailsRead,
    /// Read accounts and grants.
    AccountRead,
    /// Make and change accounts and grants.
    AccountWrite,
    /// Read questionnaires outside one's own assignments.
    QuestionnaireRead,
    /// Write questionnaires, and have experts look for their weights.
    QuestionnaireWrite,
    /// Read studies of weights: what was found, never who gave what.
    DelphiRead,
    /// Give weights in the studies in which one is asked.
    DelphiAnswer,
    /// Read cycles. Cycles that were never opened need the whole company.
    CycleRead,
    /// Prepare, open, close, score and publish cycles.
    CycleWrite,
    /// Answer one's own assignments.
    AssignmentAnswer,
    /// See how many have answered, and who has not.
    ProgressRead,
    /// Remind, reassign and reopen.
    AssignmentManage,
    /// Read published scores.
    ScoreRead,
    /// Read scores that are not published yet.
    UnpublishedScoreRead,
    /// Read ranks whether or not the ranking is opened.
    RankingRead,
    /// Read the company's figures and ranks of a cycle whose ranking is opened.
    OpenedRankingRead,
    /// Explain a score of one's department.
    ScoreExplain,
    /// Read raw answer sheets.
    ResponseRead,
    /// Read customers, service records, hand-ins and monthly tables.
    CustomerRead,
    /// Make and change customers and contacts.
    CustomerWrite,
    /// Read the phone numbers and e-mail addresses of customers' contacts.
    CustomerContactRead,
    /// Record what a department did for a customer.
    ServiceRecordWrite,
    /// Hand in a department's week.
    HandInSubmit,
    /// Say who hands in, and open again what was handed in.
    HandInManage,
    /// Make, complete and reopen monthly tables of customers.
    CustomerTableWrite,
    /// Check monthly tables of customers that somebody else has completed.
    CustomerTableCheck,
    /// Read survey plans.
    SurveyRead,
    /// Prepare and draw survey plans.
    SurveyWrite,
    /// Read who was drawn, which the assessed must not know.
    SurveyDrawRead,
    /// Read requests to leave contacts or customers out of surveys.
    SurveyExceptionRead,
    /// Ask to leave them out.
    SurveyExceptionAsk,
    /// Decide about what others have asked.
    SurveyExceptionDecide,
    /// Read published KPI schemes.
    KpiSchemeRead,
    /// Make, change and publish KPI schemes.
    KpiSchemeWrite,
    /// Read KPI sheets.
    KpiSheetRead,
    /// Enter actuals and targets.
    KpiSheetWrite,
    /// Take the first step of one's own sheet, or of a department's that one manages.
    KpiSelfReview,
    /// Review the sheets of those below.
    KpiReview,
    /// Confirm calibrated sheets.
    KpiConfirm,
    /// Generate, calibrate, publish and roll up sheets, and take any other step.
    KpiManage,
    /// Ask for bonus and penalty points and vetoes.
    KpiAdjust,
    /// Decide on bonus and penalty points and vetoes; the own ones count at once.
    KpiAdjustDecide,
    /// Decide on changed targets of sheets anywhere in scope.
    KpiTargetDecide,
    /// Decide on changed targets of departments below, and of people in the own one.
    KpiTargetDecideBelow,
    /// Read what coefficients make of bonus bases.
    KpiBonusRead,
    /// Read appeals.
    AppealRead,
    /// Appeal against a published score or sheet of one's own.
    AppealAsk,
    /// Decide on appeals in which one took no part.
    AppealDecide,
    /// Write down complaints.
    ComplaintLog,
    /// Read complaints.
    ComplaintRead,
    /// Work on complaints, from their being acknowledged to their end.
    ComplaintHandle,
    /// Say whom complaints are about.
    ComplaintAssign,
    /// Close complaints although much is at stake.
    ComplaintCloseSevere,
    /// Read issues.
    IssueRead,
    /// Open issues.
    IssueCreate,
    /// Analyse and plan what one's own department puts right.
    IssuePlan,
    /// Complete actions, and ask for more time for them.
    IssueWork,
    /// Decide about plans, verify and cancel: who may then is a matter of where they stand.
    IssueDecide,
    /// Decide about departments below.
    IssueDecideBelow,
    /// Decide about what is severe, and where no manager stands above.
    IssueDecideSevere,
    /// Decide about more time that others have asked for.
    IssueExtend,
    /// Read proposals of one issue for several departments.
    SystemicRead,
    /// Decide about them.
    SystemicDecide,
    /// Read the rules by which issues are opened.
    TriggerRuleRead,
    /// Make and retire such rules.
    TriggerRuleWrite,
    /// Send files that show something.
    EvidenceUpload,
    /// See background work.
    JobRead,
    /// Start failed background work again.
    JobRetry,
    /// Read the audit trail.
    AuditRead,
    /// Get everything that is kept on a person.
    PersonalDataRead,
    /// Erase what is kept on somebody who has left.
    PersonalDataErase,
}

/// How far a role reaches with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Nothing,
    /// What belongs to the person.
    Own,
    /// What the account did itself.
    OwnAccount,
    /// The departments in which the person holds a post.
    OwnDepartments,
    /// The scope of the grant: a department with its subtree, or the company.
    Granted,
    /// What lies below the department of the grant, but not the department itself.
    Below,
    /// The whole company, whatever the scope of the grant.
    Company,
}

/// The role that keeps the system running: one account must always be left with it.
pub const KEEPER: Role = Role::Admin;

/// Whether `role` reaches so far that a password alone may be asked not to do.
pub fn deserves_second_factor(role: Role) -> bool {
    matches!(role, Role::Admin | Role::Hr)
}

/// How far `role` reaches with `action`. Every right is named: an action that is new
/// is allowed to nobody.
pub fn reach(role: Role, action: Action) -> Reach {
    use Action as A;
    match role {
        Role::Admin => match action {
            A::SettingsRead
            | A::OrganisationRead
            | A::AccountRead
            | A::AccountWrite
            | A::JobRead
            | A::JobRetry => Reach::Company,
            _ => Reach::Nothing,
        },
        Role::Hr => match action {
            A::SettingsRead
            | A::OrganisationRead
            | A::CycleRead
            | A::DelphiRead
            | A::ComplaintLog
            | A::KpiSchemeRead => Reach::Company,
            A::SettingsWrite
            | A::OrganisationWrite
            | A::ContactDetailsRead
            | A::QuestionnaireRead
            | A::QuestionnaireWrite
            | A::CycleWrite
            | A::ProgressRead
            | A::AssignmentManage
            | A::ScoreRead
            | A::UnpublishedScoreRead
            | A::RankingRead
            | A::OpenedRankingRead
            | A::ResponseRead
            | A::CustomerRead
            | A::CustomerWrite
            | A::CustomerContactRead
            | A::ServiceRecordWrite
            | A::HandInSubmit
            | A::HandInManage
            | A::CustomerTableWrite
            | A::CustomerTableCheck
            | A::SurveyRead
            | A::SurveyWrite
            | A::SurveyDrawRead
            | A::SurveyExceptionRead
            | A::SurveyExceptionDecide
            | A::KpiSchemeWrite
            | A::KpiSheetRead
            | A::KpiSheetWrite
            | A::KpiConfirm
            | A::KpiManage
            | A::KpiAdjust
            | A::KpiAdjustDecide
            | A::KpiTargetDecide
            | A::KpiBonusRead
            | A::AppealRead
            | A::AppealDecide
            | A::ComplaintRead
            | A::ComplaintHandle
            | A::ComplaintAssign
            | A::ComplaintCloseSevere
            | A::IssueRead
            | A::IssueCreate
            | A::IssueExtend
            | A::SystemicRead
            | A::SystemicDecide
            | A::TriggerRuleRead
            | A::TriggerRuleWrite
            | A::PersonalDataRead
            | A::PersonalDataErase => Reach::Granted,
            A::AuditRead | A::EvidenceUpload => Reach::OwnAccount,
            _ => Reach::Nothing,
        },
        Role::Executive => match action {
            A::SettingsRead
            | A::OrganisationRead
            | A::CycleRead
            | A::DelphiRead
            | A::ComplaintLog
            | A::KpiSchemeRead => Reach::Company,
            A::ContactDetailsRead
            | A::QuestionnaireRead
            | A::ProgressRead
            | A::ScoreRead
            | A::CustomerRead
            | A::RankingRead
            | A::SurveyRead
            | A::SurveyDrawRead
            | A::SurveyExceptionRead
            | A::SurveyExceptionDecide
            | A::ComplaintRead
            | A::ComplaintCloseSevere
            | A::IssueRead
            | A::IssueCreate
            | A::IssueDecide
            | A::IssueDecideSevere
            | A::IssueExtend
            | A::SystemicRead
            | A::TriggerRuleRead
            | A::KpiSheetRead
            | A::KpiSheetWrite
            | A::KpiReview
            | A::KpiConfirm
            | A::KpiAdjust
            | A::KpiAdjustDecide
            | A::KpiTargetDecide
            | A::KpiBonusRead
            | A::AppealRead
            | A::AppealDecide => Reach::Granted,
            A::EvidenceUpload => Reach::OwnAccount,
            _ => Reach::Nothing,
        },
        Role::Manager => match action {
            A::OrganisationRead | A::ComplaintLog | A::KpiSchemeRead => Reach::Company,
            A::CycleRead
            | A::ContactDetailsRead
            | A::ProgressRead
            | A::ScoreRead
            | A::OpenedRankingRead
            | A::ScoreExplain
            | A::CustomerRead
            | A::CustomerWrite
            | A::CustomerContactRead
            | A::ServiceRecordWrite
            | A::HandInSubmit
            | A::SurveyRead
            | A::SurveyExceptionRead
            | A::SurveyExceptionAsk
            | A::ComplaintRead
            | A::ComplaintHandle
            | A::IssueRead
            | A::IssueCreate
            | A::IssuePlan
            | A::IssueWork
            | A::IssueDecide
            | A::KpiSheetRead
            | A::KpiSheetWrite
            | A::KpiSelfReview
            | A::KpiAdjust
            | A::AppealRead
            | A::AppealAsk
            | A::AppealDecide => Reach::Granted,
            A::SurveyExceptionDecide
            | A::KpiReview
            | A::KpiTargetDecideBelow
            | A::IssueDecideBelow
            | A::IssueExtend
            | A::ComplaintCloseSevere => Reach::Below,
            A::AuditRead | A::EvidenceUpload => Reach::OwnAccount,
            _ => Reach::Nothing,
        },
        Role::Employee => match action {
            A::OrganisationRead | A::ComplaintLog | A::KpiSchemeRead => Reach::Company,
            A::AssignmentAnswer
            | A::DelphiRead
            | A::DelphiAnswer
            | A::KpiSheetRead
            | A::KpiSheetWrite
            | A::KpiSelfReview
            | A::AppealRead
            | A::AppealAsk
            | A::IssueRead
            | A::IssueWork
            | A::PersonalDataRead => Reach::Own,
            A::AuditRead
            | A::EvidenceUpload
            | A::CustomerRead
            | A::CustomerWrite
            | A::CustomerContactRead
            | A::ComplaintRead => Reach::OwnAccount,
            A::CycleRead | A::ScoreRead | A::ServiceRecordWrite => Reach::OwnDepartments,
            _ => Reach::Nothing,
        },
        Role::Auditor => match action {
            A::SettingsRead
            | A::OrganisationRead
            | A::CycleRead
            | A::DelphiRead
            | A::KpiSchemeRead => Reach::Company,
            A::ContactDetailsRead
            | A::AccountRead
            | A::QuestionnaireRead
            | A::ProgressRead
            | A::ScoreRead
            | A::RankingRead
            | A::ResponseRead
            | A::CustomerRead
            | A::SurveyRead
            | A::SurveyDrawRead
            | A::SurveyExceptionRead
            | A::KpiSheetRead
            | A::KpiBonusRead
            | A::AppealRead
            | A::ComplaintRead
            | A::IssueRead
            | A::SystemicRead
            | A::TriggerRuleRead
            | A::JobRead
            | A::AuditRead => Reach::Granted,
            _ => Reach::Nothing,
        },
        // What a program may do is named by its token, not by its role.
        Role::Service => Reach::Nothing,
    }
}

/// Whether a token with `permission` may do `action`, within its scope.
pub fn permits(permission: Permission, action: Action) -> bool {
    use Action as A;
    match permission {
        Permission::OrganisationRead => action == A::OrganisationRead,
        Permission::OrganisationWrite => {
            matches!(action, A::OrganisationRead | A::OrganisationWrite)
        }
        Permission::QuestionnaireRead => {
            matches!(action, A::QuestionnaireRead | A::DelphiRead)
        }
        Permission::QuestionnaireWrite => matches!(
            action,
            A::QuestionnaireRead | A::QuestionnaireWrite | A::DelphiRead
        ),
        Permission::CycleRead => action == A::CycleRead,
        Permission::CycleWrite => matches!(action, A::CycleRead | A::CycleWrite),
        Permission::ProgressRead => action == A::ProgressRead,
        Permission::KpiRead => matches!(
            action,
            A::KpiSchemeRead | A::KpiSheetRead | A::KpiBonusRead | A::AppealRead
        ),
        Permission::KpiWrite => {
            matches!(
                action,
                A::KpiSchemeRead | A::KpiSheetRead | A::KpiSheetWrite
            )
        }
        Permission::ScoreRead => matches!(action, A::ScoreRead | A::RankingRead),
        Permission::CustomerRead => action == A::CustomerRead,
        Permission::CustomerWrite => matches!(
            action,
            A::CustomerRead
                | A::CustomerWrite
                | A::CustomerContactRead
                | A::ServiceRecordWrite
                | A::HandInSubmit
        ),
        Permission::ComplaintRead => action == A::ComplaintRead,
        Permission::ComplaintWrite => matches!(action, A::ComplaintRead | A::ComplaintLog),
    }
}
