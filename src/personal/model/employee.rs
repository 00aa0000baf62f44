//! Everything that is kept on a person of the company.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::access::{Grant, KeptAccount, KeptSession, Role};
use crate::audit::Recorded;
use crate::cycles::Assignment;
use crate::evidence::KeptFile;
use crate::kernel::ids::{
    AccountId, AppealId, AssignmentId, AuditEntryId, CycleId, DelphiStudyId, DepartmentId,
    EmployeeId, KpiSheetId, ResponseId, ScoreId,
};
use crate::kpi::{Appeal, Sheet as KpiSheet};
use crate::org::{Employee, ExternalIdentity, Post};
use crate::responses::{AnswerSheet, Draft, Response};
use crate::scoring::Explanation;
use crate::weighting::{GivenWeights, Sheet};

/// Everything that is kept on a person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonalData {
    /// The person.
    pub employee: PersonRecord,
    /// All posts, past and future ones too.
    pub posts: Vec<PostRecord>,
    /// Who the person is at outside providers.
    pub external_identities: Vec<IdentityRecord>,
    /// What the person signs in with.
    pub account: Option<AccountRecord>,
    /// The departments that the person headed when cycles opened.
    pub headed: Vec<HeadRecord>,
    /// What the person was asked to assess.
    pub assignments: Vec<AssignmentRecord>,
    /// What the person answered and may be shown. Anonymous sheets are nobody's.
    pub responses: Vec<ResponseRecord>,
    /// What the person began to answer, for the person alone.
    pub drafts: Vec<DraftRecord>,
    /// What the person wrote about scores.
    pub explanations: Vec<ExplanationRecord>,
    /// The rounds of Delphi studies in which the person gave weights.
    pub delphi_weights: Vec<WeightsRecord>,
    /// The KPI sheets that measure the person.
    pub kpi_sheets: Vec<KpiSheetRecord>,
    /// The person's appeals about them.
    pub appeals: Vec<AppealRecord>,
    /// The files that the person sent to show something.
    pub files: Vec<KeptFile>,
    /// What the person did, and what was done to the person's record and account.
    pub audit_entries: Vec<ActionRecord>,
}

/// A person of the company.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    id: EmployeeId,
    number: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    left_on: Option<NaiveDate>,
    erased_at: Option<DateTime<Utc>>,
}

impl From<Employee> for PersonRecord {
    fn from(employee: Employee) -> Self {
        Self {
            id: employee.id,
            number: employee.number,
            name: employee.name,
            email: employee.email,
            phone: employee.phone,
            left_on: employee.left_on,
            erased_at: employee.erased_at,
        }
    }
}

/// A KPI sheet that measures the person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KpiSheetRecord {
    id: KpiSheetId,
    department: DepartmentId,
    from: NaiveDate,
    until: NaiveDate,
    state: &'static str,
    revision: i32,
    total: Option<String>,
    grade: Option<String>,
    bonus_base: Option<String>,
}

impl From<KpiSheet> for KpiSheetRecord {
    fn from(sheet: KpiSheet) -> Self {
        Self {
            id: sheet.id,
            department: sheet.department_id,
            from: sheet.period.start,
            until: sheet.period.end,
            state: sheet.state.as_str(),
            revision: sheet.revision,
            total: sheet.result.published(),
            grade: sheet.result.grade.map(|grade| grade.code),
            bonus_base: sheet.bonus_base.map(|base| base.to_string()),
        }
    }
}

/// An appeal of the person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppealRecord {
    id: AppealId,
    revision: i32,
    grounds: String,
    evidence: Option<String>,
    state: &'static str,
    asked_at: DateTime<Utc>,
    decision_reason: Option<String>,
}

impl From<Appeal> for AppealRecord {
    fn from(appeal: Appeal) -> Self {
        Self {
            id: appeal.id,
            revision: appeal.revision,
            grounds: appeal.grounds,
            evidence: appeal.evidence,
            state: appeal.state.as_str(),
            asked_at: appeal.asked_at,
            decision_reason: appeal.decision.and_then(|decision| decision.reason),
        }
    }
}

/// Where the person worked.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostRecord {
    department: DepartmentId,
    title: String,
    is_main: bool,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

impl From<Post> for PostRecord {
    fn from(post: Post) -> Self {
        Self {
            department: post.department_id,
            title: post.title,
            is_main: post.is_main,
            starts_on: post.period.first(),
            ends_on: post.period.last(),
        }
    }
}

/// Who the person is outside.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityRecord {
    provider: String,
    subject: String,
}

impl From<ExternalIdentity> for IdentityRecord {
    fn from(identity: ExternalIdentity) -> Self {
        Self {
            provider: identity.provider,
            subject: identity.subject,
        }
    }
}

/// What the person signs in with.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountRecord {
    id: AccountId,
    username: String,
    disabled: bool,
    created_at: DateTime<Utc>,
    grants: Vec<GrantRecord>,
    sessions: Vec<SessionRecord>,
}

impl From<KeptAccount> for AccountRecord {
    fn from(kept: KeptAccount) -> Self {
        Self {
            id: kept.account.id,
            username: kept.account.username,
            disabled: kept.account.disabled,
            created_at: kept.account.created_at,
            grants: kept.grants.into_iter().map(Into::into).collect(),
            sessions: kept.sessions.into_iter().map(Into::into).collect(),
        }
    }
}

/// A role that the person has.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantRecord {
    role: Role,
    department: Option<DepartmentId>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

impl From<Grant> for GrantRecord {
    fn from(grant: Grant) -> Self {
        Self {
            role: grant.role,
            department: grant.department_id,
            starts_on: grant.starts_on,
            ends_on: grant.ends_on,
        }
    }
}

/// When the person was signed in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRecord {
    started_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    network: Option<String>,
    agent: Option<String>,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: Option<String>,
}

impl From<KeptSession> for SessionRecord {
    fn from(session: KeptSession) -> Self {
        Self {
            started_at: session.started_at,
            last_used_at: session.last_used_at,
            network: session.network,
            agent: session.agent,
            expires_at: session.expires_at,
            ended_at: session.ended_at,
            end_reason: session.end_reason,
        }
    }
}

/// A department that the person headed when a cycle opened.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeadRecord {
    /// When which cycle opened.
    pub cycle: CycleId,
    /// Which department.
    pub department: DepartmentId,
}

/// What the person was asked to assess.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentRecord {
    id: AssignmentId,
    cycle: CycleId,
    assessed: DepartmentId,
    assessing: DepartmentId,
    state: &'static str,
    due_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
}

impl From<Assignment> for AssignmentRecord {
    fn from(assignment: Assignment) -> Self {
        Self {
            id: assignment.id,
            cycle: assignment.cycle_id,
            assessed: assignment.assessed,
            assessing: assignment.assessing,
            state: assignment.state.as_str(),
            due_at: assignment.due_at,
            submitted_at: assignment.submitted_at,
        }
    }
}

/// What the person answered; of an anonymous sheet only that it was submitted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseRecord {
    id: ResponseId,
    assignment: AssignmentId,
    submitted_at: DateTime<Utc>,
    superseded_at: Option<DateTime<Utc>>,
    answers: Option<AnswerSheet>,
}

impl From<Response> for ResponseRecord {
    fn from(response: Response) -> Self {
        Self {
            id: response.id,
            assignment: response.assignment_id,
            submitted_at: response.submitted_at,
            superseded_at: response.superseded_at,
            answers: response.sheet,
        }
    }
}

/// What the person began to answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftRecord {
    assignment: AssignmentId,
    saved_at: DateTime<Utc>,
    answers: AnswerSheet,
}

impl From<Draft> for DraftRecord {
    fn from(draft: Draft) -> Self {
        Self {
            assignment: draft.assignment_id,
            saved_at: draft.saved_at,
            answers: draft.sheet,
        }
    }
}

/// What the person wrote about a score.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationRecord {
    score: ScoreId,
    text: String,
    written_at: DateTime<Utc>,
}

impl From<Explanation> for ExplanationRecord {
    fn from(explanation: Explanation) -> Self {
        Self {
            score: explanation.score_id,
            text: explanation.text,
            written_at: explanation.written_at,
        }
    }
}

/// A round of a Delphi study in which the person gave weights; the weights themselves for
/// the person alone.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightsRecord {
    study: DelphiStudyId,
    round: i32,
    given_at: DateTime<Utc>,
    weights: Option<Sheet>,
}

impl WeightsRecord {
    /// What `given` tells: to the person everything, to others not the weights.
    pub fn of(given: GivenWeights, to_the_person: bool) -> Self {
        Self {
            study: given.study_id,
            round: given.round,
            given_at: given.given_at,
            weights: to_the_person.then_some(given.sheet),
        }
    }
}

/// Something that the person did, or that was done to the person's record.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionRecord {
    id: AuditEntryId,
    recorded_at: DateTime<Utc>,
    by: Option<AccountId>,
    action: String,
    subject: String,
    reason: Option<String>,
}

impl From<Recorded> for ActionRecord {
    fn from(entry: Recorded) -> Self {
        Self {
            id: entry.id,
            recorded_at: entry.recorded_at,
            by: entry.actor_account_id,
            action: entry.action,
            subject: entry.resource_id,
            reason: entry.reason,
        }
    }
}
