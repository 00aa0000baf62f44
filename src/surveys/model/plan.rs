//! A survey plan as it is kept.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Frame, Pace, Quota, Sampling};
use crate::closed_set;
use crate::cycles::Confidentiality;
use crate::kernel::ids::{
    AccountId, CustomerTableId, CycleId, DepartmentId, QuestionnaireVersionId, SurveyPlanId,
};
use crate::kernel::text::{Code, Name};

closed_set! {
    /// How contacts are asked.
    pub enum Channel {
        /// By a link that somebody hands over.
        Link = "LINK",
        /// By a link in an e-mail.
        Email = "EMAIL",
        /// By a link in a text message.
        Sms = "SMS",
        /// By phone.
        Phone = "PHONE",
        /// On paper.
        Paper = "PAPER",
        /// Face to face.
        FaceToFace = "FACE_TO_FACE",
    }
}

closed_set! {
    /// Where a plan stands.
    pub enum PlanState {
        /// Being prepared.
        Draft = "DRAFT",
        /// Drawn; nothing changes any more.
        Drawn = "DRAWN",
    }
}

/// The part of each day in which contacts are asked, in minutes after midnight where
/// the company is; `until` is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first minute.
    pub from: u32,
    /// The minute after the last one, at most 1,440.
    pub until: u32,
}

/// What is asked after an answer that calls for more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// With which questionnaire.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// The rating item that decides.
    pub item: Code,
    /// At this level or below.
    pub at_or_below: i32,
}

/// What a plan is set up with, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSettings {
    /// Its short stable name, unique.
    pub code: Code,
    /// What people call it.
    pub name: Name,
    /// What is asked.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// Who is assessed.
    pub assessed_department_id: DepartmentId,
    /// How contacts are asked.
    pub channel: Channel,
    /// What they are promised.
    pub confidentiality: Confidentiality,
    /// Whom it is about.
    pub frame: Frame,
    /// How they are chosen.
    pub sampling: Sampling,
    /// The ratios that valid answers keep.
    pub quotas: Vec<Quota>,
    /// What is drawn from; none for one that is made with the plan.
    pub seed: Option<String>,
    /// How many more than places are drawn.
    pub reserve: u32,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The part of each day.
    pub window: Window,
    /// How many are asked on one day; none for everyone.
    pub daily_quota: Option<u32>,
    /// How long an invitation can be answered, in seconds; 0 for ever.
    pub validity_seconds: u32,
    /// Whether the plan may ask somebody again whom it has asked already.
    pub may_repeat: bool,
    /// For how many days after a question nobody is asked again, by any plan.
    pub rest_days: u32,
    /// What is asked after an answer that calls for more.
    pub follow_up: Option<FollowUp>,
    /// The checked table from which the plan draws; none for the register.
    pub monthly_table_id: Option<CustomerTableId>,
}

/// A survey plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: SurveyPlanId,
    /// The cycle for which it asks.
    pub cycle_id: CycleId,
    /// What it was set up with.
    pub settings: PlanSettings,
    /// What is drawn from.
    pub seed: String,
    /// Where it stands.
    pub state: PlanState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: AccountId,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Who changed it last.
    pub changed_by: AccountId,
    /// Counts the changes.
    pub version: i32,
    /// Since when invitations go out by themselves.
    pub running_since: Option<DateTime<Utc>>,
}

impl Plan {
    /// How fast it asks.
    pub fn pace(&self) -> Pace {
        let settings = &self.settings;
        Pace {
            starts_on: settings.starts_on,
            ends_on: settings.ends_on,
            window: settings.window,
            daily_quota: settings.daily_quota,
        }
    }

    /// Whether its batch is over on `today`: what was granted for it holds no longer.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.settings.ends_on < today
    }

    /// The day for which it is drawn on `today`: one of its own.
    pub fn day_of_draw(&self, today: NaiveDate) -> NaiveDate {
        today.clamp(self.settings.starts_on, self.settings.ends_on)
    }

    /// What a list sorts it by.
    pub fn key(&self) -> PlanKey {
        PlanKey {
            starts_on: self.settings.starts_on,
            code: self.settings.code.as_str().to_owned(),
        }
    }
}

/// What a list of plans is sorted by: the latest start first, then the code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanKey {
    /// The first day.
    pub starts_on: NaiveDate,
    /// The code.
    pub code: String,
}

/// Which plans a list shall have.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanFilter {
    /// Of this cycle.
    pub cycle: Option<CycleId>,
    /// About this department.
    pub assessed: Option<DepartmentId>,
    /// In this state.
    pub state: Option<PlanState>,
}
