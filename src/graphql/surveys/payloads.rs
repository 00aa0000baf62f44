//! What the mutations of the external survey answer.

use super::draw::SurveyDraw;
use super::eligibility::EligibilityRuleSet;
use super::plan::SurveyPlan;
use super::requests::{Exclusion, Suspension};
use super::settings::SurveySettings;
use crate::graphql::base::payload;

payload! {
    /// The answer of `surveyPlanCreate`.
    SurveyPlanCreatePayload {
        /// The new plan.
        plan: SurveyPlan
    }
}
payload! {
    /// The answer of `surveyPlanUpdate`.
    SurveyPlanUpdatePayload {
        /// The changed plan.
        plan: SurveyPlan
    }
}
payload! {
    /// The answer of `surveyPlanDraw`.
    SurveyPlanDrawPayload {
        /// The draw.
        draw: SurveyDraw
    }
}
payload! {
    /// The answer of `eligibilityRulesSet`.
    EligibilityRulesSetPayload {
        /// The rules that hold from now on.
        rules: EligibilityRuleSet
    }
}
payload! {
    /// The answer of `eligibilityRulesInstall`.
    EligibilityRulesInstallPayload {
        /// The rules that hold from now on.
        rules: EligibilityRuleSet
    }
}
payload! {
    /// The answer of `surveySettingsUpdate`.
    SurveySettingsUpdatePayload {
        /// The changed settings.
        settings: SurveySettings
    }
}
payload! {
    /// The answer of `exclusionRequest`.
    ExclusionRequestPayload {
        /// The new request.
        exclusion: Exclusion
    }
}
payload! {
    /// The answer of `exclusionDecide`.
    ExclusionDecidePayload {
        /// The decided request.
        exclusion: Exclusion
    }
}
payload! {
    /// The answer of `suspensionRequest`.
    SuspensionRequestPayload {
        /// The new request.
        suspension: Suspension
    }
}
payload! {
    /// The answer of `suspensionDecide`.
    SuspensionDecidePayload {
        /// The request after this step of its chain.
        suspension: Suspension
    }
}
