//! How the company surveys, as the API shows it.

use async_graphql::Object;

use crate::graphql::base::{Date, Decimal};
use crate::surveys;

/// How the company surveys. For those who may read the settings.
pub(crate) struct SurveySettings(pub(crate) surveys::SurveySettings);

impl From<surveys::SurveySettings> for SurveySettings {
    fn from(settings: surveys::SurveySettings) -> Self {
        Self(settings)
    }
}

/// How the company surveys. For those who may read the settings.
#[Object]
impl SurveySettings {
    /// How many people must approve a suspension, one after the other.
    async fn suspension_steps(&self) -> u32 {
        self.0.suspension_steps
    }

    /// The share of customers in per cent that must be surveyed in each year.
    async fn yearly_coverage(&self) -> Decimal {
        (&self.0.yearly_coverage).into()
    }

    /// Within how many years all customers must be surveyed.
    async fn full_coverage_years(&self) -> u32 {
        self.0.full_coverage_years
    }

    /// After how many days somebody who has not answered is reminded, once.
    async fn reminder_days(&self) -> u32 {
        self.0.reminder_days
    }

    /// After how many days an unanswered link goes to the phone list.
    async fn hand_over_days(&self) -> u32 {
        self.0.hand_over_days
    }

    /// After how many calls without an answer a contact counts as out of reach.
    async fn call_attempts(&self) -> u32 {
        self.0.call_attempts
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// How far the customers were reached by a day. For HR, executives and auditors.
pub(crate) struct SurveyCoverage(pub(crate) surveys::Coverage);

/// How far the customers were reached by a day. For HR, executives and auditors.
#[Object]
impl SurveyCoverage {
    /// The day.
    async fn day(&self) -> Date {
        self.0.day.into()
    }

    /// How many customers there are.
    async fn customers(&self) -> u64 {
        self.0.customers
    }

    /// How many were invited in the year that ended on the day; being drawn is not enough.
    async fn this_year(&self) -> u64 {
        self.0.this_year
    }

    /// How many should have been: the share of the settings, rounded up.
    async fn wanted_this_year(&self) -> u64 {
        self.0.wanted_this_year()
    }

    /// How many are missing from this year's share.
    async fn short_this_year(&self) -> u64 {
        self.0.short_this_year()
    }

    /// How many customers were not invited within the years in which all must be.
    async fn never_reached(&self) -> u64 {
        self.0.never_reached()
    }

    /// Whether both duties are met.
    async fn is_met(&self) -> bool {
        self.0.is_met()
    }

    /// The duties.
    async fn settings(&self) -> SurveySettings {
        SurveySettings(self.0.settings.clone())
    }
}
