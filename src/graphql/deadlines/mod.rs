//! How many working days the company gives, in the API.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use crate::deadlines;
use crate::graphql::base::{answer, loaded, payload, signed_in};

/// How many working days the company gives. For those who may read the settings.
pub(crate) struct DeadlineSettings(pub(crate) deadlines::DeadlineSettings);

impl From<deadlines::DeadlineSettings> for DeadlineSettings {
    fn from(settings: deadlines::DeadlineSettings) -> Self {
        Self(settings)
    }
}

/// How many working days the company gives. For those who may read the settings.
#[Object]
impl DeadlineSettings {
    /// Until a complaint is acknowledged.
    async fn acknowledge(&self) -> u32 {
        self.0.acknowledge
    }

    /// Until a complaint is answered.
    async fn answer(&self) -> DaysBySeverity {
        self.0.answer.into()
    }

    /// Until an issue that somebody opens without a number of days is put right. Rules have
    /// numbers of their own.
    async fn issue(&self) -> DaysBySeverity {
        self.0.issue.into()
    }

    /// After the due day of an issue, until somebody is told that it is late (督办).
    async fn escalation(&self) -> EscalationDays {
        let told = self.0.escalation;
        EscalationDays {
            owner: told.owner,
            head: told.head,
            manager: told.manager,
            executive: told.executive,
        }
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Working days by severity.
#[derive(SimpleObject)]
pub(crate) struct DaysBySeverity {
    /// For LOW.
    low: u32,
    /// For MEDIUM.
    medium: u32,
    /// For HIGH.
    high: u32,
}

impl From<deadlines::BySeverity> for DaysBySeverity {
    fn from(days: deadlines::BySeverity) -> Self {
        Self {
            low: days.low,
            medium: days.medium,
            high: days.high,
        }
    }
}

/// Working days until somebody is told, one after the other.
#[derive(SimpleObject)]
pub(crate) struct EscalationDays {
    /// Those who own what is to be done; as long as nobody does, whoever plans.
    owner: u32,
    /// The head of the department.
    head: u32,
    /// The managers above.
    manager: u32,
    /// The executives.
    executive: u32,
}

/// Working days by severity, 1 to 250 each.
#[derive(InputObject)]
pub(crate) struct DaysBySeverityInput {
    /// For LOW.
    low: i32,
    /// For MEDIUM.
    medium: i32,
    /// For HIGH.
    high: i32,
}

/// Working days until somebody is told, 1 to 250 each and none less than the one before.
#[derive(InputObject)]
pub(crate) struct EscalationDaysInput {
    /// Those who own what is to be done.
    owner: i32,
    /// The head of the department.
    head: i32,
    /// The managers above.
    manager: i32,
    /// The executives.
    executive: i32,
}

/// Changes of the deadlines; what is left out stays as it is.
#[derive(InputObject)]
pub(crate) struct DeadlineSettingsInput {
    /// Until a complaint is acknowledged, 1 to 250.
    acknowledge: Option<i32>,
    /// Until a complaint is answered.
    answer: Option<DaysBySeverityInput>,
    /// Until an issue that somebody opens is put right.
    issue: Option<DaysBySeverityInput>,
    /// After the due day of an issue, until somebody is told.
    escalation: Option<EscalationDaysInput>,
}

impl From<DeadlineSettingsInput> for deadlines::TypedDeadlines {
    fn from(input: DeadlineSettingsInput) -> Self {
        let days = |it: DaysBySeverityInput| [it.low, it.medium, it.high];
        let told = |it: EscalationDaysInput| [it.owner, it.head, it.manager, it.executive];
        Self {
            acknowledge: input.acknowledge,
            answer: input.answer.map(days),
            issue: input.issue.map(days),
            escalation: input.escalation.map(told),
        }
    }
}

payload! {
    /// The answer of `deadlineSettingsUpdate`.
    DeadlineSettingsUpdatePayload {
        /// The changed settings.
        settings: DeadlineSettings
    }
}

#[derive(Default)]
pub(crate) struct DeadlineQueries;

#[Object]
impl DeadlineQueries {
    /// How many working days the company gives. For those who may read the settings.
    async fn deadline_settings(&self, context: &Context<'_>) -> Result<Option<DeadlineSettings>> {
        let found = deadlines::deadline_settings(signed_in(context)?).await;
        Ok(Some(DeadlineSettings(loaded(context, found)?)))
    }
}

#[derive(Default)]
pub(crate) struct DeadlineMutations;

#[Object]
impl DeadlineMutations {
    /// Changes how many working days the company gives. HR. What has a due day keeps it.
    async fn deadline_settings_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What shall change.")] input: DeadlineSettingsInput,
        #[graphql(desc = "The version that was read.")] expected_version: i32,
    ) -> Result<DeadlineSettingsUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let changes = deadlines::DeadlineChanges::read(input.into())?;
            deadlines::deadline_settings_update(operation, changes, expected_version).await
        };
        answer(context, done.await)
    }
}
