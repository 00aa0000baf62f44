//! What the mutations of eligibility rules and survey settings take.

use async_graphql::InputObject;

use super::enums::EligibilityQuestion;
use crate::graphql::base::Decimal;
use crate::kernel::{Failure, Parse};
use crate::surveys;

/// Eligibility rules as they shall be.
#[derive(InputObject)]
pub(crate) struct EligibilityRulesInput {
    /// The key of the attribute that tells a subject's stage.
    stage_key: String,
    /// The stages in the order in which subjects go through them, at most 50.
    stages: Vec<EligibilityStageInput>,
    /// The rules in the order in which they are asked, at most 200.
    rules: Vec<EligibilityRuleInput>,
}

/// A stage in which subjects are.
#[derive(InputObject)]
pub(crate) struct EligibilityStageInput {
    /// What plans, requests and rules call it: 1 to 64 letters, digits, `.`, `_`, `-`.
    code: String,
    /// The phase that it belongs to; its own code by default.
    phase: Option<String>,
}

/// One rule. Of those that decide a question for a stage, the first whose condition holds
/// decides; where none does, the answer is yes.
#[derive(InputObject)]
pub(crate) struct EligibilityRuleInput {
    /// What it is called where it has decided: 1 to 64 letters, digits, `.`, `_`, `-`.
    code: String,
    /// Which question it decides.
    decides: EligibilityQuestion,
    /// For which stages or phases; for all by default.
    #[graphql(default)]
    stages: Vec<String>,
    /// The condition, in CEL: at most 4,000 bytes. It has `subject.key` and
    /// `subject["key"]` (a text, empty where it is not known), `stage`, `phase`, texts,
    /// lists, `==`, `!=`, `in`, `!`, `&&`, `||`, `contains`, `startsWith`, `endsWith`; the
    /// exact comparisons of numbers `atLeast`, `atMost`, `moreThan` and `lessThan`, as
    /// `atMost(subject.months, "9")`; and `assessed("stage or phase")` for earlier stages.
    when: String,
    /// How it decides.
    then: bool,
    /// Why, for people: 1 to 1,000 characters.
    reason: String,
}

/// One thing that is known of a subject.
#[derive(InputObject)]
pub(crate) struct EligibilityFactInput {
    /// The attribute's key.
    pub(super) key: String,
    /// Its value.
    pub(super) value: String,
}

/// Changes of the survey settings; what is left out stays as it is.
#[derive(InputObject)]
pub(crate) struct SurveySettingsInput {
    /// How many people must approve a suspension, 1 to 5.
    suspension_steps: Option<i32>,
    /// The share of customers in per cent that must be surveyed each year, more than 0 and at
    /// most 100.
    yearly_coverage: Option<Decimal>,
    /// Within how many years all customers must be surveyed, 1 to 10.
    full_coverage_years: Option<i32>,
    /// After how many days somebody who has not answered is reminded, 1 to 365.
    reminder_days: Option<i32>,
    /// After how many days an unanswered link goes to the phone list, 1 to 365.
    hand_over_days: Option<i32>,
    /// After how many calls without an answer a contact counts as out of reach, 1 to 20.
    call_attempts: Option<i32>,
}

impl TryFrom<EligibilityRulesInput> for surveys::Rules {
    type Error = Failure;

    fn try_from(input: EligibilityRulesInput) -> Result<Self, Failure> {
        let stage = |it: EligibilityStageInput| surveys::TypedStage {
            code: it.code,
            phase: it.phase,
        };
        let rule = |it: EligibilityRuleInput| surveys::TypedRule {
            code: it.code,
            decides: it.decides.into(),
            stages: it.stages,
            when: it.when,
            then: it.then,
            reason: it.reason,
        };
        let typed = surveys::TypedRules {
            stage_key: input.stage_key,
            stages: input.stages.into_iter().map(stage).collect(),
            rules: input.rules.into_iter().map(rule).collect(),
        };
        Ok(Self::read("input", typed)?)
    }
}

impl TryFrom<SurveySettingsInput> for surveys::SettingsChanges {
    type Error = Failure;

    fn try_from(input: SurveySettingsInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let typed = surveys::TypedSettings {
            suspension_steps: input.suspension_steps,
            yearly_coverage: input.yearly_coverage.map(|it| it.parse()),
            full_coverage_years: input.full_coverage_years,
            reminder_days: input.reminder_days,
            hand_over_days: input.hand_over_days,
            call_attempts: input.call_attempts,
        };
        let changes = Self::read(&mut parse, typed);
        Ok(parse.finish(changes)?)
    }
}
