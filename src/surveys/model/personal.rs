//! What surveys keep on a contact.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Fate, Ground};
use crate::evidence::KeptFile;

/// What surveys keep on a contact.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptSurveys {
    /// What became of the contact in the draws of plans.
    pub fates: Vec<KeptFate>,
    /// What was asked about the contact.
    pub exclusions: Vec<KeptExclusion>,
    /// The files that came with it.
    pub files: Vec<KeptFile>,
}

/// What became of a contact in a draw; nothing is kept of those who were not drawn.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptFate {
    /// The code of the plan.
    pub plan: String,
    /// What became of them.
    pub fate: Fate,
    /// Why, where there is a reason.
    pub reason: Option<String>,
}

/// A request to leave the contact out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptExclusion {
    /// The code of the plan.
    pub plan: String,
    /// In which stage.
    pub stage: String,
    /// Why.
    pub ground: Ground,
    /// More about it.
    pub note: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
}
