//! What customers answered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Invitation, Part};
use crate::closed_set;
use crate::kernel::ids::{
    AccountId, InvitationId, QuestionnaireVersionId, SurveyPlanId, SurveySheetId,
};
use crate::responses::AnswerSheet;
use crate::surveys::Channel;

closed_set! {
    /// What a sheet counts for.
    pub enum Standing {
        /// It is scored, if the policy finds it valid.
        Counted = "COUNTED",
        /// The places of the contact's values were taken.
        QuotaFull = "QUOTA_FULL",
        /// The contact is surveyed and not assessed.
        NotAssessed = "NOT_ASSESSED",
        /// It answers a follow-up, which is read and not scored.
        FollowUp = "FOLLOW_UP",
        /// It was counted, until a request was approved that leaves the contact out. Not kept
        /// with the sheet: the invitation says so.
        Excluded = "EXCLUDED",
    }
}

/// A sheet on its way into the database.
#[derive(Clone, Debug)]
pub struct NewSheet {
    /// Its id; a random one where anonymity is promised.
    pub id: SurveySheetId,
    /// What asked.
    pub plan_id: SurveyPlanId,
    /// What was asked.
    pub part: Part,
    /// With which questionnaire.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// The stratum of the contact.
    pub stratum: String,
    /// What it counts for.
    pub standing: Standing,
    /// The canonical document.
    pub document: String,
    /// How it came.
    pub channel: Channel,
    /// Whose it is and since when; `None` where anonymity is promised.
    pub author: Option<(InvitationId, DateTime<Utc>)>,
    /// Who entered it on behalf of the contact.
    pub entered_by: Option<AccountId>,
}

/// A sheet as scoring reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveySheet {
    /// Its id; a random one where anonymity is promised.
    pub id: SurveySheetId,
    /// What asked.
    pub plan_id: SurveyPlanId,
    /// The stratum of the contact.
    pub stratum: String,
    /// Why it is not scored; `None` for one that is.
    pub left_out: Option<String>,
    /// The canonical document.
    pub document: String,
}

/// A sheet as those read it who may read raw answers.
#[derive(Clone, Debug)]
pub struct KeptSheet {
    /// Its id.
    pub id: SurveySheetId,
    /// What was asked.
    pub part: Part,
    /// With which questionnaire.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// What it counts for.
    pub standing: Standing,
    /// What was answered.
    pub sheet: AnswerSheet,
    /// How it came.
    pub channel: Channel,
    /// Whose it is and since when; `None` where anonymity is promised.
    pub author: Option<(Invitation, DateTime<Utc>)>,
    /// Who entered it on behalf of the contact.
    pub entered_by: Option<AccountId>,
}

/// What a list of sheets is sorted by: an id tells the order of arrival, but where anonymity
/// is promised, where it tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetKey(pub SurveySheetId);
