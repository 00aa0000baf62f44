//! Typed ids: a UUID that knows what it names. In the database a bare UUID, in
//! the API a prefixed text such as `dep_0190c5…`.

use std::fmt;
use std::str::FromStr;

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use uuid::Uuid;

/// Why a text is no id of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
            pub struct $name(pub Uuid);

            impl $name {
                /// What the text form begins with.
                pub const PREFIX: &'static str = $prefix;
            }

            impl From<Uuid> for $name {
                fn from(id: Uuid) -> Self {
                    Self(id)
                }
            }

            // Asked of every primary key; ids are never made from counters.
            impl TryFromU64 for $name {
                fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                    Err(DbErr::ConvertFromU64(stringify!($name)))
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(formatter, concat!($prefix, "_{}"), self.0.simple())
                }
            }

            impl FromStr for $name {
                type Err = InvalidId;

                fn from_str(text: &str) -> Result<Self, InvalidId> {
                    parse($prefix, text).map(Self)
                }
            }

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                    text.parse().map_err(|InvalidId| serde::de::Error::custom(concat!("not an id of the form ", $prefix, "_…")))
                }
            }
        )*
    };
}

/// Only the canonical form is an id: the prefix, an underscore and 32 lower-case
/// hexadecimal digits. Anything more lenient would give one thing two names.
fn parse(prefix: &str, text: &str) -> Result<Uuid, InvalidId> {
    let digits = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(InvalidId)?;
    let canonical = digits.len() == 32
        && digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !canonical {
        return Err(InvalidId);
    }
    Uuid::try_parse(digits).map_err(|_| InvalidId)
}

typed_ids! {
    /// An account that signs in.
    AccountId "acc";
    /// A role given to an account.
    GrantId "grt";
    /// A signed-in session.
    SessionId "ses";
    /// A token with which a program acts.
    ApiTokenId "apt";
    /// One issued refresh token of a session.
    RefreshTokenId "rft";
    /// A legal entity of the company.
    LegalEntityId "leg";
    /// A unit of the organisation.
    DepartmentId "dep";
    /// A person of the company.
    EmployeeId "emp";
    /// A dated post of an employee in a department.
    PostId "pst";
    /// An employee's identity at an outside provider.
    ExternalIdentityId "xid";
    /// A questionnaire over all its versions.
    QuestionnaireId "qst";
    /// One version of a questionnaire.
    QuestionnaireVersionId "qsv";
    /// A study in which experts look for weights.
    DelphiStudyId "dls";
    /// A complaint.
    ComplaintId "cmp";
    /// What somebody complained about anonymously, on its way to the log.
    ComplaintSlipId "cps";
    /// Something that happened to a complaint.
    ComplaintEventId "cmh";
    /// A contact with whoever complained.
    ComplaintNoteId "cmn";
    /// A rule that makes issues by itself.
    TriggerRuleId "trr";
    /// Something that was found wrong.
    IssueId "iss";
    /// One issue proposed for several departments.
    SystemicProposalId "isp";
    /// What is to be done about an issue in one round.
    IssuePlanId "ipl";
    /// A corrective action.
    IssueActionId "iac";
    /// A request for more time.
    ExtensionId "ext";
    /// What came of a round of an issue.
    IssueVerificationId "ivr";
    /// Something that happened to an issue.
    IssueEventId "ihy";
    /// A scoring policy version.
    ScoringPolicyId "pol";
    /// An assessment cycle.
    CycleId "cyc";
    /// One assessed department in a cycle's matrix.
    MatrixRowId "mrw";
    /// One assessor, a department or a selector, in a matrix row.
    AssessorId "asr";
    /// One assessed and one assessing department, resolved at the opening.
    PairId "pai";
    /// One evaluator's duty to assess one department in one cycle.
    AssignmentId "asg";
    /// One submitted answer sheet.
    ResponseId "rsp";
    /// A recorded reminder.
    ReminderId "rem";
    /// A computed score of one department in one cycle, one revision.
    ScoreId "sco";
    /// The head's explanation of one score revision.
    ExplanationId "exp";
    /// A customer of the company.
    CustomerId "cus";
    /// A person at a customer.
    ContactId "con";
    /// Something that a department did for a customer.
    ServiceRecordId "srv";
    /// A week that a department handed in, or owes.
    HandInId "hin";
    /// The checked customers of a month.
    CustomerTableId "ctb";
    /// A survey plan.
    SurveyPlanId "svp";
    /// A version of the rules of who is surveyed and assessed.
    EligibilityRuleSetId "ers";
    /// A request to leave a contact out of one batch.
    ExclusionId "exc";
    /// A request to survey a customer no more for a while.
    SuspensionId "sus";
    /// A KPI scheme over all its versions.
    KpiSchemeId "kps";
    /// One version of a KPI scheme.
    KpiSchemeVersionId "kpv";
    /// One subject's KPI sheet of one period.
    KpiSheetId "kpi";
    /// A figure that was entered into a sheet.
    KpiEntryId "kpe";
    /// A step that a sheet took.
    KpiStepId "kpt";
    /// A changed target or an adjustment, asked for or decided.
    KpiRequestId "kpr";
    /// A session in which grades are compared.
    KpiCalibrationId "kpc";
    /// A grade that was moved in a session.
    KpiMoveId "kpm";
    /// An appeal against a sheet or a score.
    AppealId "apl";
    /// One contact's chance to answer a survey plan once.
    InvitationId "inv";
    /// What one customer answered.
    SurveySheetId "sht";
    /// A file that shows something.
    EvidenceFileId "fil";
    /// An entry of the audit trail.
    AuditEntryId "aud";
    /// A unit of background work.
    JobId "job";
    /// Something that happened, waiting to be told.
    EventId "evt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_is_an_id() {
        let id = DepartmentId(Uuid::from_u128(7));
        let text = id.to_string();
        assert_eq!(text, "dep_00000000000000000000000000000007");
        assert_eq!(text.parse(), Ok(id));
        for wrong in [
            "",
            "dep_",
            "emp_00000000000000000000000000000007",
            "dep_0000000000000000000000000000000G",
            "dep_00000000-0000-0000-0000-000000000007",
            "DEP_00000000000000000000000000000007",
        ] {
            assert_eq!(wrong.parse::<DepartmentId>(), Err(InvalidId), "{wrong}");
        }
    }
}
