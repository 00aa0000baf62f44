//! What becomes of the contacts of a frame.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::draw::{Places, Stratum};
use crate::closed_set;
use crate::kernel::ids::{AccountId, ContactId, CustomerId, EligibilityRuleSetId, SurveyPlanId};

closed_set! {
    /// What became of a contact of the frame.
    pub enum Fate {
        /// Is asked.
        Drawn = "DRAWN",
        /// Could have been drawn and was not.
        NotDrawn = "NOT_DRAWN",
        /// The lot was low enough, and the places of the own value were taken.
        QuotaFull = "QUOTA_FULL",
        /// Left out of this batch by an approved request.
        Excluded = "EXCLUDED",
        /// The customer is not surveyed for a while.
        Suspended = "SUSPENDED",
        /// Was asked not long ago.
        Rested = "RESTED",
        /// Wants to be asked nothing any more.
        OptedOut = "OPTED_OUT",
        /// The rules do not have the customer surveyed.
        Ineligible = "INELIGIBLE",
    }
}

closed_set! {
    /// Why somebody who was drawn is not invited after all.
    pub enum PassedOver {
        /// Has wanted to be asked nothing any more since.
        OptedOut = "OPTED_OUT",
        /// Was erased since.
        Erased = "ERASED",
        /// Was left out by a request that was approved since.
        Excluded = "EXCLUDED",
    }
}

/// A draw that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// For which plan.
    pub plan_id: SurveyPlanId,
    /// What was drawn from.
    pub seed: String,
    /// SHA-256 over the frame, in hexadecimal.
    pub frame_sha256: String,
    /// How many contacts the frame has.
    pub frame_size: u64,
    /// How many of them could be drawn.
    pub eligible_count: u64,
    /// How many were, those of the reserve counted in.
    pub drawn_count: u64,
    /// The eligibility rules that held, where there were any.
    pub rule_set_id: Option<EligibilityRuleSetId>,
    /// The day for which it was drawn.
    pub drawn_on: NaiveDate,
    /// When.
    pub drawn_at: DateTime<Utc>,
    /// By whom.
    pub drawn_by: AccountId,
}

/// What became of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFate {
    /// Who.
    pub contact_id: ContactId,
    /// Of which customer; not kept of those who were not drawn.
    pub customer_id: Option<CustomerId>,
    /// What became of them.
    pub fate: Fate,
    /// A ground, a day, a rule or a value, told by the fate.
    pub reason: Option<String>,
    /// The place in the frame, from 0.
    pub frame_position: u32,
    /// The order in which those drawn are asked, from 1.
    pub draw_position: Option<u32>,
    /// Drawn beyond the places.
    pub is_reserve: bool,
    /// Whether the answer counts.
    pub is_assessed: bool,
    /// The stratum; empty without strata.
    pub stratum: String,
    /// The values of the quotas' attributes when it was drawn.
    pub quota_values: BTreeMap<String, String>,
    /// The stage of the eligibility rules when it was drawn; empty without stages.
    pub stage: String,
    /// The last day on which it was invited.
    pub invited_on: Option<NaiveDate>,
    /// Why it is not invited after all.
    pub passed_over: Option<PassedOver>,
}

impl ContactFate {
    /// Somebody of the frame without a fate of their own.
    pub fn not_drawn(contact_id: ContactId, frame_position: u32) -> Self {
        Self {
            contact_id,
            customer_id: None,
            fate: Fate::NotDrawn,
            reason: None,
            frame_position,
            draw_position: None,
            is_reserve: false,
            is_assessed: false,
            stratum: String::new(),
            quota_values: BTreeMap::new(),
            stage: String::new(),
            invited_on: None,
            passed_over: None,
        }
    }
}

/// The places of one value of a quota, and how many are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaPlaces {
    /// The places.
    pub places: Places,
    /// How many valid answers took one.
    pub filled: u64,
}

/// Everything that a draw leaves behind.
#[derive(Clone, Debug)]
pub struct DrawRecord {
    /// The draw.
    pub draw: Draw,
    /// The contacts of the frame in its order.
    pub frame: Vec<ContactId>,
    /// The fates but NOT_DRAWN.
    pub fates: Vec<ContactFate>,
    /// What was drawn from each stratum.
    pub strata: Vec<Stratum>,
    /// The places of the quotas.
    pub quotas: Vec<Places>,
}
